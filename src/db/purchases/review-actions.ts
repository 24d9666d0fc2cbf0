import { isDeepStrictEqual } from 'node:util';
import { readerOf } from '../../contract/failures';
import { cutAtGrapheme } from '../../domain/text/text';
import { addEvent } from '../events/events';
import { conflict, lastAction, performAction } from '../orders/actions';
import type { ActionContext, ActionRequest, ActionResult } from '../orders/actions';
import type { ActionPayload } from '../orders/cancelling';
import { moveOrder } from '../orders/orders';
import { endOrder } from '../orders/runs';
import { requestRefund } from '../payments/refunds';
import type { Queryable } from '../pool';
import { askAdmins } from './ask-admins';
import { regenerationUse } from './limits';
import { mailBuyer } from './mails';
import { findPurchased } from './purchases';
import type { PurchasedOrder } from './purchases';

/** Characters of an administrator's reason that a mail repeats; the page of the order has all of it. */
const MAILED_REASON = 450;

/** What the rule of an action on an order works with that was bought. */
interface PurchaseActionContext extends Omit<ActionContext, 'order'> {
  order: PurchasedOrder;
}

/** Performs an action that only orders know that were bought; orders of other kinds are not there. */
async function performPurchaseAction(
  db: Queryable,
  request: ActionRequest,
  action: { name: string; payload: ActionPayload },
  rule: (context: PurchaseActionContext) => Promise<ActionResult>,
): Promise<ActionResult> {
  return performAction(db, request, action, async (context) => {
    const order = await findPurchased(context.tx, { orderId: context.order.id });
    return order ? rule({ ...context, order }) : { outcome: 'not_found' };
  });
}

/** Whether a version was made for an order. */
async function isVersionOf(tx: Queryable, order: PurchasedOrder, versionId: string): Promise<boolean> {
  const found = await tx.query('select 1 from article_revisions where id = $1 and order_id = $2', [
    versionId,
    order.id,
  ]);
  return found.rowCount === 1;
}

/** The action of this name that did the same in this start of the order. */
async function sameBefore(
  tx: Queryable,
  order: PurchasedOrder,
  action: { name: string; payload: ActionPayload },
): Promise<ActionResult | undefined> {
  const earlier = await lastAction(tx, order, action.name);
  return earlier && isDeepStrictEqual(earlier.payload, action.payload)
    ? { outcome: 'same', actId: earlier.actId }
    : undefined;
}

/** Whether the round that an order is in was asked for by sending its text back. */
async function isSentBack(tx: Queryable, order: PurchasedOrder): Promise<boolean> {
  const found = await tx.query(
    `select 1 from order_events where order_id = $1 and type = 'version.sent_back' and round = $2 limit 1`,
    [order.id, order.round],
  );
  return found.rowCount === 1;
}

/** A buyer sends the text back: it is made again from what is published by then, as often as fair use lets them. A second click is the same act. */
export async function regenerate(db: Queryable, request: ActionRequest): Promise<ActionResult> {
  const action = { name: 'regenerate', payload: {} };
  return performPurchaseAction(db, request, action, async (context) => {
    const { tx, order, actId, makeRoom, record, signal } = context;
    const { id: orderId, kind, versionId } = order;
    if (order.status === 'PROCESSING' && (await isSentBack(tx, order))) {
      const same = await sameBefore(tx, order, action);
      if (same) return same;
    }
    if (order.status !== 'QUALITY_CHECK')
      return conflict(order, 'Only a text that waits for its buyer can be regenerated.');
    const { limit, availableAt } = await regenerationUse(tx, { orderId });
    if (availableAt)
      return {
        outcome: 'too_often',
        availableAt,
        reason: `A text can be regenerated ${limit} times in 24 hours.`,
      };
    await makeRoom();
    const round = order.round + 1;
    await tx.query('update orders set round = $2 where id = $1', [orderId, round]);
    await moveOrder(tx, { kind, orderId, from: ['QUALITY_CHECK'], to: 'PROCESSING' });
    await record();
    await addEvent(tx, { orderId, type: 'version.sent_back', round, data: { versionId, actId } });
    await signal('regenerate');
    return { outcome: 'done', actId };
  });
}

/**
 * Puts a version of a locked order before the administrators: what a buyer's word and a buyer's deadline both do. Answers whether this call
 * did; an order that does not wait for its buyer, or whose version is another one, stays as it is.
 */
export async function submitLocked(
  tx: Queryable,
  order: PurchasedOrder,
  submission: { versionId: string; by: 'buyer' | 'deadline' },
): Promise<boolean> {
  const { id: orderId, kind, startNo, round } = order;
  const { versionId, by } = submission;
  if (order.versionId !== versionId) return false;
  const move = { kind, orderId, startNo, round, from: ['QUALITY_CHECK'], to: 'ADMIN_REVIEW' } as const;
  if (!(await moveOrder(tx, move))) return false;
  await tx.query(
    `update purchases set submitted_version_id = $2, submitted_at = clock_timestamp(), submitted_by = $3 where id = $1`,
    [orderId, versionId, by],
  );
  await addEvent(tx, { orderId, type: 'version.submitted', data: { versionId, by } });
  await askAdmins(tx, order);
  return true;
}

