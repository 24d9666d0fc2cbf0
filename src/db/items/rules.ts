import type { KindRules } from '../orders/kind-rules';
import { raiseFloor } from './batches';
import { resumeCancel, unfinishedCancels } from './cancel-batch';
import { eachAlone, inTransaction } from '../pool';
import { admitItems, tenantsWithItems } from './queue';

/** Items wait in their tenant's queue; whoever leaves a place lets the next one in. */
export const ITEM_RULES: KindRules = {
  async start(tx, orders, options) {
    const [first] = orders;
    if (first) await admitItems(tx, { tenantId: first.tenantId, ...options });
  },
  async startDue(pool) {
    const [tenantIds, batchIds] = [await tenantsWithItems(pool), await unfinishedCancels(pool)];
    await eachAlone([
      ...batchIds.map((batchId) => () => resumeCancel(pool, { batchId })),
      ...tenantIds.map((tenantId) => () => inTransaction(pool, (tx) => admitItems(tx, { tenantId }))),
    ]);
  },
  async beforeRetry(tx, order) {
    await raiseFloor(tx, { itemId: order.id });
    await tx.query(
      `update items set attempt = 1, retry_count = 0, not_before = null, current_step = null where order_id = $1`,
      [order.id],
    );
  },
  async afterEnd(tx, order) {
    await admitItems(tx, order);
  },
};
