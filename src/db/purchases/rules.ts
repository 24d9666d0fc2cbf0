import { restartStatus } from '../../domain/orders/lifecycle';
import { outcomeOf, retryRefusal } from '../../domain/purchases/outcome';
import { alertOfReview } from '../mail/admin-alerts';
import type { KindRules } from '../orders/kind-rules';
import { STARTS_AT_ONCE } from '../orders/start';
import { mailBuyer } from './mails';
import { findPurchased } from './purchases';

/** What was bought begins when it has been paid for, and what administrators order at once; until then it is a row. */
export const PURCHASE_RULES: KindRules = {
  ...STARTS_AT_ONCE,
  async start(tx, orders, options) {
    const due = await tx.query<{ id: string }>(
      `select o.id from orders o join purchases p on p.id = o.id
        where o.id = any($1) and (p.paid_at is not null or p.source = 'admin') and o.status = $2`,
      [orders.map(({ id }) => id), restartStatus('backlink')],
    );
    const ids = new Set(due.rows.map(({ id }) => id));
    const begun = orders.filter(({ id }) => ids.has(id));
    if (begun.length > 0) await STARTS_AT_ONCE.start(tx, begun, options);
  },
  async whyNoRetry(tx, { id: orderId }) {
    const order = await findPurchased(tx, { orderId });
    return order && retryRefusal(order);
  },
  /** Somebody is told where the order could not be done; one that was rejected or never paid for is told of where that is decided. */
  async afterEnd(tx, { id: orderId }) {
    const order = await findPurchased(tx, { orderId });
    if (!order || outcomeOf(order) !== 'broke') return;
    await mailBuyer(tx, order, { kind: 'failed', round: order.startNo });
    await alertOfReview(tx, { alert: 'order_broke', orderId, round: order.startNo });
  },
};
