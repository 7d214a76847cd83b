import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { api, configureHttp, newKey, send, url } from './http';
import { Problem } from './problem';

const calls: { target: string; init: RequestInit }[] = [];
let answers: (Response | Error)[] = [];
const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });

beforeEach(() => {
  calls.length = 0;
  vi.stubGlobal('fetch', async (target: string, init: RequestInit) => {
    calls.push({ target, init });
    const answer = answers.shift();
    if (answer instanceof Error || !answer) throw answer ?? new TypeError('no answer left');
    return answer;
  });
});
afterEach(() => vi.unstubAllGlobals());

const header = (at: number, name: string) => (calls[at]!.init.headers as Record<string, string>)[name];

it('keeps the idempotency key when the network fails once', async () => {
  answers = [new TypeError('network'), json(200, { id: 'x' })];
  expect(await api.post('/api/v1/projects', { name: '铜冶炼' })).toEqual({ id: 'x' });
  expect(calls).toHaveLength(2);
  expect(header(0, 'Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
  expect(header(1, 'Idempotency-Key')).toBe(header(0, 'Idempotency-Key'));
});

it('says offline after the second failure, and keeps a given key', async () => {
  answers = [new TypeError('a'), new TypeError('b')];
  const error = await send('POST', '/x', { key: 'k1' }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(Problem);
  expect((error as Problem).isOffline).toBe(true);
  expect(header(1, 'Idempotency-Key')).toBe('k1');
});

it('reads carry no key; language and query are sent', async () => {
  configureHttp({ lang: 'en' });
  answers = [json(200, {})];
  await api.get('/api/v1/projects', { q: '慢城', stage: undefined, limit: 50 });
  expect(calls[0]!.target).toBe('/api/v1/projects?q=%E6%85%A2%E5%9F%8E&limit=50');
  expect(header(0, 'Idempotency-Key')).toBeUndefined();
  expect(header(0, 'Accept-Language')).toBe('en');
  expect(url('/a?x=1', { y: 2, stage: ['signed', 'started'] })).toBe('/a?x=1&y=2&stage=signed&stage=started');
});

it('turns problem+json into a typed error', async () => {
  answers = [json(409, { code: 'stale', detail: '已被修改', current: { version: 3 }, changed: ['name'], request_id: 'r1' })];
  const error = (await api.put('/x', {}).catch((e: unknown) => e)) as Problem;
  expect([error.isStale, error.message, error.changed, error.requestId]).toEqual([true, '已被修改', ['name'], 'r1']);
});

it('survives an error page that is not JSON', async () => {
  answers = [new Response('<html>', { status: 502 })];
  const error = (await api.get('/x').catch((e: unknown) => e)) as Problem;
  expect([error.status, error.code]).toEqual([502, 'http.502']);
});

it('goes to the login page and comes back', async () => {
  const toLogin = vi.fn();
  configureHttp({ toLogin });
  window.history.replaceState(null, '', '/projects?stage=S1');
  answers = [json(401, { code: 'session.ended' })];
  await api.get('/x').catch(() => undefined);
  expect(toLogin).toHaveBeenCalledWith('/projects?stage=S1');
});

it('makes keys that ascend with time, also without a secure context', () => {
  vi.spyOn(Date, 'now').mockReturnValueOnce(0x0123456789ab).mockReturnValueOnce(0x0123456789ac);
  const [first, second] = [newKey(), newKey()];
  expect(first).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(second > first).toBe(true);
  vi.restoreAllMocks();
});
