import { PLAN_PRIORITY } from '../../contract/tenancy';
import { acceptOrders } from '../orders/accept';
import type { Queryable } from '../pool';
import type { Purchase } from './purchases';

/** Makes an order of a purchase, which the caller has locked and found unconfirmed. The order waits for its payment. */
export async function confirmPurchase(
  tx: Queryable,
  row: { purchase: Pick<Purchase, 'id' | 'product'>; tenantId: string },
): Promise<void> {
  const { purchase, tenantId } = row;
  await acceptOrders(tx, {
    ...{ kind: purchase.product, tenantId },
    orders: [{ id: purchase.id, priority: PLAN_PRIORITY.standard }],
    insertDetails: async () => {
      await tx.query('update purchases set confirmed_at = clock_timestamp() where id = $1', [purchase.id]);
    },
  });
}
