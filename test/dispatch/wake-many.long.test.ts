import { createDb } from '../../src/db/db';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

const ORDERS = 5_000;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(
    `with t as (insert into tenants (id, kind, name, plan) values (gen_random_uuid(), 'store', 'busy', 'standard') returning id)
     insert into orders (id, kind, tenant_id, status, phase, priority, waiting_type, waiting_reason)
     select gen_random_uuid(), 'item', t.id, 'processing', 'queued', 5, 'Spending.Capped', 'daily_cap' from t, generate_series(1, ${ORDERS})`,
  );
}, 60_000);

afterAll(async () => {
  await database?.drop();
});

test('thousands of orders are woken in a short transaction', async () => {
  const { rows } = await database.pool.query<{ id: string }>('select id from tenants');
  const db = createDb(database.pool);
  const began = performance.now();
  const woken = await db.transaction((tx) => tx.wakes.wakeCapped({ tenantId: rows[0]!.id }));
  const tookMs = performance.now() - began;
  process.stdout.write(`woken ${JSON.stringify({ orders: woken.length, tookMs })}\n`);
  expect(woken).toHaveLength(ORDERS);
  expect(tookMs).toBeLessThan(1_000);
});
