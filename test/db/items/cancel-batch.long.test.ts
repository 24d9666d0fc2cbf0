import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { createDb } from '../../../src/db/db';
import { cancelBatch } from '../../../src/db/items/cancel-batch';
import { placeBatch } from '../../support/batches';
import { createTestDatabase } from '../../support/database';
import type { TestDatabase } from '../../support/database';

const ITEMS = 1_000;
const MOST_AT_ONCE = 50;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);

afterAll(async () => {
  await database?.drop();
});

/** The pool, with a note of how long each of its transactions took, in milliseconds. */
function timed(pool: Pool, took: number[]): Pool {
  const connect = async (): Promise<PoolClient> => {
    const connection = await pool.connect();
    const begun = performance.now();
    const release = connection.release.bind(connection);
    connection.release = (...rest) => {
      took.push(performance.now() - begun);
      connection.release = release;
      release(...rest);
    };
    return connection;
  };
  return Object.create(pool, { connect: { value: connect } }) as Pool;
}

test('a batch of a thousand is cancelled in transactions that are each a small part of the whole', async () => {
  const db = createDb(database.pool);
  const tenantId = randomUUID();
  await db.tenants.createTenantWithKey({
    tenantId,
    kind: 'store',
    name: 'S',
    plan: 'standard',
    key: { id: randomUUID(), hash: Buffer.from(tenantId), label: 'test', role: 'store' },
  });
  const { batchId } = await placeBatch(db, tenantId, ITEMS);
  const took: number[] = [];
  const begun = performance.now();
  expect(await cancelBatch(timed(database.pool, took), { batchId, actor: 'key:1' })).toBe(ITEMS);
  const totalMs = performance.now() - begun;
  const parts = await database.pool.query<{ items: number }>(
    `select count(*)::int as items from order_events where type = 'order.cancelled' group by xid`,
  );
  expect(Math.max(...parts.rows.map(({ items }) => items))).toBe(MOST_AT_ONCE);
  expect(took.length).toBeGreaterThan(ITEMS / MOST_AT_ONCE);
  expect(Math.max(...took)).toBeLessThan(totalMs / 4);
  process.stderr.write(
    `cancelled in ${Math.round(totalMs)} ms, longest transaction ${Math.round(Math.max(...took))} ms\n`,
  );
}, 60_000);
