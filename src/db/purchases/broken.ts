import { outcomeOf } from '../../domain/purchases/outcome';
import { requestRefund } from '../payments/refunds';
import { eachAlone, inTransaction } from '../pool';
import type { Queryable } from '../pool';
import type { Pool } from 'pg';
import { findPurchased } from './purchases';
import { AWAITS_RETRY } from './waiting';

/** Orders that one look refunds at most; the rest follows with the next one. */
const MOST_FOUND = 200;

/** Whether an order was paid for, could not be done, and has been like this for as long as it is kept for a retry. */
const IS_DUE = `${AWAITS_RETRY} and o.finished_at < statement_timestamp() - make_interval(secs => $1 / 1000.0)
  and exists (select 1 from checkouts c where c.order_id = p.id and c.state = 'paid' and c.paid_amount > 0)`;

/** Refunds one order, unless somebody retried it meanwhile: both lock the order, so that one of them comes first. */
async function refundOne(tx: Queryable, look: { orderId: string; graceMs: number }): Promise<boolean> {
  const { orderId, graceMs } = look;
  const order = await findPurchased(tx, { orderId, lock: true });
  if (!order || outcomeOf(order) !== 'broke') return false;
  const due = await tx.query(
    `select 1 from orders o join purchases p on p.id = o.id where o.id = $2 and ${IS_DUE}`,
    [graceMs, orderId],
  );
  return due.rowCount === 1 && (await requestRefund(tx, { orderId, reason: 'failed' })) !== undefined;
}

/** Has the money go back of orders that were paid for, could not be done, and that nobody retried in time. Answers how many. */
export async function refundBroken(pool: Pool, look: { graceMs: number }): Promise<number> {
  const found = await pool.query<{ id: string }>(
    `select o.id from orders o join purchases p on p.id = o.id
      where o.kind = any(array['article', 'backlink']) and ${IS_DUE} order by o.finished_at limit $2`,
    [look.graceMs, MOST_FOUND],
  );
  let refunded = 0;
  await eachAlone(
    found.rows.map(({ id: orderId }) => async () => {
      if (await inTransaction(pool, (tx) => refundOne(tx, { orderId, graceMs: look.graceMs }))) refunded += 1;
    }),
  );
  return refunded;
}
