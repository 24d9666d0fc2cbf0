import { randomUUID } from 'node:crypto';
import { GalleyError } from '../../../src/contract/failures';
import { DEFAULT_POLICY } from '../../../src/contract/orders';
import type { NewProviderCall } from '../../../src/db/spending/provider-calls';
import { createDb } from '../../../src/db/db';
import type { Db } from '../../../src/db/db';
import { createTestDatabase } from '../../support/database';
import type { TestDatabase } from '../../support/database';
import { ledgerGaps } from '../../support/ledger';

const CENT = 10_000;

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase({ poolMax: 20 });
  db = createDb(database.pool);
});

afterEach(async () => {
  expect(await ledgerGaps(database.pool)).toEqual([]);
});

afterAll(async () => {
  await database?.drop();
});

interface Shop {
  tenantId: string;
  storeId: string;
  orderId: string;
}

async function placeOrder(shop: Omit<Shop, 'orderId'>): Promise<string> {
  const id = randomUUID();
  await db.transaction((tx) =>
    tx.blogOrders.acceptBlogOrder({
      ...shop,
      id,
      priority: 5,
      sourceType: 'keyword',
      sourceId: 'kettle',
      policy: DEFAULT_POLICY,
      publishMode: 'publish',
      publishAt: null,
      timeZone: null,
      basedOn: null,
    }),
  );
  return id;
}

async function openShop(caps: { daily?: number; monthly?: number } = {}): Promise<Shop> {
  const [tenantId, storeId] = [randomUUID(), randomUUID()];
  await database.pool.query(
    `insert into tenants (id, kind, name, daily_cap_cents, monthly_cap_cents) values ($1, 'store', 'shop', $2, $3)`,
    [tenantId, caps.daily ?? null, caps.monthly ?? null],
  );
  await database.pool.query(
    `insert into stores (id, tenant_id, instance_id, name) values ($1, $2, $3, 'shop')`,
    [storeId, tenantId, randomUUID()],
  );
  return { tenantId, storeId, orderId: await placeOrder({ tenantId, storeId }) };
}

function begin(shop: Shop, mostCents: number | null, more: Partial<NewProviderCall> = {}): Promise<string> {
  return db.providerCalls.beginCall({
    orderId: shop.orderId,
    tenantId: shop.tenantId,
    lane: 'writing',
    provider: 'openai',
    stage: 'content',
    round: 1,
    attempt: 1,
    basis: '',
    mostMicros: mostCents === null ? null : mostCents * CENT,
    tries: 1,
    ...more,
  });
}

async function cappedBy(call: Promise<string>): Promise<{ reason: string; delayMs: number }> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GalleyError) || error.failure.type !== 'Spending.Capped')
    throw new Error(`not capped: ${String(error)}`);
  return { reason: error.failure.reason, delayMs: error.failure.delayMs! };
}

const answered = (costCents: number) => ({ state: 'answered', costMicros: costCents * CENT }) as const;
const FAILED = { state: 'failed', failureType: 'Provider.Busy', reason: 'no_answer' } as const;

async function sums(shop: Shop): Promise<{ settled: number; reserved: number }> {
  const result = await database.pool.query<{ settled: number; reserved: number }>(
    `select coalesce(sum(settled_micros), 0)::float8 as settled, coalesce(sum(reserved_micros), 0)::float8 as reserved
       from spend_days where tenant_id = $1`,
    [shop.tenantId],
  );
  return result.rows[0]!;
}

async function rows(shop: Shop): Promise<number> {
  const result = await database.pool.query('select 1 from provider_calls where tenant_id = $1', [
    shop.tenantId,
  ]);
  return result.rowCount!;
}

/** Moves all that a tenant has spent to another day, told as SQL. */
async function moveSpending(shop: Shop, day: string): Promise<void> {
  for (const [table, column] of [
    ['spend_days', 'day'],
    ['provider_calls', 'spend_day'],
  ])
    await database.pool.query(`update ${table} set ${column} = ${day} where tenant_id = $1`, [shop.tenantId]);
}

const TODAY = `(clock_timestamp() at time zone 'UTC')::date`;

test("a call's maximum cost is reserved, and its actual cost is booked when it is answered", async () => {
  const shop = await openShop();
  const call = await begin(shop, 4);
  expect(await sums(shop)).toEqual({ settled: 0, reserved: 4 * CENT });
  await db.providerCalls.endCall(call, answered(1));
  expect(await sums(shop)).toEqual({ settled: CENT, reserved: 0 });
});

