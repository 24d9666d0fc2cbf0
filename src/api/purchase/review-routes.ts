import type { Response } from 'express';
import type { Product } from '../../contract/orders';
import type { Db } from '../../db/db';
import type { PurchasedOrder } from '../../db/purchases/purchases';
import { jobId } from '../../domain/purchases/jobs';
import { scopeOf } from '../http/auth';
import { envelopeOf, inEnvelope } from '../http/envelope';
import { ApiError } from '../http/errors';
import type { DescribedRouter } from '../http/route';
import { actionRequestOf, heldAction } from '../orders/action-request';
import { FULL_ANSWERS } from '../orders/action-routes';
import type { Texts } from '../texts/texts';
import { PURCHASE } from './base';
import {
  regenerateBody,
  regeneratedView,
  statusView,
  submitBody,
  submittedView,
  versionOfOrder,
  versionParams,
} from './review-schemas';
import { viewStatus, viewText, wasShown } from './review-views';
import { orderParams } from './schemas';

/** For how long whoever asks for another text waits for it, usually. */
const ESTIMATED_TIME = '10-30 minutes';

/** What the next text of each product is made from. */
const NOTES: Readonly<Record<Product, string>> = {
  article: 'The AI will write a fresh text from your brief.',
  backlink: 'The AI will re-integrate your backlink into the current published version.',
};

/** Adds the routes by which buyers follow an order, have its text made again, and submit it. */
export function addReview(
  routes: DescribedRouter,
  deps: { db: Db; texts: Texts; own: (res: Response, orderId: string) => Promise<PurchasedOrder> },
): void {
  const { db, texts, own } = deps;

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${PURCHASE}/status/:orderId`,
      summary: 'Get purchase status',
      description: 'How an order that was bought stands, with its text once there is one.',
      params: orderParams,
      answers: { 200: { description: 'The order.', schema: envelopeOf(statusView) } },
    },
    async ({ params, res }) => {
      const view = await viewStatus(deps, await own(res, params.orderId));
      return inEnvelope(view.statusMessage, view);
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${PURCHASE}/status/:orderId/versions/:versionId`,
      summary: 'Get text of purchase',
      description: 'One of the texts that the buyer was shown, earlier ones too.',
      params: versionParams,
      answers: { 200: { description: 'The text.', schema: envelopeOf(versionOfOrder) } },
    },
    async ({ params: { orderId, versionId }, res }) => {
      const order = await own(res, orderId);
      const version = await db.reviewViews.versionText({ articleId: order.articleId, versionId });
      if (!version || version.orderId !== order.id || !wasShown(version))
        throw new ApiError('not_found', 'The order has no such text.');
      const text = await viewText(texts, version);
      return inEnvelope('Text found.', { ...text, isCurrent: order.versionId === versionId });
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'orders.review',
      path: `${PURCHASE}/regenerate-backlink`,
      summary: 'Regenerate text',
      description:
        'Has the text of an order made again, a link from what is published by then. Asked again before it is there, it is the same job.',
      body: regenerateBody,
      idempotent: true,
      answers: {
        202: { description: 'It is queued.', schema: envelopeOf(regeneratedView) },
        404: { description: 'The order does not exist.' },
        409: { description: 'The text does not wait for its buyer; see `status`.' },
        ...FULL_ANSWERS,
        429: {
          description:
            'It was regenerated as often as fair use allows within 24 hours (see `availableAt` and `Retry-After`), or too many orders are open (`too_many_orders`).',
        },
      },
    },
    async ({ body: { orderId }, req, res }) => {
      const request = actionRequestOf(req, res, orderId);
      const { actId } = heldAction(await db.reviewActions.regenerate(request), 'order');
      const order = await own(res, orderId);
      const at = await db.reviewViews.sentBackAt({ orderId: order.id, actId });
      return inEnvelope(
        "Regeneration request submitted. You'll receive an email when ready.",
        {
          jobId: jobId({ product: order.kind, orderId: order.id }, at),
          estimatedTime: ESTIMATED_TIME,
          note: NOTES[order.kind],
        },
        202,
      );
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'orders.review',
      path: `${PURCHASE}/submit-for-review`,
      summary: 'Submit text for approval',
      description: 'Puts the text that the buyer was shown last before the administrators.',
      body: submitBody,
      idempotent: true,
      answers: {
        200: { description: 'It is submitted.', schema: envelopeOf(submittedView) },
        404: { description: 'The order does not exist, or the text is not one of its own.' },
        409: {
          description: 'The text does not wait for its buyer (see `status`), or there is a newer one by now.',
        },
      },
    },
    async ({ body: { orderId, versionId }, req, res }) => {
      const request = actionRequestOf(req, res, orderId);
      heldAction(await db.reviewActions.submitForReview({ ...request, versionId }), 'order or text');
      const { status } = await own(res, orderId);
      return inEnvelope('Your content was submitted for approval.', { orderId, status });
    },
  );
}

/** Looks up an order that was bought for whoever asks; throws `not_found` where there is none for them. */
export function ownPurchases(db: Db) {
  return async (res: Response, orderId: string): Promise<PurchasedOrder> => {
    const order = await db.purchases.findPurchased({ orderId, tenantId: scopeOf(res) });
    if (!order) throw new ApiError('not_found', 'Order not found.');
    return order;
  };
}
