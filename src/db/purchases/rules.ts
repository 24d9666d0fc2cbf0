import { restartStatus } from '../../domain/orders/lifecycle';
import type { KindRules } from '../orders/kind-rules';
import { STARTS_AT_ONCE } from '../orders/start';
import { isPublished } from './published';

/** Whatever was bought begins when it has been paid for; until then it is a row. Administrators pay nothing. */
export const PURCHASE_RULES: KindRules = {
  ...STARTS_AT_ONCE,
  failsWithRun: async (tx, { id }) => !(await isPublished(tx, { orderId: id })),
  async start(tx, orders, options) {
    const paid = await tx.query<{ id: string }>(
      `select o.id from orders o join purchases p on p.id = o.id
        where o.id = any($1) and (p.paid_at is not null or p.source = 'admin') and o.status = $2`,
      [orders.map(({ id }) => id), restartStatus('backlink')],
    );
    const ids = new Set(paid.rows.map(({ id }) => id));
    const begun = orders.filter(({ id }) => ids.has(id));
    if (begun.length > 0) await STARTS_AT_ONCE.start(tx, begun, options);
  },
};
