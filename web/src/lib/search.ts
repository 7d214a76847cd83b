/**
 * The URL is the state. Search parameters are flat strings (`?stage=S1&sort=-total_fen`),
 * readable, typed by hand and safe to paste into a mail; the router's default JSON
 * quoting is not.
 */
export type Search = Record<string, string>;

export function parseSearch(text: string): Search {
  const search: Search = {};
  for (const [key, value] of new URLSearchParams(text)) if (value !== '') search[key] = value;
  return search;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue;
    params.append(key, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** Several values in one parameter, comma between. */
export const many = (value: string | undefined): string[] => (value ? value.split(',') : []);
