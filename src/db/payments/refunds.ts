import { randomUUID } from 'node:crypto';
import type {
  OrderRefundReason,
  RefundDecision,
  RefundFacts,
  RefundReason,
  RefundState,
} from '../../contract/payments';
import { alertOfPayment } from '../mail/admin-alerts';
import { enqueueRefund } from '../outbox/outbox';
import type { Queryable } from '../pool';
import { lockPaidOrder } from './checkouts';
import { noteRefund } from './refund-events';
import type { RefundEvent } from './refund-events';

/** Money that goes back. Amounts in the smallest unit of the currency. */
export interface Refund {
  id: string;
  orderId: string;
  checkoutId: string;
  /** Of the payment that it gives back. */
  sessionId: string | null;
  paymentIntent: string | null;
  amount: number;
  currency: string;
  reason: RefundReason;
  state: RefundState;
  refundId: string | null;
  /** The one that failed before this was asked for again. */
  failedRefundId: string | null;
  tries: number;
  /** How often it was asked for. */
  requestNo: number;
  keyNo: number;
  lookFirst: boolean;
  /** How long ago the idempotency key was first used, in milliseconds; null if it was not. */
  keyAgeMs: number | null;
  /** What a person decided last. */
  resolution: RefundDecision | null;
}

/** Columns of a refund (`r`) and of its checkout (`c`). */
const COLUMNS = `r.id, r.order_id as "orderId", r.checkout_id as "checkoutId", c.session_id as "sessionId",
  c.payment_intent as "paymentIntent", r.amount::float8 as amount, r.currency, r.reason, r.state, r.refund_id as "refundId", r.failed_refund_id as "failedRefundId",
  r.tries, r.request_no as "requestNo", r.key_no as "keyNo", r.look_first as "lookFirst",
  (extract(epoch from clock_timestamp() - r.key_since) * 1000)::float8 as "keyAgeMs", r.resolution`;

const FROM = 'from refunds r join checkouts c on c.id = r.checkout_id';

/** A refund by its id; `lock`: nobody else changes it until the end of the transaction. */
export async function findRefund(
  db: Queryable,
  key: { refundId: string; lock?: boolean },
): Promise<Refund | undefined> {
  const result = await db.query<Refund>(
    `select ${COLUMNS} ${FROM} where r.id = $1 ${key.lock ? 'for no key update of r' : ''}`,
    [key.refundId],
  );
  return result.rows[0];
}

/** The refunds of an order, oldest first. */
export async function listRefunds(db: Queryable, key: { orderId: string }): Promise<Refund[]> {
  const result = await db.query<Refund>(
    `select ${COLUMNS} ${FROM} where r.order_id = $1 order by r.created_at, r.id`,
    [key.orderId],
  );
  return result.rows;
}

/** What a refund is changed to that is asked for again: whatever was made of it before is looked for first. */
export const ASKED_AGAIN = `state = 'requested', look_first = true, settled_at = null, unsure_since = null, request_no = r.request_no + 1,
  failed_refund_id = coalesce(r.refund_id, r.failed_refund_id), refund_id = null, updated_at = clock_timestamp()`;

/** Has the money of one checkout go back, once; answers the refund's id. A refund that had failed is asked for again. */
export async function queueRefund(
  tx: Queryable,
  refund: { orderId: string; checkoutId: string; amount: number; currency: string; reason: RefundReason },
): Promise<string> {
  const { orderId, checkoutId, amount, currency, reason } = refund;
  const queued = await tx.query<{ id: string }>(
    `insert into refunds as r (id, order_id, checkout_id, amount, currency, reason, state)
     values ($1, $2, $3, $4, $5, $6, 'requested')
     on conflict (checkout_id) do update set ${ASKED_AGAIN} where r.state = 'failed'
     returning r.id`,
    [randomUUID(), orderId, checkoutId, amount, currency, reason],
  );
  const id = queued.rows[0]?.id;
  if (id !== undefined) {
    await noteRefund(tx, { ...refund, id, event: 'refund.requested' });
    await enqueueRefund(tx, { refundId: id });
    return id;
  }
  const found = await tx.query<{ id: string }>('select id from refunds where checkout_id = $1', [checkoutId]);
  return found.rows[0]!.id;
}

/**
 * Has what was paid for an order go back, in the transaction of the decision. Asked twice, it is one refund; one that had failed is asked
 * for again. Answers its id and state, or undefined where nothing was paid.
 */
export async function requestRefund(
  tx: Queryable,
  { orderId, reason }: { orderId: string; reason: OrderRefundReason },
): Promise<{ refundId: string; state: RefundState; amount: number; currency: string } | undefined> {
  if (!(await lockPaidOrder(tx, { orderId }))) return undefined;
  const found = await tx.query<{ checkoutId: string; amount: number; currency: string }>(
    `select id as "checkoutId", paid_amount::float8 as amount, currency from checkouts
      where order_id = $1 and state = 'paid' and paid_amount > 0`,
    [orderId],
  );
  const [paid] = found.rows;
  if (!paid) return undefined;
  const refundId = await queueRefund(tx, { orderId, reason, ...paid });
  const { state, amount, currency } = (await findRefund(tx, { refundId }))!;
  return { refundId, state, amount, currency };
}

