import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { createDb } from '../../src/db/db';
import type { Db } from '../../src/db/db';
import { countByPhase } from '../../src/db/orders/counts';
import { hasStart } from '../../src/db/outbox/outbox';
import { retentionSweep } from '../../src/dispatch/sweeps/retention';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

const KEEP = {
  ...{ messages: 7, idempotencyKeys: 2, failures: 30, deliveries: 30, paymentEvents: 90 },
  ...{ scheduleRuns: 90, schedules: 90 },
};
const tenantId = randomUUID();
const storeId = randomUUID();
let database: TestDatabase;
let db: Db;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  ({ pool } = database);
  db = createDb(pool);
  await db.tenants.createTenantWithKey({
    tenantId,
    kind: 'store',
    name: 'S',
    plan: 'standard',
    key: { id: randomUUID(), hash: Buffer.from('hash'), label: 'test', role: 'store' },
    store: { id: storeId, instanceId: storeId, language: 'en' },
  });
}, 60_000);

afterAll(async () => {
  await database?.drop();
});

async function place(): Promise<string> {
  return db.transaction((tx) =>
    tx.blogOrders.acceptBlogOrder({ tenantId, storeId, priority: 5, sourceType: 'keyword', sourceId: 'x' }),
  );
}

async function endedDaysAgo(orderId: string, days: number): Promise<void> {
  await pool.query(
    `update orders set status = 'FAILED', phase = 'failed', finished_at = now() - make_interval(days => $2) where id = $1`,
    [orderId, days],
  );
}

async function settledDaysAgo(orderId: string, days: number): Promise<void> {
  await pool.query(
    `update outbox set state = 'delivered', settled_at = now() - make_interval(days => $2) where order_id = $1`,
    [orderId, days],
  );
}

async function count(table: string, orderId: string): Promise<number> {
  const result = await pool.query<{ n: number }>(
    `select count(*)::int as n from ${table} where order_id = $1`,
    [orderId],
  );
  return result.rows[0]!.n;
}

const sweep = (mostRows?: number) =>
  retentionSweep({ pool, keepDays: KEEP, ...(mostRows ? { mostRows } : {}) });

async function failDaysAgo(orderId: string | null, days: number): Promise<void> {
  await pool.query(
    `insert into activity_failures (order_id, activity, temporal_attempt, type, reason, detail, at)
     values ($1, 'writeContent', 1, 'Provider.Busy', 'http_500', '', now() - make_interval(days => $2))`,
    [orderId, days],
  );
}

describe('messages', () => {
  test('settled ones go after a week, newer and pending ones stay', async () => {
    const [old, fresh, pending] = [await place(), await place(), await place()];
    await Promise.all([settledDaysAgo(old, 8), settledDaysAgo(fresh, 6)]);
    for (const id of [old, fresh]) await endedDaysAgo(id, 6);
    await pool.query(`update outbox set created_at = now() - interval '90 days' where order_id = $1`, [
      pending,
    ]);
    await sweep().run();
    expect([
      await count('outbox', old),
      await count('outbox', fresh),
      await count('outbox', pending),
    ]).toEqual([0, 1, 1]);
  });

  test('the start of an order stays as long as the order is open, so that a cancel still reaches its run', async () => {
    const id = await place();
    await db.transaction((tx) => tx.wakes.wakeOrder({ orderId: id }));
    await pool.query(`update orders set phase = 'queued' where id = $1`, [id]);
    await db.transaction((tx) => tx.wakes.wakeOrder({ orderId: id }));
    await settledDaysAgo(id, 60);
    await sweep().run();
    const left = await pool.query<{ kind: string }>('select kind from outbox where order_id = $1', [id]);
    expect(left.rows).toEqual([{ kind: 'start' }]);
    expect(await hasStart(pool, { orderId: id, startNo: 1 })).toBe(true);
    await db.actions.cancel({ orderId: id, actor: { tenantId, name: 'key:1' } });
    const sent = await pool.query(`select 1 from outbox where order_id = $1 and kind = 'cancel'`, [id]);
    expect(sent.rowCount).toBe(1);
  });

  test('the start of an earlier start of an order goes', async () => {
    const id = await place();
    await settledDaysAgo(id, 60);
    await endedDaysAgo(id, 50);
    await db.actions.retry({ orderId: id, actor: { tenantId, name: 'key:1' } });
    await sweep().run();
    const left = await pool.query<{ startNo: number }>(
      `select start_no as "startNo" from outbox where order_id = $1 and kind = 'start'`,
      [id],
    );
    expect(left.rows).toEqual([{ startNo: 2 }]);
  });
});

