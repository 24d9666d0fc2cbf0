import { randomUUID } from 'node:crypto';
import type { Answer, ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const CENT = 10_000;

interface Item {
  day?: string;
  stage?: string;
  storeId?: string;
  storeName?: string;
  calls: number;
  amountMicros: number;
  reservedMicros: number;
}

interface Shop {
  client: ApiClient;
  tenantId: string;
  storeId: string;
  orderId: string;
}

let galley: Galley;
let today: string;
let shop: Shop;
let other: Shop;

function daysAgo(days: number): string {
  return new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
}

async function openShop(client: ApiClient): Promise<Shop> {
  const orderId = await client.order();
  const found = await galley.database.pool.query<{ tenantId: string; storeId: string }>(
    'select tenant_id as "tenantId", store_id as "storeId" from orders where id = $1',
    [orderId],
  );
  return { client, orderId, ...found.rows[0]! };
}

/** A call that cost so much so many days ago; without a cost it is still under way. */
async function spend(from: Shop, stage: string, costCents: number | null, days = 0): Promise<void> {
  const { providerCalls } = galley.db;
  const { pool } = galley.database;
  const call = await providerCalls.beginCall({
    orderId: from.orderId,
    tenantId: from.tenantId,
    lane: 'writing',
    provider: 'openai',
    stage,
    round: 1,
    attempt: 1,
    basis: '',
    mostMicros: 4 * CENT,
    tries: 1,
  });
  if (costCents !== null)
    await providerCalls.endCall(call, { state: 'answered', cost: { micros: costCents * CENT } });
  if (days === 0) return;
  await pool.query('update provider_calls set spend_day = $2 where id = $1', [call, daysAgo(days)]);
  await pool.query(
    `update spend_days set settled_micros = settled_micros - $2 where tenant_id = $1 and day = $3`,
    [from.tenantId, (costCents ?? 0) * CENT, today],
  );
}

async function report(client: ApiClient, query = ''): Promise<Answer & { items: Item[] }> {
  const answer = await client.call('GET', `/api/spending${query}`);
  return { ...answer, items: answer.json['items'] as Item[] };
}

async function csv(
  client: ApiClient,
  query: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${client.url}/api/spending${query}`, {
    headers: { authorization: `Bearer ${client.key}`, ...headers },
  });
}

async function setCaps(tenantId: string, daily: number | null, monthly: number | null): Promise<void> {
  await galley.database.pool.query(
    'update tenants set daily_cap_cents = $2, monthly_cap_cents = $3 where id = $1',
    [tenantId, daily, monthly],
  );
}

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  today = await galley.db.spending.today();
  shop = await openShop(galley.stores[0]!);
  other = await openShop(galley.stores[1]!);
  await spend(shop, 'ideas', 1);
  await spend(shop, 'content', 3);
  await spend(shop, 'content', 2);
  await spend(shop, 'image', null);
  await spend(shop, 'ideas', 1, 2);
  await spend(shop, 'ideas', 5, 40);
  await spend(other, 'content', 7);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('by default: the last thirty days of the own tenant by day, without days on which nothing was spent', async () => {
  const { status, json, items } = await report(shop.client);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    from: daysAgo(29),
    to: today,
    currency: 'USD',
    total: { amountMicros: 7 * CENT, calls: 5 },
    caps: { daily: null, monthly: null },
  });
  expect(items).toEqual([
    { day: daysAgo(2), calls: 1, amountMicros: CENT, unknownMicros: 0, reservedMicros: 0 },
    { day: today, calls: 4, amountMicros: 6 * CENT, unknownMicros: 0, reservedMicros: 4 * CENT },
  ]);
});

test('grouped by several things, whatever their order in the question, in the order day, stage, store', async () => {
  const { items } = await report(galley.operator, '?groupBy=store,stage,day');
  expect(items.map(({ day, stage, storeId, amountMicros }) => [day, stage, storeId, amountMicros])).toEqual([
    [daysAgo(2), 'ideas', shop.storeId, CENT],
    [today, 'content', expect.any(String), expect.any(Number)],
    [today, 'content', expect.any(String), expect.any(Number)],
    [today, 'ideas', shop.storeId, CENT],
    [today, 'image', shop.storeId, 0],
  ]);
  const names = items.filter(({ stage }) => stage === 'content').map(({ storeName }) => storeName!);
  expect(names).toEqual([...names].sort());
});

test('grouped by stage alone the days are added up', async () => {
  const { items } = await report(shop.client, `?groupBy=stage&from=${daysAgo(60)}`);
  expect(items.map(({ stage, amountMicros, calls }) => [stage, amountMicros, calls])).toEqual([
    ['content', 5 * CENT, 2],
    ['ideas', 7 * CENT, 3],
    ['image', 0, 1],
  ]);
});

test('both ends of the range belong to it', async () => {
  const only = await report(shop.client, `?from=${daysAgo(40)}&to=${daysAgo(40)}`);
  expect(only.items).toEqual([
    { day: daysAgo(40), calls: 1, amountMicros: 5 * CENT, unknownMicros: 0, reservedMicros: 0 },
  ]);
  const between = await report(shop.client, `?from=${daysAgo(39)}&to=${daysAgo(3)}`);
  expect(between.items).toEqual([]);
  expect(between.json['total']).toEqual({ amountMicros: 0, unknownMicros: 0, calls: 0 });
  const until = await report(shop.client, `?to=${daysAgo(20)}`);
  expect(until.json).toMatchObject({ from: daysAgo(49), to: daysAgo(20) });
});

test('operators see all tenants together, or the one they ask for with its caps', async () => {
  const all = await report(galley.operator);
  expect(all.json).toMatchObject({ total: { amountMicros: 14 * CENT }, caps: null });
  await setCaps(other.tenantId, 7, 800);
  const one = await report(galley.operator, `?tenantId=${other.tenantId}`);
  expect(one.json).toMatchObject({
    total: { amountMicros: 7 * CENT, calls: 1 },
    caps: {
      daily: { amount: 7, currency: 'USD', spentMicros: 7 * CENT, reservedMicros: 0, reached: true },
      monthly: { amount: 800, currency: 'USD', spentMicros: 7 * CENT, reservedMicros: 0, reached: false },
    },
  });
  const store = await report(galley.operator, `?storeId=${other.storeId}`);
  expect(store.json).toMatchObject({ total: { amountMicros: 7 * CENT }, caps: null });
});

test('a key sees its own tenant and nobody else', async () => {
  expect((await report(shop.client, `?tenantId=${shop.tenantId}`)).status).toBe(200);
  for (const query of [
    `?tenantId=${other.tenantId}`,
    `?storeId=${other.storeId}`,
    `?tenantId=${randomUUID()}`,
    `?storeId=${randomUUID()}`,
  ])
    expect((await report(shop.client, query)).status).toBe(404);
  expect((await report(galley.operator, `?tenantId=${randomUUID()}`)).status).toBe(404);
  expect((await fetch(`${galley.apiUrl}/api/spending`)).status).toBe(401);
});

test.each([
  '?from=2025-02-02&to=2025-02-01',
  '?from=2024-01-01&to=2025-01-01',
  '?from=2025-02-30',
  '?from=yesterday',
  '?from=0000-01-01&to=0000-01-02',
  '?from=2999-01-01',
  '?groupBy=tenant',
  '?groupBy=',
  '?groupBy=day,,stage',
  '?format=xml',
  '?storeId=1',
  '?tenantId=me',
  '?limit=5',
  '?from=2025-01-01&from=2025-01-02',
])('%s is a bad request', async (query) => {
  const answer = await report(shop.client, query);
  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({ error: 'bad_request', message: expect.any(String) });
});

test('a range of 366 days is the longest', async () => {
  expect((await report(shop.client, '?from=2024-01-01&to=2024-12-31')).status).toBe(200);
});

describe('as CSV', () => {
  test('the amounts are dollars to the last digit, under a name with the days', async () => {
    const answer = await csv(shop.client, '?format=csv&groupBy=day,stage');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename=spending-${daysAgo(29)}-${today}.csv`,
    );
    expect(await answer.text()).toBe(
      [
        'day,stage,calls,amountUsd,reservedUsd,unknownUsd',
        `${daysAgo(2)},ideas,1,0.010000,0.000000,0.000000`,
        `${today},content,2,0.050000,0.000000,0.000000`,
        `${today},ideas,1,0.010000,0.000000,0.000000`,
        `${today},image,1,0.000000,0.040000,0.000000`,
        '',
      ].join('\r\n'),
    );
  });

  test('it comes by the Accept header, too, and the parameter goes before that', async () => {
    const type = async (query: string, accept: string): Promise<string | null> =>
      (await csv(shop.client, query, { accept })).headers.get('content-type');
    expect(await type('', 'text/csv')).toMatch('text/csv');
    expect(await type('', 'application/json, text/csv;q=0.5')).toMatch('application/json');
    expect(await type('', '*/*')).toMatch('application/json');
    expect(await type('?format=json', 'text/csv')).toMatch('application/json');
    expect(await type('?format=csv', 'application/json')).toMatch('text/csv');
  });

  test.each([
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['+1', `'+1`],
    ['-1', `'-1`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\t=1', `"'\t'=1"`],
    ['\r=1', `"'\r'=1"`],
    ['＝1', `'＝1`],
    [' =1', `' =1`],
    ['\u200b+1', `'\u200b+1`],
    ['"=1"', `"'""=1"""`],
    ['−1', `'−1`],
    ['Tea;=1', `"Tea;'=1"`],
    ['two\rlines', '"two\rlines"'],
    ['Tea, "fine"', '"Tea, ""fine"""'],
    ['two\nlines', '"two\nlines"'],
    ['Größe – 茶', 'Größe – 茶'],
    ['plain=1', 'plain=1'],
  ])('a store called %j becomes the cell %j', async (name, cell) => {
    await galley.database.pool.query('update stores set name = $2 where id = $1', [shop.storeId, name]);
    const answer = await csv(shop.client, '?format=csv&groupBy=store');
    expect(await answer.text()).toBe(
      `storeId,storeName,calls,amountUsd,reservedUsd,unknownUsd\r\n${shop.storeId},${cell},5,0.070000,0.040000,0.000000\r\n`,
    );
  });
});
