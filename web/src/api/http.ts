import { Problem, type ProblemBody } from './problem';

type Scalar = string | number | boolean | null | undefined;
/** Query parameters; a list becomes a repeated parameter. */
export type Query = Record<string, Scalar | readonly string[]>;

export interface Send {
  query?: Query | undefined;
  /** JSON, or a form with files. */
  body?: unknown;
  /** The same write sent again carries the same key, and is carried out once. */
  key?: string | undefined;
  signal?: AbortSignal | undefined;
}

const settings = {
  lang: 'zh-CN',
  /** Where a session that has ended goes; replaced in tests. */
  toLogin: (next: string) => window.location.assign(`/login?next=${encodeURIComponent(next)}`),
};

export function configureHttp(change: Partial<typeof settings>): void {
  Object.assign(settings, change);
}

/**
 * A fresh idempotency key: a UUIDv7, so that the server's index of keys grows at its end. `randomUUID` makes others, and
 * needs a secure context, which http on a LAN is not.
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let millis = Date.now();
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = millis % 256;
    millis = Math.floor(millis / 256);
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function url(path: string, query?: Query): string {
  if (!query) return path;
  const [base = path, own = ''] = path.split('?');
  const params = new URLSearchParams(own);
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? (value as string[]) : [value as Scalar]) {
      if (one !== undefined && one !== null && one !== '') params.append(key, String(one));
    }
  }
  const text = params.toString();
  return text === '' ? base : `${base}?${text}`;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The only place that talks to the server. */
export async function send<T>(method: string, path: string, options: Send = {}): Promise<T> {
  const write = method !== 'GET';
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': settings.lang };
  if (write) headers['Idempotency-Key'] = options.key ?? newKey();
  const form = options.body instanceof FormData;
  if (options.body !== undefined && !form) headers['Content-Type'] = 'application/json';
  const request: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    body: options.body === undefined ? null : form ? (options.body as FormData) : JSON.stringify(options.body),
    signal: options.signal ?? null,
  };
  const response = await reach(url(path, options.query), request);
  if (response.ok) {
    if (response.status === 204 || response.headers.get('content-length') === '0') return undefined as T;
    const type = response.headers.get('content-type') ?? '';
    return (type.includes('json') ? await response.json() : await response.text()) as T;
  }
  throw await problemOf(response);
}

/** A file that the server makes for a write: saved by the browser under this name. */
export async function download(path: string, body: unknown, key: string, name: string): Promise<void> {
  const headers = { 'Accept-Language': settings.lang, 'Idempotency-Key': key, 'Content-Type': 'application/json' };
  const response = await reach(path, { method: 'POST', headers, credentials: 'same-origin', body: JSON.stringify(body) });
  if (!response.ok) throw await problemOf(response);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  // Once the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * One more try when the network failed: the first may or may not have arrived, and the
 * idempotency key makes both the same.
 */
async function reach(target: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(target, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    await pause(400);
    try {
      return await fetch(target, request);
    } catch (again) {
      if (request.signal?.aborted) throw again;
      throw new Problem(0, { code: 'offline' });
    }
  }
}

async function problemOf(response: Response): Promise<Problem> {
  let body: ProblemBody = {};
  try {
    body = (await response.json()) as ProblemBody;
  } catch {
    // A proxy's own error page is not JSON; the status says enough.
  }
  const problem = new Problem(response.status, body);
  if (response.status === 401 && !response.url.includes('/password')) {
    settings.toLogin(window.location.pathname + window.location.search);
  }
  return problem;
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => send<T>('GET', path, { query, signal }),
  post: <T>(path: string, body?: unknown, key?: string) => send<T>('POST', path, { body, key }),
  put: <T>(path: string, body?: unknown, key?: string) => send<T>('PUT', path, { body, key }),
  patch: <T>(path: string, body?: unknown, key?: string) => send<T>('PATCH', path, { body, key }),
  delete: <T>(path: string, body?: unknown, key?: string) => send<T>('DELETE', path, { body, key }),
};
