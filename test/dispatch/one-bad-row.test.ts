import { randomUUID } from 'node:crypto';
import { createDb } from '../../src/db/db';
import type { Db } from '../../src/db/db';
import { dueOrdersSweep } from '../../src/dispatch/sweeps/due-orders';
import { priorityAgingSweep } from '../../src/dispatch/sweeps/priority-aging';
import { silentLogger } from '../../src/telemetry/logger';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

const ORDERS = 6;
let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.pool);
  await database.owner.query(`
    create table cursed (order_id uuid primary key);
    create function refuse_cursed() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from cursed c where c.order_id = new.order_id) then raise exception 'a bad row'; end if;
      return new;
    end $$;
    create trigger refuse before insert on outbox for each row execute function refuse_cursed()`);
}, 60_000);

afterAll(async () => {
  await database?.drop();
});

async function makeTenant(): Promise<{ tenantId: string; storeId: string }> {
  const [tenantId, storeId] = [randomUUID(), randomUUID()];
  await db.tenants.createTenantWithKey({
    tenantId,
    kind: 'store',
    name: 'S',
    plan: 'standard',
    key: { id: randomUUID(), hash: Buffer.from(tenantId), label: 'test', role: 'store' },
    store: { id: storeId, instanceId: storeId, language: 'en' },
  });
  return { tenantId, storeId };
}

async function curse(ids: readonly string[]): Promise<void> {
  await database.pool.query('insert into cursed select unnest($1::uuid[])', [ids]);
}

test('an order whose priority cannot be raised keeps none of the others from it', async () => {
  const { tenantId, storeId } = await makeTenant();
  const ids = await Promise.all(
    Array.from({ length: ORDERS }, () =>
      db.transaction((tx) =>
        tx.blogOrders.acceptBlogOrder({
          tenantId,
          storeId,
          priority: 5,
          sourceType: 'keyword',
          sourceId: 'x',
        }),
      ),
    ),
  );
  await database.pool.query(
    `update orders set phase = 'queued', updated_at = now() - interval '1 hour' where id = any($1)`,
    [ids],
  );
  const [first, ...others] = [...ids].sort();
  await curse([first!]);
  const sweep = priorityAgingSweep({ pool: database.pool, log: silentLogger() });
  await expect(sweep.run()).rejects.toThrow('a bad row');
  const raised = await database.pool.query<{ id: string }>(
    `select order_id as id from outbox where kind = 'raise' and order_id = any($1) order by 1`,
    [ids],
  );
  expect(raised.rows.map(({ id }) => id)).toEqual(others);
});

test('a tenant whose pages cannot be admitted keeps no other tenant’s from it', async () => {
  const tenants = await Promise.all(Array.from({ length: ORDERS }, makeTenant));
  const ids = new Map<string, string>();
  // Nobody has a place yet.
  await database.pool.query('update item_limits set at_once = 0');
  for (const { tenantId } of tenants) {
    const id = randomUUID();
    ids.set(tenantId, id);
    await db.transaction((tx) =>
      tx.itemAccept.acceptItems({
        tenantId,
        batchId: null,
        items: [
          {
            id,
            pageType: 'product',
            targetKeywords: ['lamp'],
            components: [],
            brandVoice: { tone: '', useWords: [], avoidWords: [], sample: '' },
            language: 'en',
            priority: 5,
          },
        ],
      }),
    );
  }
  await database.pool.query('update item_limits set at_once = 5');
  const order = await database.pool.query<{ id: string }>(
    'select tenant_id as id from open_orders where tenant_id = any($1)',
    [[...ids.keys()]],
  );
  await curse([ids.get(order.rows[0]!.id)!]);
  const sweep = dueOrdersSweep({ pool: database.pool, everyMs: 1_000 });
  await expect(sweep.run()).rejects.toThrow('a bad row');
  const started = await database.pool.query(
    `select 1 from orders where id = any($1) and status = 'processing'`,
    [[...ids.values()]],
  );
  expect(started.rowCount).toBe(ORDERS - 1);
});
