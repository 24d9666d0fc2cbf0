import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { ApiClient, until } from '../../support/api-client';
import { makeParty } from '../../support/belongings';
import { startGalley } from '../../support/galley';
import type { Galley, ServedApi } from '../../support/galley';
import { SseReader } from '../../support/sse';

/** Two APIs on one database; streams are read at the second, whose beats are too far apart to end any. */
let galley: Galley;
let second: ServedApi;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  second = await galley.startApi();
}, 60_000);

afterAll(async () => {
  await second?.stop();
  await galley?.stop();
});

/** A tenant of its own, as the second API knows it, whose key can be revoked at the first. */
async function newReader() {
  const party = await makeParty(galley, 'store', 'store');
  const { tenantId, keyId, cookie } = party;
  const client = new ApiClient(second.apiUrl, party.client.key);
  const revoke = () => galley.operator.call('DELETE', `/api/tenants/${tenantId}/keys/${keyId}`);
  return { client, keyId, cookie, revoke };
}

/** Something happens to an order. */
async function happen(orderId: string): Promise<void> {
  await galley.database.pool.query(
    `insert into order_events (order_id, tenant_id, type) select id, tenant_id, 'run.opened' from orders where id = $1`,
    [orderId],
  );
}

/** A stream that has told of an order, and the order. */
async function readingOf(client: ApiClient): Promise<{ reader: SseReader; orderId: string }> {
  const reader = await SseReader.begun(client);
  const orderId = await client.order();
  await until('an event', async () => reader.events.some(({ data }) => data['id'] === orderId));
  return { reader, orderId };
}

/** How long something takes, in milliseconds. */
async function timeOf(work: Promise<unknown>): Promise<number> {
  const begunAt = performance.now();
  await work;
  return performance.now() - begunAt;
}

test('a stream is sent nothing more once its key has been revoked, by whatever process', async () => {
  const { client, revoke } = await newReader();
  const { reader, orderId } = await readingOf(client);
  const told = reader.events.length;
  expect((await revoke()).status).toBe(200);
  const revokedAt = performance.now();
  await happen(orderId);
  await until('the end', async () => reader.ended);
  expect(performance.now() - revokedAt).toBeLessThan(2_000);
  expect(reader.events).toHaveLength(told);
  expect((await client.call('GET', '/api/blog-generation')).status).toBe(401);
});

test('a stream ends when the session of its reader does', async () => {
  const { keyId, cookie } = await newReader();
  await galley.database.pool.query(
    `update sessions set expires_at = clock_timestamp() + interval '2 s' where key_id = $1`,
    [keyId],
  );
  // That it was changed is told, too, to whoever reads by then.
  await pause(500);
  const stream = await fetch(`${second.apiUrl}/api/events`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  const took = await timeOf(stream.text().catch(() => ''));
  expect(took).toBeGreaterThan(800);
  expect(took).toBeLessThan(3_000);
});

test('a key that is revoked while nobody hears of it ends its stream as soon as somebody listens again', async () => {
  const { client, keyId } = await newReader();
  const { reader, orderId } = await readingOf(client);
  const told = reader.events.length;
  const database = new Client({ connectionString: galley.database.url });
  await database.connect();
  try {
    const { rowCount } = await database.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where datname = current_database() and application_name = 'another-api-events'`,
    );
    expect(rowCount).toBe(1);
    await database.query('update api_keys set revoked_at = now() where id = $1', [keyId]);
  } finally {
    await database.end();
  }
  await happen(orderId);
  await until('the end', async () => reader.ended, 5_000);
  expect(reader.events).toHaveLength(told);
});

test.each([
  ['is not answered if its key was revoked meanwhile', true, 401],
  ['is answered as ever if its key is still valid', false, 200],
])('a request that waited long %s', async (_name, isRevoked, status) => {
  const { client, revoke } = await newReader();
  await client.order({ sourceId: 'a secret kettle' });
  const lock = new Client({ connectionString: galley.database.url });
  await lock.connect();
  try {
    await lock.query('begin');
    await lock.query('lock table orders in access exclusive mode');
    const asked = client.call('GET', '/api/blog-generation');
    await until('the request waits', async () => {
      const waiting = await lock.query('select 1 from pg_locks where not granted limit 1');
      return waiting.rowCount === 1;
    });
    if (isRevoked) expect((await revoke()).status).toBe(200);
    await pause(600);
    await lock.query('commit');
    const { json, ...answer } = await asked;
    expect(answer.status).toBe(status);
    expect(JSON.stringify(json).includes('a secret kettle')).toBe(!isRevoked);
  } finally {
    await lock.end();
  }
});

test('a tenant opens so many streams within a while and no more, refused ones included', async () => {
  const withinMs = 3_000;
  const api = await galley.startApi({
    events: { settings: { mostOfTenant: 1, openedWithinMs: withinMs } },
  });
  try {
    const [key, other] = galley.stores.map((one) => one.key) as [string, string];
    const client = new ApiClient(api.apiUrl, key);
    const begunAt = performance.now();
    const reader = await SseReader.begun(client);
    const refused = await Promise.all(Array.from({ length: 99 }, () => client.call('GET', '/api/events')));
    expect(new Set(refused.map(({ status, json }) => `${status} ${String(json['message'])}`))).toEqual(
      new Set(['429 You already have 1 open event streams. Close one, or try again later.']),
    );
    const tooOften = await client.call('GET', '/api/events');
    expect(tooOften).toMatchObject({ status: 429, json: { error: 'too_many_streams' } });
    expect(tooOften.json['message']).toContain('too often');
    expect(tooOften.headers.get('retry-after')).toMatch(/^[123]$/);
    // Closing one makes no difference, and others have their own count.
    reader.close();
    expect((await client.call('GET', '/api/events')).json['message']).toContain('too often');
    (await SseReader.begun(new ApiClient(api.apiUrl, other))).close();
    expect(performance.now() - begunAt).toBeLessThan(withinMs);
    await pause(withinMs);
    (await SseReader.begun(client)).close();
  } finally {
    await api.stop();
  }
});
