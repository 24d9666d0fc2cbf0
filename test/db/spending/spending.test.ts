import { randomUUID } from 'node:crypto';
import { GalleyError } from '../../../src/contract/failures';
import { DEFAULT_POLICY } from '../../../src/contract/orders';
import { settleLostCalls } from '../../../src/db/spending/lost-calls';
import type { NewProviderCall } from '../../../src/db/spending/provider-calls';
import { createDb } from '../../../src/db/db';
import type { Db } from '../../../src/db/db';
import type { Queryable } from '../../../src/db/pool';
import { lostCallsSweep } from '../../../src/dispatch/sweeps/lost-calls';
import { cappedBy as capOf } from '../../../src/domain/spending/caps';
import { silentLogger } from '../../../src/telemetry/logger';
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

const answered = (costCents: number) => ({ state: 'answered', cost: { micros: costCents * CENT } }) as const;
const failed = (cost: 'none' | 'unknown') =>
  ({ state: 'failed', failureType: 'Provider.Busy', reason: 'no_answer', cost }) as const;
const FAILED = failed('none');
const ABORTED = { state: 'aborted', cost: 'unknown' } as const;
const UNKNOWN = { state: 'answered', cost: 'unknown' } as const;

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

test('a reservation is released when the provider refused the call', async () => {
  const shop = await openShop();
  await db.providerCalls.endCall(await begin(shop, 4), FAILED);
  expect(await sums(shop)).toEqual({ settled: 0, reserved: 0 });
  expect(await db.providerCalls.costOf(shop)).toEqual({ costMicros: 0, unknownMicros: 0, calls: 1 });
});

test.each([failed('unknown'), ABORTED, UNKNOWN])(
  'a call that is $state at an unknown cost is booked at the most it can cost',
  async (end) => {
    const shop = await openShop();
    await db.providerCalls.endCall(await begin(shop, 4), end);
    expect(await sums(shop)).toEqual({ settled: 4 * CENT, reserved: 0 });
    const cost = { costMicros: 4 * CENT, unknownMicros: 4 * CENT, calls: 1 };
    expect(await db.providerCalls.costOf(shop)).toEqual(cost);
    const day = await db.spending.today();
    const report = await db.spending.listSpending({ from: day, to: day, groupBy: ['day'], ...shop });
    expect(report).toEqual([
      { day, calls: 1, amountMicros: 4 * CENT, unknownMicros: 4 * CENT, reservedMicros: 0 },
    ]);
    const [stage] = await db.costs.stageCosts(shop);
    expect(stage).toMatchObject({ costMicros: 4 * CENT, unknownMicros: 4 * CENT });
    const [call] = await db.costs.latestCalls({ ...shop, limit: 1 });
    expect(call).toMatchObject({ costMicros: 4 * CENT, isMaximum: true });
  },
);

test('an unknown cost of a call that can cost nothing is nothing', async () => {
  const shop = await openShop();
  for (const end of [failed('unknown'), ABORTED, UNKNOWN])
    await db.providerCalls.endCall(await begin(shop, null), end);
  expect(await sums(shop)).toEqual({ settled: 0, reserved: 0 });
  expect(await db.providerCalls.costOf(shop)).toEqual({ costMicros: 0, unknownMicros: 0, calls: 3 });
});

test('twelve lost answers reach the cap, and no further call starts', async () => {
  const shop = await openShop({ daily: 48 });
  for (let n = 0; n < 12; n += 1) await db.providerCalls.endCall(await begin(shop, 4), failed('unknown'));
  expect((await cappedBy(begin(shop, 1))).reason).toBe('daily_cap');
  expect(await sums(shop)).toEqual({ settled: 48 * CENT, reserved: 0 });
});

describe('a call whose worker was killed', () => {
  const AFTER_MS = 25 * 60_000;
  const age = (callId: string, minutes: number) =>
    database.pool.query(
      'update provider_calls set began_at = began_at - make_interval(mins => $2) where id = $1',
      [callId, minutes],
    );
  const stateOf = async (callId: string): Promise<string> =>
    (await database.pool.query<{ state: string }>('select state from provider_calls where id = $1', [callId]))
      .rows[0]!.state;
  const settle = () => settleLostCalls(database.pool, { afterMs: AFTER_MS });

  test('keeps its reservation while it can be under way, and then counts at its maximum', async () => {
    const shop = await openShop({ monthly: 10 });
    const call = await begin(shop, 10);
    await age(call, 24);
    await settle();
    expect([await stateOf(call), await sums(shop)]).toEqual(['begun', { settled: 0, reserved: 10 * CENT }]);
    await age(call, 2);
    // As the relay does it, at its own pace.
    await lostCallsSweep({ pool: database.pool, log: silentLogger() }).run();
    expect(await settle()).toEqual({ settled: 0, failed: 0 });
    expect([await stateOf(call), await sums(shop)]).toEqual(['lost', { settled: 10 * CENT, reserved: 0 }]);
  });

  test.each([
    ['an answer', answered(1), { settled: CENT, reserved: 0 }, 'answered'],
    ['a refusal', FAILED, { settled: 0, reserved: 0 }, 'failed'],
  ] as const)('is corrected by %s that comes late', async (_, end, sum, state) => {
    const shop = await openShop();
    const call = await begin(shop, 10);
    await age(call, 30);
    await settle();
    await db.providerCalls.endCall(call, end);
    await db.providerCalls.endCall(call, { state: 'lost', cost: 'unknown' });
    expect([await stateOf(call), await sums(shop)]).toEqual([state, sum]);
    expect((await db.providerCalls.costOf(shop)).unknownMicros).toBe(0);
  });

  test('is corrected when its prediction is found', async () => {
    const shop = await openShop();
    const call = await begin(shop, 4, { stage: 'image', basis: 'x' });
    await age(call, 30);
    await settle();
    const key = { orderId: shop.orderId, stage: 'image', round: 1, basis: 'x', costMicros: CENT };
    await db.transaction((tx) => tx.providerCalls.answerLostCall(key));
    expect([await stateOf(call), await sums(shop)]).toEqual(['answered', { settled: CENT, reserved: 0 }]);
  });

  test('is settled once by many sweeps and its own end at the same time', async () => {
    const shop = await openShop();
    const calls = await Promise.all(Array.from({ length: 10 }, () => begin(shop, 4)));
    await Promise.all(calls.map((call) => age(call, 30)));
    await Promise.all([
      ...Array.from({ length: 4 }, settle),
      ...calls.slice(0, 5).map((call) => db.providerCalls.endCall(call, answered(1))),
    ]);
    expect(await sums(shop)).toEqual({ settled: 5 * CENT + 5 * 4 * CENT, reserved: 0 });
  });

  test('does not hold up the others where it cannot be settled', async () => {
    const shop = await openShop();
    const [bad, good] = [await begin(shop, 4), await begin(shop, 4)];
    await Promise.all([bad, good].map((call) => age(call, 30)));
    const stubborn = {
      query: (sql: string, values: unknown[]) =>
        values[0] === bad ? Promise.reject(new Error('no')) : database.pool.query(sql, values),
    } as unknown as Queryable;
    expect(await settleLostCalls(stubborn, { afterMs: AFTER_MS })).toEqual({ settled: 1, failed: 1 });
    expect([await stateOf(bad), await stateOf(good)]).toEqual(['begun', 'lost']);
    await settle();
  });
});

