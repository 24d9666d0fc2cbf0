import { addEventOnce } from '../events/events';
import { alertOfReview } from '../mail/admin-alerts';
import type { Queryable } from '../pool';

/** Tells the administrators that a text waits for them: once for each round that comes before them. In the transaction that puts it there. */
export async function askAdmins(tx: Queryable, order: { id: string; round: number }): Promise<void> {
  const { id: orderId, round } = order;
  await addEventOnce(tx, { orderId, type: 'review.asked', round });
  await alertOfReview(tx, { alert: 'review_waiting', orderId, round });
}