test.each([FAILED, { state: 'aborted' } as const])(
  'a reservation is released when the call is $state',
  async (end) => {
    const shop = await openShop();
    await db.providerCalls.endCall(await begin(shop, 4), end);
    expect(await sums(shop)).toEqual({ settled: 0, reserved: 0 });
  },
);

test('a call is settled once, however often and in whatever order its end is reported', async () => {
  const shop = await openShop();
  const end = db.providerCalls.endCall;
  const call = await begin(shop, 4);
  await end(call, FAILED);
  await end(call, FAILED);
  await end(call, answered(1));
  await end(call, answered(1));
  await end(call, { state: 'aborted' });
  expect(await sums(shop)).toEqual({ settled: CENT, reserved: 0 });
});

test('concurrent ends of one call settle it once', async () => {
  const shop = await openShop();
  for (let n = 0; n < 10; n += 1) {
    const call = await begin(shop, 4);
    await Promise.all(
      [answered(1), FAILED, answered(1), { state: 'aborted' } as const].map((end) =>
        db.providerCalls.endCall(call, end),
      ),
    );
  }
  expect(await sums(shop)).toEqual({ settled: 10 * CENT, reserved: 0 });
});

test.each([false, true])(
  'a lost response that is found later costs once (recorded as failed before: %s)',
  async (failed) => {
    const shop = await openShop();
    const call = await begin(shop, 4, { stage: 'image', basis: 'x' });
    if (failed) await db.providerCalls.endCall(call, FAILED);
    const key = { orderId: shop.orderId, stage: 'image', round: 1, basis: 'x', costMicros: CENT };
    await db.transaction((tx) => tx.providerCalls.answerLostCall(key));
    await db.transaction((tx) => tx.providerCalls.answerLostCall(key));
    await db.providerCalls.endCall(call, FAILED);
    expect(await sums(shop)).toEqual({ settled: CENT, reserved: 0 });
  },
);

test('a rolled-back end changes nothing', async () => {
  const shop = await openShop();
  const call = await begin(shop, 4);
  const broken = db.transaction(async (tx) => {
    await tx.providerCalls.endCall(call, answered(1));
    throw new Error('the result could not be saved');
  });
  await expect(broken).rejects.toThrow('could not be saved');
  expect(await sums(shop)).toEqual({ settled: 0, reserved: 4 * CENT });
});

test.each([
  ['daily_cap', { daily: 10 }],
  ['monthly_cap', { monthly: 10 }],
])('%s: once it is spent, no call starts and none is recorded', async (reason, caps) => {
  const shop = await openShop(caps);
  await db.providerCalls.endCall(await begin(shop, 12), answered(10));
  const capped = await cappedBy(begin(shop, 1));
  expect(capped.reason).toBe(reason);
  expect(capped.delayMs).toBeLessThanOrEqual(3_600_000);
  expect(await rows(shop)).toBe(1);
});

test('reservations count towards the cap, and a call waiting for them is retried soon', async () => {
  const shop = await openShop({ daily: 10 });
  const call = await begin(shop, 10);
  const { reason, delayMs } = await cappedBy(begin(shop, 1));
  expect(reason).toBe('daily_cap');
  expect(delayMs).toBeLessThanOrEqual(5_000);
  await db.providerCalls.endCall(call, answered(2));
  await begin(shop, 1);
});

test('with a cap of zero, calls that could cost money are blocked and free ones are not', async () => {
  const shop = await openShop({ daily: 0 });
  await cappedBy(begin(shop, 1));
  await begin(shop, null);
  await begin(shop, 0);
  expect(await rows(shop)).toBe(2);
  expect(await sums(shop)).toEqual({ settled: 0, reserved: 0 });
});

test('calls start without a cap, and once a cap is raised or removed', async () => {
  const shop = await openShop({ daily: 1 });
  await db.providerCalls.endCall(await begin(shop, 5), answered(5));
  await cappedBy(begin(shop, 1));
  const set = (cents: number | null) =>
    database.pool.query('update tenants set daily_cap_cents = $2 where id = $1', [shop.tenantId, cents]);
  await set(6);
  await begin(shop, 1);
  await cappedBy(begin(shop, 1));
  await set(null);
  await begin(shop, 1_000);
});

