import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { createDb } from '../../../src/db/db';
import type { Db } from '../../../src/db/db';
import { cancelBatch } from '../../../src/db/items/cancel-batch';
import { admitItems } from '../../../src/db/items/queue';
import { ITEM_RULES } from '../../../src/db/items/rules';
import { inTransaction } from '../../../src/db/pool';
import { placeBatch } from '../../support/batches';
import { createTestDatabase } from '../../support/database';
import type { TestDatabase } from '../../support/database';

const AT_ONCE = 5;
let database: TestDatabase;
let db: Db;
let tenantId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.pool);
}, 60_000);

beforeEach(async () => {
  tenantId = randomUUID();
  await db.tenants.createTenantWithKey({
    tenantId,
    kind: 'store',
    name: 'S',
    plan: 'standard',
    key: { id: randomUUID(), hash: Buffer.from(tenantId), label: 'test', role: 'store' },
  });
});

afterAll(async () => {
  await database?.drop();
});

async function statuses(batchId: string): Promise<Record<string, number>> {
  const result = await database.pool.query<{ status: string; n: number }>(
    `select o.status, count(*)::int as n from orders o join items i on i.order_id = o.id where i.batch_id = $1 group by 1`,
    [batchId],
  );
  return Object.fromEntries(result.rows.map(({ status, n }) => [status, n]));
}

/** The pool of a process that dies when it opens its transaction number `nth`. */
function dyingAt(nth: number): Pool {
  let opened = 0;
  return Object.create(database.pool, {
    connect: {
      value: async () => {
        opened += 1;
        if (opened >= nth) throw new Error('the process died');
        return database.pool.connect();
      },
    },
  }) as Pool;
}

const key = (batchId: string) => ({ batchId, actor: 'key:1', atOnce: AT_ONCE });

/** The mark, one part, and then the process dies. */
async function dieInTheMiddle(batchId: string): Promise<void> {
  await expect(cancelBatch(dyingAt(3), key(batchId))).rejects.toThrow('the process died');
}

test('a batch is cancelled a few items at a time, and each item once', async () => {
  const { batchId } = await placeBatch(db, tenantId, 20);
  expect(await cancelBatch(database.pool, key(batchId))).toBe(20);
  expect(await statuses(batchId)).toEqual({ cancelled: 20 });
  const parts = await database.pool.query<{ items: number }>(
    `select count(*)::int as items from order_events e join items i on i.order_id = e.order_id
      where i.batch_id = $1 and e.type = 'order.cancelled' group by e.xid`,
    [batchId],
  );
  expect(parts.rows.map(({ items }) => items)).toEqual([AT_ONCE, AT_ONCE, AT_ONCE, AT_ONCE]);
  expect(await cancelBatch(database.pool, key(batchId))).toBe(0);
});

test('a request that is repeated after the process died cancels the rest, and counts what it did', async () => {
  const { batchId } = await placeBatch(db, tenantId, 20);
  await dieInTheMiddle(batchId);
  expect((await statuses(batchId))['cancelled']).toBe(AT_ONCE);
  expect(await cancelBatch(database.pool, key(batchId))).toBe(20 - AT_ONCE);
  expect(await statuses(batchId)).toEqual({ cancelled: 20 });
});

test('two requests at once cancel each item once, and their counts add up', async () => {
  const { batchId } = await placeBatch(db, tenantId, 20);
  const counts = await Promise.all([1, 2, 3].map(() => cancelBatch(database.pool, key(batchId))));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
  const acts = await database.pool.query(
    `select 1 from actions a join items i on i.order_id = a.order_id where i.batch_id = $1 and a.kind = 'cancel'`,
    [batchId],
  );
  expect(acts.rowCount).toBe(20);
});

test('no place that becomes free is given to an item that is about to be cancelled, but to another batch’s', async () => {
  const [going, staying] = [await placeBatch(db, tenantId, 15), await placeBatch(db, tenantId, 5)];
  expect((await statuses(going.batchId))['processing']).toBe(5);
  await dieInTheMiddle(going.batchId);
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from orders where tenant_id = $1 and status = 'processing'`,
    [tenantId],
  );
  expect(rows[0]!.n).toBe(0);
  await inTransaction(database.pool, (tx) => admitItems(tx, { tenantId }));
  expect(await statuses(going.batchId)).toEqual({ cancelled: 5, pending: 10 });
  expect(await statuses(staying.batchId)).toEqual({ processing: 5 });
});

test('a cancellation that nobody asks for again is finished by the sweep, and its items can be retried', async () => {
  const { batchId, ids } = await placeBatch(db, tenantId, 20);
  await dieInTheMiddle(batchId);
  await database.pool.query(
    `update item_batches set cancelling_at = cancelling_at - interval '1 minute' where id = $1`,
    [batchId],
  );
  await ITEM_RULES.startDue!(database.pool);
  expect(await statuses(batchId)).toEqual({ cancelled: 20 });
  const retried = await db.actions.retry({ orderId: ids[0]!, actor: { tenantId, name: 'key:1' } });
  expect(retried.outcome).toBe('done');
  expect(await statuses(batchId)).toEqual({ cancelled: 19, processing: 1 });
});
