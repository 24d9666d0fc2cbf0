import { alertOfPayment } from '../mail/admin-alerts';
import type { Queryable } from '../pool';
import { noteRefund } from './refund-events';
import { findRefund } from './refunds';
import type { Refund } from './refunds';

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

/** Why an attempt failed, and what that leaves. */
export interface FailedRefundTry {
  refundId: string;
  problem: string;
  /** Whether Stripe's list is to be read before the next one. */
  lookFirst: boolean;
  /** Whether nobody knows what came of it: an answer was lost, or says nothing that we understand. */
  isUnsure: boolean;
  /** How long nobody knew when a person is asked, in milliseconds. */
  unconfirmedAfterMs: number;
}

/**
 * Notes why an attempt failed. Where nobody has known for long what came of it, it is unconfirmed, and the administrators are told. Answers
 * whether it is tried again.
 */
export async function noteRefundTry(tx: Queryable, failed: FailedRefundTry): Promise<boolean> {
  const { refundId, problem, lookFirst, isUnsure, unconfirmedAfterMs } = failed;
  const noted = await tx.query<Pick<Refund, 'state'>>(
    `update refunds set last_problem = $2, look_first = look_first or $3, updated_at = clock_timestamp(),
            unsure_since = case when $4 then coalesce(unsure_since, clock_timestamp()) else unsure_since end,
            state = case when $4 and unsure_since <= statement_timestamp() - make_interval(secs => $5 / 1000.0) then 'unconfirmed' else state end
      where id = $1 and state = 'requested' returning state`,
    [refundId, problem, lookFirst, isUnsure, unconfirmedAfterMs],
  );
  if (noted.rows[0]?.state !== 'unconfirmed') return true;
  const row = (await findRefund(tx, { refundId }))!;
  await noteRefund(tx, { ...row, event: 'refund.unconfirmed' });
  const told = { about: `refund:${refundId}`, round: row.requestNo, orderId: row.orderId };
  await alertOfPayment(tx, { ...told, alert: 'refund_unconfirmed' });
  return false;
}

/** Ends a refund without one of Stripe's: it refuses it for good (`failed`), or the money is back already (`succeeded`). */
export async function settleRefund(
  tx: Queryable,
  end: { refundId: string; state: 'failed' | 'succeeded'; problem: string | null },
): Promise<void> {
  const ended = await tx.query(
    `update refunds set state = $2, last_problem = $3, unsure_since = null, settled_at = clock_timestamp(), updated_at = clock_timestamp()
      where id = $1 and state = 'requested'`,
    [end.refundId, end.state, end.problem],
  );
  if (ended.rowCount !== 1) return;
  const row = (await findRefund(tx, end))!;
  const isFailed = end.state === 'failed';
  await noteRefund(tx, { ...row, event: isFailed ? 'refund.failed' : 'refund.succeeded' });
  if (!isFailed) return;
  const told = { about: `refund:${row.id}`, round: row.requestNo, orderId: row.orderId };
  await alertOfPayment(tx, { ...told, alert: 'refund_failed' });
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
