import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import type { Answer, ApiClient } from '../../support/api-client';

const BASE = '/api/blog-generation';
const BODY = { sourceType: 'keyword', sourceId: 'idempotent grinder', priority: 4 };
let galley: Galley;
let store: ApiClient;
let other: ApiClient;
let keys = 0;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  [store, other] = galley.stores as [ApiClient, ApiClient];
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const newKey = (): string => `key-${(keys += 1)}`;
const place = (client: ApiClient, key: string, body: Record<string, unknown> = BODY): Promise<Answer> =>
  client.call('POST', BASE, { body, headers: { 'idempotency-key': key } });

async function countOrders(): Promise<number> {
  const result = await galley.database.pool.query<{ n: number }>('select count(*)::int as n from orders');
  return result.rows[0]!.n;
}

test('the same key and body get the same answer and one order', async () => {
  const before = await countOrders();
  const key = newKey();
  const first = await place(store, key);
  // An answer is repeated as it was given, whatever has become of the order.
  await store.act(String(first.json['id']), 'cancel');
  const second = await place(store, key);
  expect(second.status).toBe(202);
  expect(second.json).toEqual(first.json);
  expect(second.headers.get('location')).toBe(first.headers.get('location'));
  expect(await countOrders()).toBe(before + 1);
});

test('ten at once are one order and one start', async () => {
  const before = await countOrders();
  const key = newKey();
  const answers = await Promise.all(Array.from({ length: 10 }, () => place(store, key)));
  expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 10 }, () => 202));
  const ids = new Set(answers.map((answer) => answer.json['id']));
  expect(ids.size).toBe(1);
  expect(await countOrders()).toBe(before + 1);
  const starts = await galley.database.pool.query('select 1 from outbox where order_id = $1', [[...ids][0]]);
  expect(starts.rowCount).toBe(1);
});

test('the order of the members in a body does not matter', async () => {
  const key = newKey();
  const first = await place(store, key);
  const second = await place(store, key, Object.fromEntries(Object.entries(BODY).reverse()));
  expect([second.status, second.json['id']]).toEqual([202, first.json['id']]);
});

test.each([
  ['another keyword', { sourceId: 'other' }],
  ['another priority', { priority: 5 }],
  ['another policy', { policy: { draftAttempts: 1 } }],
])('the same key with %s is refused, and nothing is ordered', async (_name, part) => {
  const key = newKey();
  const first = await place(store, key);
  const before = await countOrders();
  const second = await place(store, key, { ...BODY, ...part });
  expect(second.status).toBe(422);
  expect(second.json).toMatchObject({
    error: 'idempotency_key_reused',
    requestId: expect.any(String) as string,
  });
  expect(await countOrders()).toBe(before);
  expect((await place(store, key)).json['id']).toBe(first.json['id']);
});

test('a key that was sent with a refused body is free again', async () => {
  const key = newKey();
  expect((await place(store, key, { ...BODY, priority: 99 })).status).toBe(400);
  expect((await place(store, key, { ...BODY, instanceId: 'nobody' })).status).toBe(400);
  expect((await place(store, key)).status).toBe(202);
});

test('the same key of another tenant is another order', async () => {
  const key = newKey();
  const [mine, theirs] = await Promise.all([place(store, key), place(other, key)]);
  expect([mine.status, theirs.status]).toEqual([202, 202]);
  expect(mine.json['id']).not.toBe(theirs.json['id']);
  expect(mine.json['instanceId']).not.toBe(theirs.json['instanceId']);
});

test('without a key the same body is another order each time', async () => {
  expect(await store.order(BODY)).not.toBe(await store.order(BODY));
});

test('a key of 200 visible characters is taken', async () => {
  const key = `!~${'k'.repeat(198)}`;
  const first = await place(store, key);
  expect((await place(store, key)).json['id']).toBe(first.json['id']);
});

describe('an act with a key', () => {
  const headers = () => ({ 'idempotency-key': newKey() });

  test('is done once, also when it comes five times at once, and always has the same identifier', async () => {
    const id = await store.order();
    const key = headers();
    const answers = await Promise.all(Array.from({ length: 5 }, () => store.act(id, 'cancel', {}, key)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.json['actId'])).size).toBe(1);
    expect(answers.filter((answer) => answer.json['repeated'] === false)).toHaveLength(1);
    expect((await store.events(id)).filter((event) => event.type === 'order.cancelled')).toHaveLength(1);
  });

  test('is the same act when it is repeated after the order has moved on', async () => {
    const id = await store.order();
    await store.act(id, 'cancel');
    const key = headers();
    const retried = await store.act(id, 'retry', {}, key);
    await store.act(id, 'cancel');
    const repeated = await store.act(id, 'retry', {}, key);
    expect(repeated.json).toMatchObject({
      repeated: true,
      actId: retried.json['actId'],
      status: 'CANCELLED',
      round: 2,
    });
  });

  test('is another act on another order and under another name', async () => {
    const [one, two] = await Promise.all([store.order(), store.order()]);
    const key = headers();
    const first = await store.act(one, 'cancel', {}, key);
    const second = await store.act(two, 'cancel', {}, key);
    const third = await store.act(one, 'retry', {}, key);
    expect([first, second, third].map((answer) => [answer.status, answer.json['repeated']])).toEqual([
      [200, false],
      [200, false],
      [200, false],
    ]);
  });

  test('cannot stand for another pick than the one it was sent with', async () => {
    const id = await store.order();
    const { pool } = galley.database;
    const idea = { title: 'T', angle: 'A', outline: ['1', '2', '3'], keyword: 'K', reason: 'R' };
    await galley.db.ideas.insertIdeas({ orderId: id, round: 1, ideas: [idea, idea] });
    await pool.query(
      `update orders set status = 'AWAITING_SELECTION', phase = 'waiting_person' where id = $1`,
      [id],
    );
    const [one, two] = (await store.read(id)).ideas;
    const key = headers();
    expect((await store.act(id, 'select', { ideaId: one!.id }, key)).status).toBe(200);
    const other = await store.act(id, 'select', { ideaId: two!.id }, key);
    expect([409, 422]).toContain(other.status);
    expect((await store.read(id)).selectedIdeaId).toBe(one!.id);
  });
});
