import type { Access } from '../../../src/api/events/access';
import { randomUUID } from 'node:crypto';
import { createDb } from '../../../src/db/db';
import type { Db } from '../../../src/db/db';
import { beginEventEra } from '../../../src/db/events/clock';
import { readEvents, readHead } from '../../../src/db/events/feed';
import { createEventFeed } from '../../../src/api/events/feed';
import type { StreamMessage } from '../../../src/api/events/feed';
import { eventViews } from '../../../src/api/events/views';
import { comparePositions, formatPosition } from '../../../src/domain/events/position';
import { silentLogger } from '../../../src/telemetry/logger';
import { until } from '../../support/api-client';
import { createTestDatabase } from '../../support/database';
import type { TestDatabase } from '../../support/database';

/** Transactions by which the old server was ahead of the new one. */
const AHEAD = 1_000n;

const tenantId = randomUUID();
const storeId = randomUUID();
let old: TestDatabase;
let database: TestDatabase;
let db: Db;

beforeEach(async () => {
  [old, database] = [await createTestDatabase(), await createTestDatabase()];
  db = createDb(database.pool);
}, 60_000);

afterEach(async () => {
  await Promise.all([old.drop(), database.drop()]);
});

async function place(into: Db): Promise<string> {
  return into.transaction((tx) =>
    tx.blogOrders.acceptBlogOrder({ tenantId, storeId, priority: 5, sourceType: 'keyword', sourceId: 'x' }),
  );
}

/** Three orders in the old database, and all its rows in the new one, whose transactions have lower numbers. */
async function restore(): Promise<void> {
  const before = createDb(old.pool);
  await before.tenants.createTenantWithKey({
    tenantId,
    kind: 'store',
    name: 'S',
    plan: 'standard',
    key: { id: randomUUID(), hash: Buffer.from('hash'), label: 'test', role: 'store' },
    store: { id: storeId, instanceId: storeId, language: 'en' },
  });
  for (let n = 0; n < 3; n += 1) await place(before);
  // Both are on one server here, so what the backup brings is put ahead.
  await old.pool.query(`update order_events set xid = (xid::text::bigint + $1)::text::xid8`, [String(AHEAD)]);
  for (const table of ['tenants', 'stores', 'orders', 'blog_orders', 'order_events']) {
    const rows = await old.pool.query<{ row: object }>(`select to_jsonb(t) as row from ${table} t`);
    await database.pool.query(
      `insert into ${table} select r.* from jsonb_populate_recordset(null::${table}, $1) r`,
      [JSON.stringify(rows.rows.map(({ row }) => row))],
    );
  }
  await database.owner.query(`select setval('order_events_id_seq', (select max(id) from order_events))`);
}

/** Uses up so many transaction numbers. */
async function passTransactions(n: bigint): Promise<void> {
  for (let done = 0n; done < n; done += 1n) await database.pool.query('select pg_current_xact_id()');
}

test('events of a backup are neither held back nor told again, and new ones come after them', async () => {
  await restore();
  // Without a new era they wait for numbers that this server has yet to reach.
  const early = await readHead(database.pool);
  expect((await readEvents(database.pool, { after: early, limit: 10 })).held).toBe(true);
  expect(await beginEventEra(database.pool, { restored: false })).toBe(true);
  const head = await readHead(database.pool);
  expect(await readEvents(database.pool, { after: head, limit: 10 })).toEqual({
    events: [],
    more: false,
    held: false,
  });
  const id = await place(db);
  // Whoever has read up to here is told the rest once, however far the server counts.
  await passTransactions(AHEAD + 20n);
  const { events, held } = await readEvents(database.pool, { after: head, limit: 10 });
  expect(events.map(({ orderId }) => orderId)).toEqual([id]);
  expect(held).toBe(false);
}, 60_000);

test('a database that was not restored stays in its era', async () => {
  await restore();
  expect(await beginEventEra(database.pool, { restored: false })).toBe(true);
  const head = await readHead(database.pool);
  await place(db);
  expect(await beginEventEra(database.pool, { restored: false })).toBe(false);
  expect((await readHead(database.pool)).xid >> 32n).toBe(head.xid >> 32n);
  // After a restore within one server, whose numbers go on, readers have to start over all the same.
  expect(await beginEventEra(database.pool, { restored: true })).toBe(true);
  expect(comparePositions(await readHead(database.pool), head)).toBe(1);
  expect((await readHead(database.pool)).xid >> 32n).toBe((head.xid >> 32n) + 1n);
});

test('a reader from before the restore starts with a snapshot, also when the server has counted past its position', async () => {
  await restore();
  const lastId = formatPosition(await readHead(database.pool));
  await beginEventEra(database.pool, { restored: true });
  const [access] = (
    await database.pool.query<Access>(
      `insert into api_keys (id, tenant_id, role, label, key_hash)
       values (gen_random_uuid(), $1, 'store', 'reader', 'a hash')
       returning json_build_object('kind', 'key', 'id', id) as by, role`,
      [tenantId],
    )
  ).rows as [Access];
  const feed = createEventFeed({
    pool: database.pool,
    log: silentLogger(),
    now: () => performance.now(),
    views: eventViews(db),
  });
  try {
    const subscription = await feed.subscribe({ filter: { tenantId }, access, lastId });
    expect(subscription.snapshot).toBeDefined();
    const seen: StreamMessage[] = [];
    subscription.go({
      isFull: () => false,
      send: (messages) => void seen.push(...messages),
      end: () => undefined,
      cut: () => undefined,
    });
    const id = await place(db);
    await until('the new order is told', async () => seen.length > 0);
    expect(seen.map(({ data }) => (data as { id: string }).id)).toEqual([id]);
    const again = await feed.subscribe({ filter: { tenantId }, access, lastId: seen.at(-1)!.id });
    expect(again.snapshot).toBeUndefined();
    subscription.close();
    again.close();
  } finally {
    await feed.stop();
  }
}, 60_000);
