import type { components } from './schema';
import type { Session } from './types';

/**
 * The compiler's proof that shapes written by hand say what the server's OpenAPI document
 * says: `export type Proof = Agrees<Mine, 'Theirs'>` does not compile when a field is
 * missing, renamed, or of another kind. Codes are plain strings on the wire, and a field
 * that may be null may also be left out.
 */
export type Agrees<Mine, Name extends keyof components['schemas']> =
  Given<components['schemas'][Name]> extends Loose<Mine> ? true : false;

/** What arrives, with optional fields as possibly null. */
type Given<T> = T extends readonly (infer Item)[]
  ? Given<Item>[]
  : T extends string
    ? string
    : T extends object
      ? { [Key in keyof T]-?: undefined extends T[Key] ? Given<Exclude<T[Key], undefined>> | null : Given<T[Key]> }
      : T;

type Loose<T> = T extends readonly (infer Item)[]
  ? Loose<Item>[]
  : T extends string
    ? string
    : T extends object
      ? { [Key in keyof T]-?: undefined extends T[Key] ? Loose<Exclude<T[Key], undefined>> | null : Loose<T[Key]> }
      : T;

/** Use: `proven<Agrees<Session, 'SessionBrief'>>()`. */
export const proven = <Proof extends true>(): Proof | undefined => undefined;

proven<Agrees<Session, 'SessionBrief'>>();