describe('failures', () => {
  test('go thirty days after the end of their order; those of an open order stay', async () => {
    const [open, justEnded, longEnded] = [await place(), await place(), await place()];
    for (const id of [open, justEnded, longEnded]) await failDaysAgo(id, 60);
    await failDaysAgo(longEnded, 20);
    await endedDaysAgo(justEnded, 29);
    await endedDaysAgo(longEnded, 31);
    await failDaysAgo(null, 31);
    await failDaysAgo(randomUUID(), 31);
    await sweep().run();
    expect(await count('activity_failures', open)).toBe(1);
    expect(await count('activity_failures', justEnded)).toBe(1);
    expect(await count('activity_failures', longEnded)).toBe(1);
    const nobodys = await pool.query(
      `select 1 from activity_failures f where not exists (select 1 from orders o where o.id = f.order_id)`,
    );
    expect(nobodys.rowCount).toBe(0);
  });
});

describe('deliveries', () => {
  test('go from the log after thirty days; pending ones and those that were sent again stay, and pages are as before', async () => {
    const [orderId, webhookId] = [await place(), randomUUID()];
    await pool.query(
      `insert into webhooks (id, tenant_id, url, sealed_secret) values ($1, $2, 'https://x.example', '')`,
      [webhookId, tenantId],
    );
    const rows: Array<[state: string, createdDays: number, triedDays: number | null]> = [
      ['delivered', 40, 40],
      ['failed', 40, 37],
      ['delivered', 40, 1],
      ['pending', 40, null],
      ['delivered', 29, 29],
      ['failed', 1, 1],
    ];
    for (const [state, created, tried] of rows)
      await pool.query(
        `insert into webhook_deliveries (id, webhook_id, order_id, event_type, body, state, created_at, last_tried_at)
         values ($1, $2, $3, 'order.done', '{}', $4, now() - make_interval(days => $5), now() - make_interval(days => $6))`,
        [randomUUID(), webhookId, orderId, state, created, tried],
      );
    await sweep().run();
    const page = { webhookId, state: undefined, orderId: undefined };
    const first = await db.deliveries.listDeliveries({ ...page, before: undefined, limit: 2 });
    const rest = await db.deliveries.listDeliveries({ ...page, before: first[1]!.seq, limit: 10 });
    expect([...first, ...rest].map(({ state }) => state)).toEqual([
      'failed',
      'delivered',
      'pending',
      'delivered',
    ]);
    expect(await db.deliveries.nextDelivery({ webhookId, orderId })).toBeDefined();
  });
});

test('events of Stripe are known for as long as it may send them again', async () => {
  await pool.query(
    `insert into payment_events (id, type, created_at, received_at)
     select 'evt_' || d, 'refund.created', now() - make_interval(days => d), now() - make_interval(days => d)
       from unnest(array[1, 89, 91]) as d`,
  );
  await sweep().run();
  const left = await pool.query<{ id: string }>('select id from payment_events order by received_at desc');
  expect(left.rows.map(({ id }) => id)).toEqual(['evt_1', 'evt_89']);
});

test('answers under an Idempotency-Key go after two days, and the key is free again', async () => {
  const claim = (key: string) => ({ tenantId, key, requestHash: 'h' });
  for (const [key, hours] of [
    ['old', 49],
    ['fresh', 47],
  ] as const) {
    await db.transaction((tx) => tx.idempotency.claimIdempotencyKey(claim(key)));
    await pool.query(
      'update idempotency_keys set created_at = now() - make_interval(hours => $2) where key = $1',
      [key, hours],
    );
  }
  await sweep().run();
  expect(await db.transaction((tx) => tx.idempotency.claimIdempotencyKey(claim('old')))).toBeUndefined();
  expect(await db.transaction((tx) => tx.idempotency.claimIdempotencyKey(claim('fresh')))).toBeDefined();
});