test('other days do not count towards the daily cap, nor other months towards the monthly one', async () => {
  const shop = await openShop({ daily: 10, monthly: 100 });
  await db.providerCalls.endCall(await begin(shop, 200), answered(100));
  await moveSpending(shop, `date_trunc('month', ${TODAY})::date - 1`);
  await begin(shop, 1);
  const other = await openShop({ daily: 10 });
  await begin(other, 10);
  await moveSpending(other, `${TODAY} - 1`);
  await begin(other, 1);
});

test('a call that ends on another day is booked on the day it started', async () => {
  const shop = await openShop();
  const call = await begin(shop, 4);
  await moveSpending(shop, `${TODAY} - 1`);
  await db.providerCalls.endCall(call, answered(1));
  expect(await sums(shop)).toEqual({ settled: CENT, reserved: 0 });
  const days = await database.pool.query('select 1 from spend_days where tenant_id = $1', [shop.tenantId]);
  expect(days.rowCount).toBe(1);
});

test.each(['daily', 'monthly'])('concurrent calls exceed the %s cap by less than one call', async (cap) => {
  const shop = await openShop({ [cap]: 10 });
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => begin(shop, 3)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  expect(await sums(shop)).toEqual({ settled: 0, reserved: 12 * CENT });
});

test('caps hold and totals agree under concurrent starts and ends of every kind', async () => {
  const shop = await openShop({ daily: 20 });
  const ends = [answered(1), FAILED, { state: 'aborted' } as const, undefined];
  await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      for (let tries = 0; tries < 5; tries += 1) {
        const call = await begin(shop, 2).catch(() => undefined);
        const end = ends[(n + tries) % ends.length];
        // One in four stays begun, as a killed worker leaves it.
        if (call && end) await db.providerCalls.endCall(call, end);
        if (call && end && n % 2) await db.providerCalls.endCall(call, FAILED);
        const { settled, reserved } = await sums(shop);
        expect(settled + reserved).toBeLessThan(22 * CENT);
      }
    }),
  );
});

test('tenants do not share a cap', async () => {
  const [poor, rich] = [await openShop({ daily: 0 }), await openShop()];
  await cappedBy(begin(poor, 1));
  await begin(rich, 1);
});

describe('wakes', () => {
  const wait = (orderId: string, phase: string, type: string | null, reason: string | null) =>
    database.pool.query(
      'update orders set phase = $2, waiting_type = $3, waiting_reason = $4 where id = $1',
      [orderId, phase, type, reason],
    );

  const woken = async (shop: Shop): Promise<string[]> =>
    (
      await database.pool.query<{ id: string }>(
        `select m.order_id as id from outbox m join orders o on o.id = m.order_id and o.start_no = m.start_no
          where m.kind = 'wake' and o.tenant_id = $1 order by 1`,
        [shop.tenantId],
      )
    ).rows.map(({ id }) => id);

  test("reach a tenant's orders that wait for its cap, and no others", async () => {
    const [shop, other] = [await openShop(), await openShop()];
    const [second, running, busy] = [await placeOrder(shop), await placeOrder(shop), await placeOrder(shop)];
    await wait(shop.orderId, 'queued', 'Spending.Capped', 'daily_cap');
    await wait(second, 'queued', 'Spending.Capped', 'monthly_cap');
    await wait(running, 'running', 'Spending.Capped', 'daily_cap');
    await wait(busy, 'queued', 'Provider.Busy', 'http_503');
    await wait(other.orderId, 'queued', 'Spending.Capped', 'daily_cap');
    const ids = await db.transaction((tx) => tx.wakes.wakeCapped(shop));
    expect(ids).toEqual([shop.orderId, second].sort());
    expect(await woken(shop)).toEqual(ids);
    expect(await woken(other)).toEqual([]);
  });

  test('reach the orders of a store that wait for it to be reconnected, and no others', async () => {
    const shop = await openShop();
    const [refused, closed, capped] = [
      await placeOrder(shop),
      await placeOrder(shop),
      await placeOrder(shop),
    ];
    await wait(shop.orderId, 'queued', 'Provider.Closed', 'store_disconnected');
    await wait(refused, 'queued', 'Provider.Closed', 'app_refused');
    await wait(closed, 'queued', 'Provider.Closed', 'insufficient_quota');
    await wait(capped, 'queued', 'Spending.Capped', 'daily_cap');
    const ids = await db.transaction((tx) => tx.wakes.wakeStore(shop));
    expect(ids).toEqual([shop.orderId, refused].sort());
    expect(await woken(shop)).toEqual(ids);
  });
});