/** The refund row that something Stripe says is about: the one that asked, the one that has its id, or the one of that payment. */
async function rowOf(tx: Queryable, refund: RefundFacts): Promise<Refund | undefined> {
  const result = await tx.query<Refund>(
    `select ${COLUMNS} ${FROM}
      where r.id = $1 or r.refund_id = $2 or (c.payment_intent = $3 and r.refund_id is null and r.amount = $4)
      order by (r.id = $1) is true desc, (r.refund_id = $2) is true desc limit 1 for no key update of r`,
    [refund.refundRowId, refund.id, refund.paymentIntent, refund.amount],
  );
  return result.rows[0];
}

/** Whether a refund is of a payment of ours. */
export async function isOurRefund(db: Queryable, refund: RefundFacts): Promise<boolean> {
  const result = await db.query(
    `select 1 from refunds where id = $1 or refund_id = $2
     union all select 1 from checkouts where payment_intent = $3 limit 1`,
    [refund.refundRowId, refund.id, refund.paymentIntent],
  );
  return result.rowCount === 1;
}

/** What the timeline is told where a refund is known to be in a state at first. */
const EVENT_OF = {
  pending: 'refund.requested',
  succeeded: 'refund.succeeded',
  failed: 'refund.failed',
} as const satisfies Record<RefundFacts['state'], RefundEvent>;

/** Notes a refund that was made at Stripe by a person, if it gives back all of a payment; it takes the place of one that failed. */
async function addByHand(tx: Queryable, refund: RefundFacts): Promise<boolean> {
  const added = await tx.query<Pick<Refund, 'id' | 'orderId' | 'amount' | 'currency'>>(
    `insert into refunds (id, order_id, checkout_id, amount, currency, reason, state, refund_id, settled_at)
     select $1, c.order_id, c.id, c.paid_amount, c.currency, 'by_hand', $2, $3,
            case when $2 = 'pending' then null else clock_timestamp() end
       from checkouts c where c.payment_intent = $4 and c.state in ('paid', 'surplus') and c.paid_amount = $5
     on conflict (checkout_id) do update
       set state = excluded.state, reason = excluded.reason, refund_id = excluded.refund_id, settled_at = excluded.settled_at,
           failed_refund_id = coalesce(refunds.refund_id, refunds.failed_refund_id), updated_at = clock_timestamp()
       where refunds.state = 'failed' and excluded.state <> 'failed' and excluded.refund_id is distinct from refunds.failed_refund_id
     returning id, order_id as "orderId", amount::float8 as amount, currency`,
    [randomUUID(), refund.state, refund.id, refund.paymentIntent, refund.amount],
  );
  const [row] = added.rows;
  if (row) await noteRefund(tx, { ...row, reason: 'by_hand', event: EVENT_OF[refund.state] });
  return row !== undefined;
}

/**
 * Writes what Stripe says of a refund, whoever brings it: its webhook, the answer to asking for it, or a look at it. A refund that has
 * succeeded or failed stays so; what contradicts that is told to the administrators. One that was unconfirmed is settled by it. Answers whether
 * anything changed.
 */
export async function applyRefund(tx: Queryable, refund: RefundFacts): Promise<boolean> {
  const row = await rowOf(tx, refund);
  if (!row) return addByHand(tx, refund);
  if (row.refundId !== null && row.refundId !== refund.id) return false;
  if (row.failedRefundId === refund.id) return false;
  const about = `refund:${row.id}`;
  if (row.state === 'succeeded' || row.state === 'failed') {
    if (row.state === 'succeeded' && refund.state === 'failed')
      await alertOfPayment(tx, {
        ...{ about: `${about}:returned`, round: 1, alert: 'refund_returned', orderId: row.orderId },
      });
    return false;
  }
  await tx.query(
    `update refunds set state = $2, refund_id = $3, updated_at = clock_timestamp(), last_problem = null, unsure_since = null,
            settled_at = case when $2 = 'pending' then null else clock_timestamp() end
      where id = $1`,
    [row.id, refund.state, refund.id],
  );
  // Under way is no more than it was asked for.
  if (refund.state !== 'pending') await noteRefund(tx, { ...row, event: EVENT_OF[refund.state] });
  if (refund.state === 'failed')
    await alertOfPayment(tx, { about, round: row.requestNo, alert: 'refund_failed', orderId: row.orderId });
  return true;
}

/**
 * Has a refund that is asked for, or unconfirmed, be looked up at Stripe first, because money of its payment went back. Answers whether there is
 * one.
 */
export async function lookAtRefund(tx: Queryable, key: { paymentIntent: string }): Promise<boolean> {
  const result = await tx.query<{ id: string }>(
    `update refunds r set look_first = true from checkouts c
      where c.id = r.checkout_id and c.payment_intent = $1 and r.state in ('requested', 'unconfirmed') returning r.id`,
    [key.paymentIntent],
  );
  for (const { id } of result.rows) await enqueueRefund(tx, { refundId: id });
  return result.rowCount !== 0;
}