/** A buyer is content with a version: it goes to the administrators. It has to be the one that the buyer is shown last. */
export async function submitForReview(
  db: Queryable,
  request: ActionRequest & { versionId: string; by?: 'buyer' | 'deadline' },
): Promise<ActionResult> {
  const { versionId, by = 'buyer' } = request;
  const action = { name: 'submitForReview', payload: { versionId } };
  return performPurchaseAction(db, request, action, async ({ tx, order, actId, record, signal }) => {
    if (!(await isVersionOf(tx, order, versionId))) return { outcome: 'not_found' };
    if (order.status === 'ADMIN_REVIEW' && order.submittedVersionId === versionId) {
      const same = await sameBefore(tx, order, action);
      if (same) return same;
    }
    if (order.status !== 'QUALITY_CHECK')
      return conflict(order, 'Only a text that waits for its buyer can be submitted.');
    if (!(await submitLocked(tx, order, { versionId, by })))
      return conflict(order, 'There is a newer text by now. Look at that one and submit it.');
    await record();
    await signal('submitForReview');
    return { outcome: 'done', actId };
  });
}

/** Why an administrator's word on a version does not count; undefined where it does. */
async function reviewRefusal(
  tx: Queryable,
  order: PurchasedOrder,
  versionId: string,
): Promise<ActionResult | undefined> {
  if (!(await isVersionOf(tx, order, versionId))) return { outcome: 'not_found' };
  if (order.status !== 'ADMIN_REVIEW') return conflict(order, 'No text of this order waits for approval.');
  if (order.approvedAt) return conflict(order, 'The text was approved already.');
  return order.submittedVersionId === versionId
    ? undefined
    : conflict(order, 'Another text of this order waits for approval by now.');
}

/** An administrator approves the version that was submitted: it is published next, and the order stays in its review until it is. */
export async function approve(
  db: Queryable,
  request: ActionRequest & { versionId: string },
): Promise<ActionResult> {
  const { versionId } = request;
  const action = { name: 'approve', payload: { versionId } };
  return performPurchaseAction(db, request, action, async (context) => {
    const { tx, order, actId, makeRoom, record, signal } = context;
    const { id: orderId, kind } = order;
    if (order.approvedVersionId === versionId) {
      const same = await sameBefore(tx, order, action);
      if (same) return same;
    }
    const refusal = await reviewRefusal(tx, order, versionId);
    if (refusal) return refusal;
    await makeRoom();
    await tx.query(
      'update purchases set approved_version_id = $2, approved_at = clock_timestamp() where id = $1',
      [orderId, versionId],
    );
    await moveOrder(tx, { kind, orderId, from: ['ADMIN_REVIEW'], to: 'ADMIN_REVIEW', phase: 'queued' });
    await record();
    await addEvent(tx, { orderId, type: 'version.approved', data: { versionId } });
    await signal('approve');
    return { outcome: 'done', actId };
  });
}

/** An administrator does not want a text published: the order fails, its payment goes back, and its buyer is told why. */
export async function reject(
  db: Queryable,
  request: ActionRequest & { versionId: string; reason: string },
): Promise<ActionResult> {
  const { versionId, reason } = request;
  const action = { name: 'reject', payload: { versionId, reason } };
  return performPurchaseAction(db, request, action, async ({ tx, order, actId, record, signal }) => {
    const { id: orderId, kind, startNo } = order;
    if (order.rejectedAt) {
      const same = await sameBefore(tx, order, action);
      if (same) return same;
    }
    const refusal = await reviewRefusal(tx, order, versionId);
    if (refusal) return refusal;
    await tx.query(
      'update purchases set rejected_at = clock_timestamp(), rejection_reason = $2 where id = $1',
      [orderId, reason],
    );
    await tx.query(`update article_revisions set backlink_review_status = 'REJECTED' where id = $1`, [
      versionId,
    ]);
    await record();
    await addEvent(tx, { orderId, type: 'version.rejected', data: { versionId } });
    const failureType = 'Order.Rejected';
    await endOrder(
      tx,
      {
        ...{ kind, orderId, from: ['ADMIN_REVIEW'], to: 'FAILED' },
        error: { type: failureType, sentence: readerOf(failureType) },
      },
      { type: 'order.failed', data: { failureType } },
    );
    if (order.paidAt) await requestRefund(tx, { orderId, reason: 'rejected' });
    await mailBuyer(tx, order, {
      ...{ kind: 'rejected', round: startNo },
      facts: { reason: cutAtGrapheme(reason.replace(/\s+/g, ' '), MAILED_REASON) },
    });
    await signal('reject');
    return { outcome: 'done', actId };
  });
}
