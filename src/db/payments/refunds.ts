import { randomUUID } from 'node:crypto';
import type { RefundFacts, RefundReason, RefundState } from '../../contract/payments';
import { alertOfPayment } from '../mail/admin-alerts';
import { enqueueRefund } from '../outbox/outbox';
import type { Queryable } from '../pool';
import { lockPaidOrder } from './checkouts';

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
  keyNo: number;
  lookFirst: boolean;
  /** How long ago the idempotency key was first used, in milliseconds; null if it was not. */
  keyAgeMs: number | null;
}

/** Columns of a refund (`r`) and of its checkout (`c`). */
const COLUMNS = `r.id, r.order_id as "orderId", r.checkout_id as "checkoutId", c.session_id as "sessionId",
  c.payment_intent as "paymentIntent", r.amount::float8 as amount, r.currency, r.reason, r.state, r.refund_id as "refundId", r.failed_refund_id as "failedRefundId",
  r.tries, r.key_no as "keyNo", r.look_first as "lookFirst",
  (extract(epoch from clock_timestamp() - r.key_since) * 1000)::float8 as "keyAgeMs"`;

const FROM = 'from refunds r join checkouts c on c.id = r.checkout_id';

/** A refund by its id. */
export async function findRefund(db: Queryable, key: { refundId: string }): Promise<Refund | undefined> {
  const result = await db.query<Refund>(`select ${COLUMNS} ${FROM} where r.id = $1`, [key.refundId]);
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

/** Has the money of one checkout go back, once; answers the refund's id. A refund that had failed is asked for again. */
export async function queueRefund(
  tx: Queryable,
  refund: { orderId: string; checkoutId: string; amount: number; currency: string; reason: RefundReason },
): Promise<string> {
  const { orderId, checkoutId, amount, currency, reason } = refund;
  const queued = await tx.query<{ id: string }>(
    `insert into refunds as r (id, order_id, checkout_id, amount, currency, reason, state)
     values ($1, $2, $3, $4, $5, $6, 'requested')
     on conflict (checkout_id) do update
       set state = 'requested', look_first = true, settled_at = null,
           failed_refund_id = coalesce(r.refund_id, r.failed_refund_id), refund_id = null, updated_at = clock_timestamp()
       where r.state = 'failed'
     returning r.id`,
    [randomUUID(), orderId, checkoutId, amount, currency, reason],
  );
  const id = queued.rows[0]?.id;
  if (id !== undefined) {
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
  { orderId, reason }: { orderId: string; reason: Extract<RefundReason, 'rejected' | 'failed'> },
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

/** Notes a refund that was made at Stripe by a person, if it gives back all of a payment; it takes the place of one that failed. */
async function addByHand(tx: Queryable, refund: RefundFacts): Promise<boolean> {
  const added = await tx.query(
    `insert into refunds (id, order_id, checkout_id, amount, currency, reason, state, refund_id, settled_at)
     select $1, c.order_id, c.id, c.paid_amount, c.currency, 'by_hand', $2, $3,
            case when $2 = 'pending' then null else clock_timestamp() end
       from checkouts c where c.payment_intent = $4 and c.state in ('paid', 'surplus') and c.paid_amount = $5
     on conflict (checkout_id) do update
       set state = excluded.state, reason = excluded.reason, refund_id = excluded.refund_id, settled_at = excluded.settled_at,
           failed_refund_id = coalesce(refunds.refund_id, refunds.failed_refund_id), updated_at = clock_timestamp()
       where refunds.state = 'failed' and excluded.state <> 'failed' and excluded.refund_id is distinct from refunds.failed_refund_id`,
    [randomUUID(), refund.state, refund.id, refund.paymentIntent, refund.amount],
  );
  return added.rowCount === 1;
}

/**
 * Writes what Stripe says of a refund, whoever brings it: its webhook, the answer to asking for it, or a look at it. A refund that has
 * succeeded or failed stays so; what contradicts that is told to the administrators. Answers whether anything changed.
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
    `update refunds set state = $2, refund_id = $3, updated_at = clock_timestamp(), last_problem = null,
            settled_at = case when $2 = 'pending' then null else clock_timestamp() end
      where id = $1`,
    [row.id, refund.state, refund.id],
  );
  if (refund.state === 'failed')
    await alertOfPayment(tx, { about, round: row.keyNo, alert: 'refund_failed', orderId: row.orderId });
  return true;
}

/** Has a refund that is asked for be looked up at Stripe first, because money of its payment went back. Answers whether there is one. */
export async function lookAtRefund(tx: Queryable, key: { paymentIntent: string }): Promise<boolean> {
  const result = await tx.query<{ id: string }>(
    `update refunds r set look_first = true from checkouts c
      where c.id = r.checkout_id and c.payment_intent = $1 and r.state = 'requested' returning r.id`,
    [key.paymentIntent],
  );
  for (const { id } of result.rows) await enqueueRefund(tx, { refundId: id });
  return result.rowCount !== 0;
}

/**
 * Records an attempt before it is made; answers the refund as it is then, or undefined if there is nothing left to ask for. A new
 * idempotency key is begun where the last one is not to be used again.
 */
export async function beginRefundTry(
  db: Queryable,
  attempt: { refundId: string; newKey: boolean },
): Promise<Refund | undefined> {
  const begun = await db.query(
    `update refunds set tries = tries + 1, first_tried_at = coalesce(first_tried_at, clock_timestamp()),
            last_tried_at = clock_timestamp(), look_first = look_first and not $2, key_no = key_no + case when $2 then 1 else 0 end,
            key_since = case when $2 then clock_timestamp() else coalesce(key_since, clock_timestamp()) end
      where id = $1 and state = 'requested'`,
    [attempt.refundId, attempt.newKey],
  );
  return begun.rowCount === 1 ? findRefund(db, attempt) : undefined;
}

/** Notes why an attempt failed; `lookFirst`: Stripe's list is to be read before the next one. */
export async function noteRefundTry(
  db: Queryable,
  failed: { refundId: string; problem: string; lookFirst: boolean },
): Promise<void> {
  await db.query(
    `update refunds set last_problem = $2, look_first = look_first or $3, updated_at = clock_timestamp()
      where id = $1 and state = 'requested'`,
    [failed.refundId, failed.problem, failed.lookFirst],
  );
}

/** Ends a refund without one of Stripe's: it refuses it for good (`failed`), or the money is back already (`succeeded`). */
export async function settleRefund(
  tx: Queryable,
  end: { refundId: string; state: 'failed' | 'succeeded'; problem: string | null },
): Promise<void> {
  const ended = await tx.query<{ orderId: string; keyNo: number }>(
    `update refunds set state = $2, last_problem = $3, settled_at = clock_timestamp(), updated_at = clock_timestamp()
      where id = $1 and state = 'requested' returning order_id as "orderId", key_no as "keyNo"`,
    [end.refundId, end.state, end.problem],
  );
  const [row] = ended.rows;
  if (row && end.state === 'failed')
    await alertOfPayment(tx, {
      about: `refund:${end.refundId}`,
      round: row.keyNo,
      alert: 'refund_failed',
      orderId: row.orderId,
    });
}

/** Refunds that are not settled, and that nothing has happened to for this long or is on its way to. */
export async function quietRefunds(
  db: Queryable,
  look: { quietMs: number; most: number },
): Promise<string[]> {
  const result = await db.query<{ id: string }>(
    `select r.id from refunds r
      where r.state in ('requested', 'pending') and r.updated_at < statement_timestamp() - make_interval(secs => $1 / 1000.0)
        and coalesce(r.last_tried_at, r.created_at) < statement_timestamp() - make_interval(secs => $1 / 1000.0)
        and not exists (select 1 from outbox m where m.delivery_id = r.id and m.state = 'pending')
      order by r.updated_at limit $2`,
    [look.quietMs, look.most],
  );
  return result.rows.map(({ id }) => id);
}

/** Notes that a pending refund was looked at. */
export async function noteRefundLook(db: Queryable, key: { refundId: string }): Promise<void> {
  await db.query(
    `update refunds set last_tried_at = clock_timestamp(), updated_at = clock_timestamp() where id = $1 and state = 'pending'`,
    [key.refundId],
  );
}
