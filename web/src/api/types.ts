/**
 * Shapes of the wire that several rooms share. Instants (`_at`) are RFC 3339, dates (`_on`)
 * `YYYY-MM-DD`, money (`_fen`) whole fen, shares (`_bp`) basis points.
 */

export interface UnitRef {
  id: string;
  name: string;
  short_name: string;
  kind: string;
}
export interface OrganisationRef {
  id: string;
  name: string;
  country: string;
}
export interface ProjectRef {
  id: string;
  code: string;
  name: string;
}
export interface PersonRef {
  id: string;
  name: string;
}

/** What may be done with a record, and if not, why not. */
export type Action = { ok: boolean; code?: string | null; reason?: string | null };
export type Actions = Record<string, Action | undefined>;

/** One page of a ledger, by keyset; `next_cursor` is opaque, and null on the last page. */
export interface PageOf<Row> {
  items: Row[];
  next_cursor: string | null;
  total?: number;
  /** The count stopped at a limit: say "more than". */
  total_capped?: boolean;
}
export interface ListOf<Row> {
  items: Row[];
}

export type Class =
  | 'project' | 'investor' | 'fund' | 'ledger' | 'target' | 'scheme' | 'figure'
  | 'report' | 'unit' | 'account' | 'role' | 'audit' | 'dictionary' | 'problem' | 'commitment' | 'supervision' | 'admission' | 'claim' | 'code_name' | 'contact' | 'interaction' | 'chain';
export type Act = 'read' | 'write' | 'recognise' | 'export' | 'reveal';
export type Scope = 'unit' | 'district';

export interface Session {
  account: { id: string; login: string; name: string; locale: string | null; must_change_password: boolean };
  district: { code: string; name: string; office_name: string; demo: boolean };
  roles: { role: string; unit: UnitRef }[];
  can: { class: Class; act: Act; scope: Scope }[];
  /** `as_of`: the day up to which figures are shown unless another is asked for. */
  server: { version: string; today: string; as_of: string; year: number };
}
