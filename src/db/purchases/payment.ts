import type { Product } from '../../contract/orders';
import { readerOf } from '../../contract/failures';
import { PAY_WITHIN_DAYS } from '../../domain/purchases/bounds';
import { addEvent } from '../events/events';
import { mailTitle } from '../mail/store-mail';
import { KIND_RULES } from '../orders/kinds';
import { moveOrder } from '../orders/orders';
import { endOrder } from '../orders/runs';
import type { Queryable } from '../pool';
import { mailBuyer } from './mails';
import { findPurchased } from './purchases';

/**
 * The order's money has arrived: in the transaction of whatever said so, the order goes on and its work is asked for, also where its time
 * was over. Happens once; a second payment answers `already_paid`. No limit refuses it, as the money is there.
 */
export async function orderPaid(
  tx: Queryable,
  paid: {
    orderId: string;
    sessionId: string;
    amount: number;
    currency: string;
    paymentIntent: string | null;
  },
): Promise<'paid' | 'already_paid' | 'no_such_order'> {
  const { orderId, sessionId, amount, currency, paymentIntent } = paid;
  const order = await findPurchased(tx, { orderId, lock: true });
  if (!order) return 'no_such_order';
  if (order.paidAt) return 'already_paid';
  const { kind, tenantId, startNo } = order;
  // By way of its first status, as an ended order that became open in one step would count as asked for by a person.
  if (order.status === 'FAILED')
    await moveOrder(tx, { kind, orderId, from: ['FAILED'], to: 'AWAITING_PAYMENT', error: null });
  await tx.query(
    `update purchases set session_id = $2, paid_at = clock_timestamp(),
            payment_data = jsonb_build_object('payment_status', 'paid', 'payment_intent', $3::text, 'amount', $4::bigint,
              'currency', $5::text, 'paid_at', to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      where id = $1`,
    [orderId, sessionId, paymentIntent, amount, currency],
  );
  if (!(await moveOrder(tx, { kind, orderId, from: ['AWAITING_PAYMENT'], to: 'PROCESSING' })))
    throw new Error(`order ${orderId} is unpaid and in status ${order.status}`);
  await addEvent(tx, { orderId, type: 'order.paid', data: { amount, currency } });
  await KIND_RULES[kind].start(tx, [{ id: orderId, tenantId, startNo }]);
  await mailBuyer(tx, order, { kind: 'request_received', round: 1 });
  return 'paid';
}

/** A payment was tried and did not go through: the buyer is mailed, once for each checkout. The order goes on waiting. */
export async function orderPaymentFailed(
  tx: Queryable,
  failed: { orderId: string; checkoutNumber: number },
): Promise<void> {
  const { orderId, checkoutNumber } = failed;
  const order = await findPurchased(tx, { orderId, lock: true });
  if (!order || order.paidAt) return;
  const mail = await mailBuyer(tx, order, { kind: 'payment_failed', round: checkoutNumber });
  if (mail === undefined) return;
  await addEvent(tx, { orderId, type: 'payment.failed', data: { checkout: checkoutNumber } });
}

/**
 * Ends an order whose time to be paid is over. The caller knows that no payment of it can still arrive; if one does all the same, it goes
 * on. Answers whether this call ended it.
 */
export async function expireUnpaid(tx: Queryable, key: { orderId: string }): Promise<boolean> {
  const { orderId } = key;
  const order = await findPurchased(tx, { orderId, lock: true });
  if (!order || order.paidAt || order.status !== 'AWAITING_PAYMENT') return false;
  const due = await tx.query(
    `select 1 from orders where id = $1 and created_at < statement_timestamp() - make_interval(days => $2)`,
    [orderId, PAY_WITHIN_DAYS],
  );
  if (due.rowCount !== 1) return false;
  const failureType = 'Payment.Expired';
  return endOrder(
    tx,
    {
      ...{ kind: order.kind, orderId, from: ['AWAITING_PAYMENT'], to: 'FAILED' },
      error: { type: failureType, sentence: readerOf(failureType) },
    },
    { type: 'order.failed', data: { failureType } },
  );
}

/** What a checkout is made from. */
export interface Payable {
  orderId: string;
  kind: Product;
  articleId: string;
  /** Of the article, or what a new one is about. */
  title: string;
  address: string;
  locale: 'en' | 'de';
  /** In the smallest unit of the currency (ISO 4217). */
  amount: number;
  currency: string;
}

/** What a checkout is made from; undefined unless the order exists, is the tenant's where one is given, and waits for its payment. Locks the order. */
export async function findPayable(
  tx: Queryable,
  key: { orderId: string; tenantId?: string },
): Promise<Payable | undefined> {
  const order = await findPurchased(tx, { ...key, lock: true });
  if (!order || order.paidAt || order.address === null || order.status !== 'AWAITING_PAYMENT')
    return undefined;
  const { kind, articleId, address, locale, price } = order;
  const title = mailTitle(order.articleTitle ?? order.topic);
  return { orderId: order.id, kind, articleId, title, address, locale, ...price };
}
