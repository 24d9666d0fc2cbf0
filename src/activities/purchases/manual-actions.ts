import type { Db } from '../../db/db';
import type { ActionRequest, ActionResult } from '../../db/orders/actions';
import type { PurchasedOrder } from '../../db/purchases/purchases';
import type { ManualAction } from '../orders/manual-actions';

/** Acts on the version that an order has now for what is done with it; the rule looks again with the order locked. */
async function onVersion(
  db: Db,
  request: ActionRequest,
  versionOf: (order: PurchasedOrder) => string | null,
  act: (versionId: string) => Promise<ActionResult>,
): Promise<ActionResult> {
  const order = await db.purchases.findPurchased({ orderId: request.orderId });
  if (!order) return { outcome: 'not_found' };
  const { status, phase } = order;
  const versionId = versionOf(order);
  if (versionId === null) return { outcome: 'conflict', status, phase, reason: 'The order has no text.' };
  return act(versionId);
}

/**
 * What operators can signal by hand to orders that were bought. Signals name no version: it is the one that is there. A rejection is told to
 * the buyer with its reason, and signals carry no free text, so that nobody rejects by a signal.
 */
export const PURCHASE_MANUAL_ACTIONS = {
  regenerate: ({ part }) =>
    part === undefined ? (db, request) => db.reviewActions.regenerate(request) : undefined,
  submitForReview: () => (db, request) =>
    onVersion(
      db,
      request,
      ({ versionId }) => versionId,
      (versionId) => db.reviewActions.submitForReview({ ...request, versionId }),
    ),
  approve: () => (db, request) =>
    onVersion(
      db,
      request,
      ({ submittedVersionId }) => submittedVersionId,
      (versionId) => db.reviewActions.approve({ ...request, versionId }),
    ),
} as const satisfies Record<string, ManualAction>;
