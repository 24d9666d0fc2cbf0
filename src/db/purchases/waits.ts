import { addEvent, addEventOnce } from '../events/events';
import { alertOfReview } from '../mail/admin-alerts';
import type { RunKey } from '../orders/runs';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { mailBuyer } from './mails';
import { findPurchased } from './purchases';
import type { PurchasedOrder } from './purchases';
import { submitLocked } from './review-actions';
import { READY_AT } from './sql';

/** Which wait of an order is meant: one that has been answered is another round's, or another status's. */
export type ReviewWait = RunKey & { round: number };

/** The order while it still waits for whoever is reminded. The order is locked. */
async function waiting(
  tx: Queryable,
  { orderId, startNo, round }: ReviewWait,
  status: PurchasedOrder['status'],
): Promise<PurchasedOrder | undefined> {
  const order = await findPurchased(tx, { orderId, lock: true });
  const isSame = order?.startNo === startNo && order.round === round && order.status === status;
  return isSame ? order : undefined;
}

/** Reminds a buyer of a text that waits for them, once a round, if it still does. */
export async function remindBuyer(db: Queryable, wait: ReviewWait): Promise<void> {
  await atomically(db, async (tx) => {
    const order = await waiting(tx, wait, 'QUALITY_CHECK');
    if (!order) return;
    const { orderId, round } = wait;
    await addEventOnce(tx, { orderId, type: 'review.reminder', round, data: { of: 'buyer' } });
    await mailBuyer(tx, order, { kind: 'reminder', round });
  });
}

/** Reminds the administrators of a text that waits for them, for the `reminder`th time (from 1), if it still does. */
export async function remindAdmins(db: Queryable, wait: ReviewWait & { reminder: number }): Promise<void> {
  await atomically(db, async (tx) => {
    const order = await waiting(tx, wait, 'ADMIN_REVIEW');
    if (!order || order.approvedAt !== null) return;
    const { orderId, round, reminder } = wait;
    const data = { of: 'admin', reminder };
    const known = await tx.query(
      `select 1 from order_events where order_id = $1 and type = 'review.reminder' and round = $2 and data = $3::jsonb limit 1`,
      [orderId, round, JSON.stringify(data)],
    );
    if (known.rowCount !== 0) return;
    await addEvent(tx, { orderId, type: 'review.reminder', round, data });
    await alertOfReview(tx, { alert: 'review_waiting', orderId, round, reminder });
  });
}

/**
 * A buyer's time is over: the text is submitted for them, unless they acted first. Asked too early, by a clock that differs from Postgres', it
 * does nothing.
 */
export async function submitAtDeadline(
  db: Queryable,
  wait: ReviewWait & { deadlineMs: number },
): Promise<void> {
  await atomically(db, async (tx) => {
    const order = await waiting(tx, wait, 'QUALITY_CHECK');
    if (!order?.versionId) return;
    const due = await tx.query(
      `select 1 from purchases p where p.id = $1 and ${READY_AT} <= statement_timestamp() - make_interval(secs => $2 / 1000.0)`,
      [order.id, wait.deadlineMs],
    );
    if (due.rowCount === 1) await submitLocked(tx, order, { versionId: order.versionId, by: 'deadline' });
  });
}