test('money, timelines and people’s actions are kept', async () => {
  const id = await place();
  await pool.query(
    `insert into provider_calls (id, order_id, tenant_id, lane, provider, stage, round, attempt, cost_micros, began_at)
     values ($1, $2, $3, 'writing', 'openai', 'content', 1, 1, 5, now() - interval '900 days')`,
    [randomUUID(), id, tenantId],
  );
  await db.actions.cancel({ orderId: id, actor: { tenantId, name: 'key:1' } });
  await endedDaysAgo(id, 900);
  for (const table of ['order_events', 'actions'])
    await pool.query(
      `update ${table} set ${table === 'actions' ? 'created_at' : 'at'} = now() - interval '900 days' where order_id = $1`,
      [id],
    );
  await sweep().run();
  for (const table of ['provider_calls', 'order_events', 'actions'])
    expect(await count(table, id)).toBeGreaterThan(0);
});

test('one look deletes no more rows in a transaction than it may, and what somebody holds waits for the next', async () => {
  await pool.query('delete from activity_failures');
  for (let n = 0; n < 50; n += 1) await failDaysAgo(null, 40 + n);
  const sizes: number[] = [];
  const counting = new Proxy(pool, {
    get: (target, name) =>
      name === 'query'
        ? async (sql: string, values: unknown[]) => {
            const result = await target.query<{ deleted?: number }>(sql, values);
            if (/delete from activity_failures/.test(sql)) sizes.push(result.rows[0]!.deleted!);
            return result;
          }
        : (Reflect.get(target, name) as unknown),
  });
  const holder = await pool.connect();
  await holder.query('begin');
  await holder.query('select 1 from activity_failures order by at limit 1 for update');
  const held = retentionSweep({ pool: counting, keepDays: KEEP, mostRows: 2 });
  await held.run();
  expect(Math.max(...sizes)).toBe(2);
  expect(sizes).toHaveLength(20);
  expect((await pool.query('select 1 from activity_failures')).rowCount).toBe(10);
  await held.run();
  expect((await pool.query('select 1 from activity_failures')).rowCount).toBe(1);
  await holder.query('rollback');
  holder.release();
  await held.run();
  expect((await pool.query('select 1 from activity_failures')).rowCount).toBe(0);
});

test('rows that are old but needed do not keep the sweep from those behind them', async () => {
  const open = await place();
  for (let n = 0; n < 45; n += 1) await failDaysAgo(open, 100 + n);
  await failDaysAgo(null, 50);
  const small = sweep(2);
  await small.run();
  await small.run();
  expect(await count('activity_failures', open)).toBe(45);
  const nobodys = await pool.query('select 1 from activity_failures where order_id is null');
  expect(nobodys.rowCount).toBe(0);
});

describe('the running count of orders', () => {
  const exact = async () =>
    (
      await pool.query<{ kind: string; phase: string; orders: number }>(
        'select kind, phase, count(*)::int as orders from orders group by 1, 2 order by 1, 2',
      )
    ).rows;
  const counted = async () => (await countByPhase(pool)).filter(({ orders }) => orders !== 0);

  test('is exact after every step of an order, before and after it is added up', async () => {
    const id = await place();
    const actor = { tenantId, name: 'key:1' };
    for (const step of [
      () => db.actions.cancel({ orderId: id, actor }),
      () => db.actions.retry({ orderId: id, actor }),
      () => endedDaysAgo(id, 0),
      () => endedDaysAgo(id, 1),
      () => db.actions.retry({ orderId: id, actor }),
      () => db.actions.cancel({ orderId: id, actor }),
    ]) {
      await step();
      expect(await counted()).toEqual(await exact());
    }
    await Promise.all([sweep(3).run(), sweep(3).run(), sweep(3).run()]);
    expect(await counted()).toEqual(await exact());
    expect((await pool.query('select 1 from order_count_changes')).rowCount).toBe(0);
  });

  test('makes no transaction wait for another that ends an order', async () => {
    const [one, other] = [await place(), await place()];
    for (const id of [one, other])
      await pool.query(
        `update orders set status = 'AWAITING_SELECTION', phase = 'waiting_person' where id = $1`,
        [id],
      );
    const first = await pool.connect();
    await first.query('begin');
    await first.query(
      `update orders set status = 'CANCELLED', phase = 'cancelled', finished_at = now() where id = $1`,
      [one],
    );
    // Waits for ever where both change one row.
    await pool.query(
      `update orders set status = 'CANCELLED', phase = 'cancelled', finished_at = now() where id = $1`,
      [other],
    );
    await sweep().run();
    expect(await counted()).toEqual(await exact());
    await first.query('commit');
    first.release();
    expect(await counted()).toEqual(await exact());
  });
});

