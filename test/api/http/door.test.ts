import { get } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { createApp } from '../../../src/api/app';
import { newApiKey } from '../../../src/api/http/auth';
import { createApiServer } from '../../../src/api/http/server';
import { apiDeps } from '../../support/api-deps';

/** Ten requests per second, so that forty pass at once and a hundred more wait. */
const PER_SECOND = 10;
const AT_ONCE = 40;
const MOST_WAITING = 100;

const KEYS = { a: newApiKey(), b: newApiKey() };
let [asked, seen, open] = [0, 0, new Set<ServerResponse>()];
let [server, url] = [undefined as Server | undefined, ''];

/** A database that knows two keys, each of a tenant of its own, and has nothing else. */
const pool = {
  options: { max: 10 },
  query: async (text: string, values?: [Buffer]) => {
    if (!text.includes('key_hash')) throw new Error('not there');
    asked += 1;
    await pause(20);
    const tenantId = Object.entries(KEYS).find(([, { hash }]) => hash.equals(values![0]))?.[0];
    return { rows: tenantId ? [{ tenantId, keyId: tenantId, role: 'store', isUseDue: false }] : [] };
  },
} as unknown as Pool;

beforeEach(async () => {
  [asked, seen, open] = [0, 0, new Set()];
  // No time passes for what is counted, however slow the machine; what waits does so by a timer.
  jest.spyOn(performance, 'now').mockReturnValue(5_000);
  await start();
});

async function start(own: Parameters<typeof apiDeps>[1] = {}): Promise<void> {
  await stop();
  const answers = open;
  server = createApiServer(createApp(apiDeps(pool, { requestsPerSecond: PER_SECOND, ...own })));
  server.on('request', (_req, res: ServerResponse) => {
    seen += 1;
    answers.add(res);
    res.once('close', () => answers.delete(res));
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stop(): Promise<void> {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
}

afterEach(async () => {
  jest.restoreAllMocks();
  await stop();
});

const fetchWith = (path: string, key?: string, init: RequestInit = {}) =>
  fetch(`${url}${path}`, { ...(key ? { headers: { authorization: `Bearer ${key}` } } : {}), ...init });

/** Sends many requests that nobody waits for; ends once all of them have come. Answers how to make all of them go. */
async function send(
  many: number,
  key?: string,
  own: Record<string, string> = {},
): Promise<() => Promise<void>> {
  const due = seen + many;
  const headers = key ? { authorization: `Bearer ${key}` } : own;
  const requests = Array.from({ length: many }, () =>
    get(`${url}/nowhere`, { agent: false, headers }, (res) => res.resume()).on('error', () => undefined),
  );
  await until(() => seen >= due);
  return async () => {
    requests.forEach((request) => request.destroy());
    await until(() => open.size === 0);
  };
}

/** Waits until something is so, for a while. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1_000 && !isSo(); tries += 1) await pause(10);
  expect(isSo()).toBe(true);
}

test('what comes too fast waits, and is refused at every address when it would wait for long', async () => {
  await send(AT_ONCE + 5);
  const since = Date.now();
  expect((await fetchWith('/healthz')).status).toBe(200);
  expect(Date.now() - since).toBeGreaterThanOrEqual(590);

  await send(MOST_WAITING + 20);
  for (const [method, path] of [
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['GET', '/metrics'],
    ['GET', '/docs'],
    ['GET', '/openapi.json'],
    ['GET', '/nowhere'],
    ['GET', '/api/events'],
    ['POST', '/api/session'],
    ['POST', '/api/generation/batch'],
    ['OPTIONS', '/api/stores'],
    ['GET', '/%zz'],
  ] as const) {
    const refused = await fetchWith(path, undefined, { method });
    expect([path, refused.status]).toEqual([path, 429]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
    const id = refused.headers.get('x-request-id');
    expect(await refused.json()).toMatchObject({ error: 'too_many_requests', requestId: id });
  }
  // Nobody was looked for in the database on behalf of what was refused.
  expect(asked).toBe(0);
});

test('a tenant whose key is known counts by itself, from whatever address', async () => {
  const statusOf = async (key?: string) => (await fetchWith('/api/nowhere', key)).status;
  expect([await statusOf(KEYS.a.key), await statusOf(KEYS.b.key)]).toEqual([404, 404]);
  await send(AT_ONCE + MOST_WAITING + 20);
  await send(AT_ONCE + MOST_WAITING + 20, KEYS.a.key);
  expect([await statusOf(), await statusOf(KEYS.a.key), await statusOf(KEYS.b.key)]).toEqual([429, 429, 404]);
});

test('a flood without a key keeps out nobody who comes with one, and one with unknown keys is refused unasked', async () => {
  await send(AT_ONCE + MOST_WAITING + 20);
  expect((await fetchWith('/api/nowhere', KEYS.b.key)).status).toBe(404);
  const before = asked;
  // What waits has not asked yet either, and goes before it may.
  const leave = await send(AT_ONCE + MOST_WAITING + 20, newApiKey().key);
  expect((await fetchWith('/api/nowhere', newApiKey().key)).status).toBe(429);
  expect(asked - before).toBeLessThanOrEqual(AT_ONCE);
  await leave();
});

test('behind a proxy that is trusted, each network counts by itself', async () => {
  await start({ trustedProxies: ['127.0.0.1'] });
  const statusFrom = async (address: string) =>
    (await fetchWith('/healthz', undefined, { headers: { 'x-forwarded-for': address } })).status;
  await send(AT_ONCE + MOST_WAITING + 20, undefined, { 'x-forwarded-for': '2001:db8:1:1::1' });
  expect(await statusFrom('2001:db8:1:1:ffff::2')).toBe(429);
  expect(await statusFrom('2001:db8:1:2::1')).toBe(200);
  expect(await statusFrom('192.0.2.1')).toBe(200);
});

test('what has gone while it waited leaves its place', async () => {
  const leave = await send(AT_ONCE + MOST_WAITING + 20);
  expect((await fetchWith('/healthz')).status).toBe(429);
  await leave();
  expect((await fetchWith('/healthz')).status).toBe(200);
});

test('the same key is looked up once at a time, however many requests come with it', async () => {
  await Promise.all(Array.from({ length: 30 }, () => fetchWith('/api/nowhere', KEYS.a.key)));
  expect(asked).toBeLessThan(15);
});