test('a picture found later pays for the request whose answer was lost, not for one that was refused', async () => {
  const shop = await openShop();
  const picture = { stage: 'image', basis: 'x' };
  await db.providerCalls.endCall(await begin(shop, 4, picture), failed('unknown'));
  await db.providerCalls.endCall(await begin(shop, 4, picture), FAILED);
  const key = { orderId: shop.orderId, ...picture, round: 1, costMicros: CENT };
  await db.transaction((tx) => tx.providerCalls.answerLostCall(key));
  expect(await sums(shop)).toEqual({ settled: CENT, reserved: 0 });
});

test('a call is settled once, however often and in whatever order its end is reported', async () => {
  const shop = await openShop();
  const end = db.providerCalls.endCall;
  const call = await begin(shop, 4);
  await end(call, FAILED);
  await end(call, FAILED);
  await end(call, answered(1));
  await end(call, answered(1));
  await end(call, ABORTED);
  expect(await sums(shop)).toEqual({ settled: CENT, reserved: 0 });
});

test('concurrent ends of one call settle it once', async () => {
  const shop = await openShop();
  for (let n = 0; n < 10; n += 1) {
    const call = await begin(shop, 4);
    await Promise.all(
      [answered(1), FAILED, answered(1), ABORTED].map((end) => db.providerCalls.endCall(call, end)),
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

test.each([
  ['daily', 1],
  ['monthly', 7],
  ['daily', 40],
])('of a hundred calls at once, a %s cap lets in exactly the %i that it has room for', async (cap, room) => {
  const shop = await openShop({ [cap]: room * 2 });
  const other = await openShop();
  const tries = await Promise.all(
    Array.from({ length: 100 }, async (_, n) => {
      if (n % 10 === 0) await begin(other, 2);
      return begin(shop, 2).then(
        () => 'begun',
        (error: unknown) => (error instanceof GalleyError ? error.failure.type : String(error)),
      );
    }),
  );
  expect(tries.filter((outcome) => outcome === 'begun')).toHaveLength(room);
  expect(tries.filter((outcome) => outcome === 'Spending.Capped')).toHaveLength(100 - room);
  expect(await sums(shop)).toEqual({ settled: 0, reserved: room * 2 * CENT });
  expect(await rows(shop)).toBe(room);
  expect(await rows(other)).toBe(10);
});

test('a call is let in by the rule that says why others are not', async () => {
  const values = [0, 1, CENT - 1, CENT, CENT + 1, 3 * CENT];
  const cents = [null, 0, 1, 2];
  for (let n = 0; n < 60; n += 1) {
    const pick = <T>(of: readonly T[], place: number): T => of[(n * 7 + place * (n + 3)) % of.length]!;
    const caps = { daily: pick(cents, 1) ?? undefined, monthly: pick(cents, 2) ?? undefined };
    const shop = await openShop(caps as { daily?: number; monthly?: number });
    const spent = { settledMicros: pick(values, 3), reservedMicros: pick(values, 4) };
    await database.pool.query(
      `insert into spend_days (tenant_id, day, settled_micros, reserved_micros) values ($1, ${TODAY}, $2, $3)`,
      [shop.tenantId, spent.settledMicros, spent.reservedMicros],
    );
    const usage = {
      caps: { dailyCents: caps.daily ?? null, monthlyCents: caps.monthly ?? null },
      day: spent,
      month: spent,
    };
    const expected = capOf(usage)?.reason ?? 'none';
    const outcome = await begin(shop, 1).then(
      () => 'none',
      (error: unknown) => (error instanceof GalleyError ? error.failure.reason : String(error)),
    );
    expect({ usage, outcome }).toEqual({ usage, outcome: expected });
    // The ledger is compared with the calls after each test.
    await database.pool.query('delete from provider_calls where tenant_id = $1', [shop.tenantId]);
    await database.pool.query('delete from spend_days where tenant_id = $1', [shop.tenantId]);
  }
});

test('caps hold and totals agree under concurrent starts and ends of every kind', async () => {
  const shop = await openShop({ daily: 20 });
  const ends = [answered(1), FAILED, ABORTED, undefined];
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
