import { readerOf } from '../../contract/failures';
import { addEvent } from '../events/events';
import { conflict, performAction } from '../orders/actions';
import type { ActionRequest, ActionResult } from '../orders/actions';
import { moveOrder } from '../orders/orders';
import { endOrder } from '../orders/runs';
import { requestRefund } from '../payments/refunds';
import type { Queryable } from '../pool';
import { askAdmins } from './ask-admins';
import { mailBuyer } from './mails';
import { findPurchased } from './purchases';
import type { PurchasedOrder } from './purchases';

/** A buyer wants another text of the same brief, or another place for the same link. */
export async function regenerate(db: Queryable, request: ActionRequest): Promise<ActionResult> {
  return performAction(
    db,
    request,
    { name: 'regenerate', payload: {} },
    async ({ tx, order, actId, makeRoom, record, signal }) => {
      const { id: orderId, kind } = order;
      if (order.status !== 'QUALITY_CHECK') return conflict(order, 'There is no text to regenerate now.');
      await makeRoom();
      await tx.query('update orders set round = round + 1 where id = $1', [orderId]);
      await moveOrder(tx, { kind, orderId, from: ['QUALITY_CHECK'], to: 'PROCESSING' });
      await record();
      await addEvent(tx, { orderId, type: 'version.sent_back' });
      await signal('regenerate');
      return { outcome: 'done', actId };
    },
  );
}

/** Puts an order whose buyer looks at it, or should have, before the administrators. The order is locked. */
export async function submitLocked(
  tx: Queryable,
  order: PurchasedOrder,
  { versionId, by }: { versionId: string; by: 'buyer' | 'deadline' },
): Promise<void> {
  const { id: orderId, kind } = order;
  await moveOrder(tx, { kind, orderId, from: ['QUALITY_CHECK'], to: 'ADMIN_REVIEW' });
  await tx.query(
    `update purchases set submitted_version_id = $2, submitted_at = clock_timestamp(), submitted_by = $3 where id = $1`,
    [orderId, versionId, by],
  );
  await addEvent(tx, { orderId, type: 'version.submitted', data: { versionId, by } });
  await askAdmins(tx, order);
}

/** A buyer is content with the order's current text. */
export async function submitForReview(
  db: Queryable,
  request: ActionRequest & { versionId: string; by?: 'buyer' | 'deadline' },
): Promise<ActionResult> {
  const { versionId, by = 'buyer' } = request;
  return performAction(
    db,
    request,
    { name: 'submitForReview', payload: { versionId } },
    async ({ tx, order, actId, record, signal }) => {
      const bought = await findPurchased(tx, { orderId: order.id });
      if (!bought || order.status !== 'QUALITY_CHECK')
        return conflict(order, 'There is no text to submit now.');
      if (bought.versionId !== versionId) return conflict(order, 'There is a newer version of this text.');
      await submitLocked(tx, bought, { versionId, by });
      await record();
      await signal('submitForReview');
      return { outcome: 'done', actId };
    },
  );
}

/** The order while an administrator may decide on a version of it. */
async function decidable(
  tx: Queryable,
  orderId: string,
  versionId: string,
): Promise<PurchasedOrder | undefined> {
  const order = await findPurchased(tx, { orderId });
  const isOpen = order?.status === 'ADMIN_REVIEW' && order.approvedAt === null;
  return isOpen && order.submittedVersionId === versionId ? order : undefined;
}

/** An administrator lets the submitted version go live. */
export async function approve(
  db: Queryable,
  request: ActionRequest & { versionId: string },
): Promise<ActionResult> {
  const { versionId } = request;
  return performAction(
    db,
    request,
    { name: 'approve', payload: { versionId } },
    async ({ tx, order, actId, makeRoom, record, signal }) => {
      const { id: orderId } = order;
      const bought = await decidable(tx, orderId, versionId);
      if (!bought) return conflict(order, 'This version does not wait for approval.');
      await makeRoom();
      await tx.query(
        'update purchases set approved_version_id = $2, approved_at = clock_timestamp() where id = $1',
        [orderId, versionId],
      );
      await moveOrder(tx, {
        ...{ kind: bought.kind, orderId, from: ['ADMIN_REVIEW'], to: 'ADMIN_REVIEW', phase: 'queued' },
      });
      await record();
      await addEvent(tx, { orderId, type: 'version.approved', data: { versionId } });
      await signal('approve');
      return { outcome: 'done', actId };
    },
  );
}

/** An administrator does not want the submitted version published: the order ends, and its money goes back. */
export async function reject(
  db: Queryable,
  request: ActionRequest & { versionId: string; reason: string },
): Promise<ActionResult> {
  const { versionId, reason } = request;
  return performAction(
    db,
    request,
    { name: 'reject', payload: { versionId, reason } },
    async ({ tx, order, actId, record, signal }) => {
      const { id: orderId } = order;
      const bought = await decidable(tx, orderId, versionId);
      if (!bought) return conflict(order, 'This version does not wait for approval.');
      await tx.query(
        'update purchases set rejected_at = clock_timestamp(), rejection_reason = $2 where id = $1',
        [orderId, reason],
      );
      await tx.query(`update article_revisions set backlink_review_status = 'REJECTED' where id = $1`, [
        versionId,
      ]);
      await addEvent(tx, { orderId, type: 'version.rejected', data: { versionId } });
      const failureType = 'Order.Rejected';
      const error = { type: failureType, sentence: readerOf(failureType) };
      await endOrder(
        tx,
        { kind: bought.kind, orderId, from: ['ADMIN_REVIEW'], to: 'FAILED', error },
        { type: 'order.failed', data: { failureType } },
      );
      if (bought.paidAt) await requestRefund(tx, { orderId, reason: 'rejected' });
      await mailBuyer(tx, bought, { kind: 'rejected', round: bought.startNo });
      await record();
      await signal('reject');
      return { outcome: 'done', actId };
    },
  );
}
