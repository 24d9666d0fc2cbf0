import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { orderPage, pageAbout } from '../../support/items';
import { until } from '../../support/api-client';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  await galley.relay.stop();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** Waits until a query of this database waits for a lock. */
const somebodyWaits = () =>
  until('somebody waits for a lock', async () => {
    const { rowCount } = await galley.database.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rowCount !== 0;
  });

test('who waits for the lock of an order sees its details as they were left, not as they were when it came', async () => {
  const store = galley.stores[0]!;
  const orderId = await store.order();
  const { id: itemId } = await orderPage(store, pageAbout('locked kettle'));
  let waiting: Promise<[number | undefined, string | undefined]> | undefined;
  await galley.db.transaction(async (tx) => {
    await tx.orders.findOrder({ orderId, lock: true });
    await tx.orders.findOrder({ orderId: itemId, lock: true });
    waiting = Promise.all([
      galley.db.transaction(
        async (other) => (await other.items.findItem({ orderId: itemId, lock: true }))?.attempt,
      ),
      galley.db.transaction(
        async (other) => (await other.blogOrders.findBlogOrder({ orderId, lock: true }))?.sourceId,
      ),
    ]);
    await somebodyWaits();
    await tx.query('update items set attempt = 3 where order_id = $1', [itemId]);
    await tx.query(`update blog_orders set source_id = 'another' where order_id = $1`, [orderId]);
  });
  expect(await waiting).toEqual([3, 'another']);
});
