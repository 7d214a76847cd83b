import type { Search } from '@/lib/search';

/** A figure by its name and the filters that go with it. */
export interface Traced {
  key: string;
  params?: Record<string, string | number | null | undefined> | null | undefined;
}

const NAME = 'trace';
const PREFIX = 't.';

/** The open trace as search parameters: `?trace=fund.recognised&t.unit=…`, so that it can be sent to a colleague. */
export function traceSearch({ key, params }: Traced): Search {
  const search: Search = { [NAME]: key };
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value !== null && value !== undefined && value !== '') search[PREFIX + name] = String(value);
  }
  return search;
}

/** The trace that an address names, if it names one. */
export function tracedIn(search: Search): { key: string; params: Search } | null {
  const key = search[NAME];
  if (!key) return null;
  const params = Object.entries(search).filter(([name]) => name.startsWith(PREFIX));
  return { key, params: Object.fromEntries(params.map(([name, value]) => [name.slice(PREFIX.length), value])) };
}

/** The address without its trace. */
export const untraced = (search: Search): Search =>
  Object.fromEntries(Object.entries(search).filter(([name]) => name !== NAME && !name.startsWith(PREFIX)));

/** `/funds/1?x=y` apart, for links that the server writes. */
export function splitUrl(url: string): { to: string; search: Search } {
  const [to = '/', query = ''] = url.split('?');
  return { to, search: Object.fromEntries(new URLSearchParams(query)) };
}
