import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const BASE = '/api/tenants';
let galley: Galley;
let admin: ApiClient;
let store: ApiClient;

beforeAll(async () => {
  // Nobody works, so that what is named stays as it is.
  galley = await startGalley({ lanes: [] });
  admin = galley.operator;
  store = galley.stores[1]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

async function create(body: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const answer = await admin.call('POST', BASE, { body: { kind: 'manager', name: 'Two Shops', ...body } });
  expect(answer.status).toBe(201);
  return answer.json;
}

/** The tenant of a sample store's key. */
async function ownTenant(client: ApiClient): Promise<string> {
  const page = (await client.call('GET', BASE)).json as { items: Array<{ id: string }> };
  return page.items[0]!.id;
}

describe('creating a tenant', () => {
  test('answers it with the defaults, at the address that it names', async () => {
    const answer = await admin.call('POST', BASE, { body: { kind: 'customer', name: ' Ada ' } });
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      itemsAtOnce: null,
      itemsPerMinute: null,
      id: expect.any(String) as string,
      kind: 'customer',
      name: 'Ada',
      plan: 'standard',
      fairnessWeight: 1,
      dailyCap: null,
      monthlyCap: null,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
    const location = answer.headers.get('location')!;
    expect(location).toBe(`${BASE}/${String(answer.json['id'])}`);
    expect((await admin.call('GET', location)).json).toEqual(answer.json);
  });

  test('takes all that can be set', async () => {
    const caps = {
      dailyCap: { amount: 250, currency: 'USD' },
      monthlyCap: { amount: 10_000_000_000, currency: 'USD' },
    };
    expect(await create({ plan: 'premium', fairnessWeight: 0.5, ...caps })).toMatchObject({
      plan: 'premium',
      fairnessWeight: 0.5,
      ...caps,
    });
    expect(await create({ plan: 'premium' })).toMatchObject({ fairnessWeight: 2 });
  });

  test.each([
    ['no kind', { kind: undefined }, 'body.kind'],
    ['an unknown kind', { kind: 'shop' }, 'body.kind'],
    ['no name', { name: '  ' }, 'body.name'],
    ['a name of two lines', { name: 'a\nb' }, 'body.name'],
    ['an unknown plan', { plan: 'gold' }, 'body.plan'],
    ['a weight of nothing', { fairnessWeight: 0 }, 'body.fairnessWeight'],
    ['a weight above all', { fairnessWeight: 1001 }, 'body.fairnessWeight'],
    ['a negative cap', { dailyCap: { amount: -1, currency: 'USD' } }, 'body.dailyCap.amount'],
    ['half a cent', { dailyCap: { amount: 0.5, currency: 'USD' } }, 'body.dailyCap.amount'],
    ['another currency', { monthlyCap: { amount: 1, currency: 'EUR' } }, 'body.monthlyCap.currency'],
    ['a cap without currency', { monthlyCap: { amount: 1 } }, 'body.monthlyCap.currency'],
    ['a bare number as cap', { dailyCap: 100 }, 'body.dailyCap'],
    ['something unknown', { weight: 3 }, 'body'],
  ])('refuses %s', async (_name, part, field) => {
    const answer = await admin.call('POST', BASE, { body: { kind: 'store', name: 'x', ...part } });
    expect([answer.status, answer.json['error']]).toEqual([400, 'bad_request']);
    expect(answer.json['problems']).toEqual([expect.objectContaining({ field })]);
  });
});

describe('changing a tenant', () => {
  test('leaves what is not named, and null takes the plan’s weight and the caps back', async () => {
    const cap = { amount: 500, currency: 'USD' };
    const made = await create({ plan: 'premium', fairnessWeight: 7, dailyCap: cap, monthlyCap: cap });
    const path = `${BASE}/${String(made['id'])}`;
    const change = async (body: unknown) => (await admin.call('PATCH', path, { body })).json;
    expect(await change({})).toEqual(made);
    expect(await change({ name: 'New' })).toEqual({ ...made, name: 'New' });
    expect(await change({ fairnessWeight: null, dailyCap: null })).toMatchObject({
      fairnessWeight: 2,
      dailyCap: null,
      monthlyCap: cap,
    });
    expect(await change({ plan: 'standard', monthlyCap: { amount: 0, currency: 'USD' } })).toMatchObject({
      fairnessWeight: 1,
      monthlyCap: { amount: 0, currency: 'USD' },
    });
    expect((await admin.call('GET', path)).json).toMatchObject({ name: 'New', plan: 'standard' });
  });

  test('never changes its kind', async () => {
    const { id } = await create();
    const answer = await admin.call('PATCH', `${BASE}/${String(id)}`, { body: { kind: 'store' } });
    expect(answer.status).toBe(400);
  });

  test('wakes the orders that wait for the cap, and only when a cap is touched', async () => {
    const { pool } = galley.database;
    const waiting = await store.order({ sourceId: 'capped kettle' });
    const busy = await store.order({ sourceId: 'busy kettle' });
    await pool.query(
      `update orders set phase = 'queued', waiting_reason = 'x',
              waiting_type = case when id = $1 then 'Spending.Capped' else 'Provider.Busy' end
        where id = any($2)`,
      [waiting, [waiting, busy]],
    );
    const woken = async () =>
      (
        await pool.query<{ id: string }>(
          `select order_id as id from outbox where kind = 'wake' and order_id = any($1)`,
          [[waiting, busy]],
        )
      ).rows.map((row) => row.id);
    const path = `${BASE}/${await ownTenant(store)}`;
    await admin.call('PATCH', path, { body: { name: 'Same Shop' } });
    expect(await woken()).toEqual([]);
    await admin.call('PATCH', path, { body: { dailyCap: { amount: 100, currency: 'USD' } } });
    expect(await woken()).toEqual([waiting]);
  });
});

test('the list is paged, newest first, and holds every tenant once', async () => {
  const made: unknown[] = [];
  for (let n = 0; n < 5; n += 1) made.unshift((await create({ kind: 'operator', name: `Team ${n}` }))['id']);
  const seen: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor ? `&cursor=${cursor}` : '';
    const page = (await admin.call('GET', `${BASE}?kind=operator&limit=2${query}`)).json as {
      items: Array<{ id: string }>;
      nextCursor: string | null;
    };
    expect(page.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  }
  expect(seen.slice(0, 5)).toEqual(made);
  expect(new Set(seen).size).toBe(seen.length);
  expect((await admin.call('GET', `${BASE}?cursor=nonsense`)).status).toBe(400);
});

describe('who may what', () => {
  test('a store sees its own tenant, and others are as if they were not', async () => {
    const { id: foreign } = await create();
    const page = (await store.call('GET', BASE)).json as { items: Array<{ id: string }> };
    expect(page.items).toHaveLength(1);
    const own = page.items[0]!.id;
    expect((await store.call('GET', `${BASE}/${own}`)).status).toBe(200);
    const [theirs, nobodys] = await Promise.all([
      store.call('GET', `${BASE}/${String(foreign)}`),
      store.call('GET', `${BASE}/${randomUUID()}`),
    ]);
    expect([theirs.status, nobodys.status]).toEqual([404, 404]);
    expect(theirs.json['message']).toBe(nobodys.json['message']);
    expect((await store.call('GET', `${BASE}/x`)).status).toBe(400);
  });

  test('only an administrator creates or changes one', async () => {
    const own = await ownTenant(store);
    const body = { kind: 'store', name: 'x' };
    expect((await store.call('POST', BASE, { body })).status).toBe(403);
    expect((await store.call('PATCH', `${BASE}/${own}`, { body: { plan: 'premium' } })).status).toBe(403);
    expect((await store.call('GET', `${BASE}/${own}`)).json['plan']).toBe('standard');
    const missing = await admin.call('PATCH', `${BASE}/${randomUUID()}`, { body: { plan: 'premium' } });
    expect(missing.status).toBe(404);
  });
});