describe('schedules', () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

  /** A schedule with one run, made so many days ago; its job is open or has ended. */
  async function makeRun(days: number, run: { isOpen?: boolean; waits?: boolean } = {}): Promise<string> {
    const request = { mode: 'topic' as const, items: [{ topic: 'x', word_count: 300, tone: 'x' }] };
    const template = await db.bulkTemplates.insertTemplate({
      ...{ tenantId, name: randomUUID(), request, createdBy: 'test' },
    });
    const scheduleId = await db.bulkSchedules.insertSchedule({
      ...{ tenantId, templateId: template!.id, name: randomUUID(), cron: '@daily', everySeconds: null },
      ...{
        timeZone: 'UTC',
        overlap: 'SKIP',
        catchUpSeconds: 0,
        paused: false,
        createdBy: 'test',
        personId: null,
      },
    });
    const { jobId } = (await db.transaction((tx) =>
      tx.bulkPlacing.placeTemplate({ template: template!, itemDelayMs: 0, placedBy: 'test' }),
    ))!;
    if (!run.isOpen) await db.bulkActions.cancelJob({ orderId: jobId, actor: { name: 'test' } });
    await pool.query(
      `insert into bulk_schedule_runs (id, schedule_id, scheduled_at, cause, state, reason, job_id, created_at)
       values (gen_random_uuid(), $1, $2, 'schedule', case when $3 then 'waiting' else 'placed' end,
               case when $3 then 'overlap' end, case when not $3 then $4::uuid end, $2)`,
      [scheduleId, daysAgo(days), run.waits ?? false, jobId],
    );
    return scheduleId!;
  }

  const runsOf = async (scheduleId: string): Promise<number> =>
    (await db.bulkScheduleRuns.listScheduleRuns({ scheduleId, limit: 9, after: undefined })).length;

  test('runs go after three months, unless they wait or their job is open', async () => {
    const old = await makeRun(91);
    const kept = [await makeRun(89), await makeRun(91, { isOpen: true }), await makeRun(91, { waits: true })];
    await sweep().run();
    expect(await runsOf(old)).toBe(0);
    expect(await Promise.all(kept.map(runsOf))).toEqual([1, 1, 1]);
    expect(await db.bulkSchedules.findSchedule({ scheduleId: old, tenantId })).toBeDefined();
  });

  test('a deleted schedule goes with its runs, but not before Temporal has heard of it', async () => {
    const gone = await makeRun(1);
    await db.transaction((tx) => tx.bulkSchedules.deleteSchedule({ scheduleId: gone }));
    await pool.query('update bulk_schedules set deleted_at = $2 where id = $1', [gone, daysAgo(91)]);
    const isThere = async () =>
      (await pool.query('select 1 from bulk_schedules where id = $1', [gone])).rowCount === 1;
    await sweep().run();
    expect(await isThere()).toBe(true);
    await pool.query('update bulk_schedules set synced_version = version where id = $1', [gone]);
    await sweep().run();
    expect(await isThere()).toBe(false);
    expect(await runsOf(gone)).toBe(0);
  });
});
