import type { Response } from 'express';
import type { z } from 'zod';
import { principalName } from '../../contract/tenancy';
import type { ActionRequest, ActionResult } from '../../db/orders/actions';
import type { AdminOrderContent } from '../../db/purchases/admin-orders';
import type { ReviewedOrder } from '../../db/purchases/review-lists';
import { JOB_NAMES } from '../../domain/purchases/jobs';
import type { Permission } from '../../domain/tenants/permissions';
import { acceptOnce } from '../http/accept-once';
import type { AcceptDeps } from '../http/accept-once';
import { holderOf, scopeOf } from '../http/auth';
import { pageByCreation } from '../http/cursor';
import { envelopeOf, inEnvelope } from '../http/envelope';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { emptyBody, pageOf } from '../http/schemas';
import { actionRequestOf, heldAction } from '../orders/action-request';
import { FULL_ANSWERS } from '../orders/action-routes';
import {
  adminOrderItem,
  adminOrdersQuery,
  adminOrderView,
  adminVersion,
  approveBody,
  orderAsAdminBody,
  orderedView,
  queuesView,
  rejectBody,
} from './admin-schemas';
import { viewAdminOrder, viewAdminVersion, viewReviewed } from './admin-views';
import { articleContent, linkContent } from './content';
import type { ContentDeps } from './content';
import { versionParams } from './review-schemas';
import { orderParams } from './schemas';

/** Where administrators review what was bought, and order for themselves. */
const ADMIN_ORDERS = '/api/v1/admin/orders';

/** How actions on an order answer. */
const ACTION_ANSWERS = {
  200: { description: 'The order after the action.', schema: envelopeOf(adminOrderView) },
  404: { description: 'The order does not exist, or the text is not one of its own.' },
  409: { description: 'The action does not fit the order’s current state; see `status` and `phase`.' },
};

const noOrder = (): ApiError => new ApiError('not_found', 'Order not found.');

/** What an administrator orders. Throws what they are told where it cannot be ordered. */
async function contentOf(
  deps: ContentDeps,
  asked: z.output<typeof orderAsAdminBody>,
): Promise<AdminOrderContent> {
  if (asked.product === 'article') return (await articleContent(deps, asked)).content;
  const { content, assertPlace } = await linkContent(deps, asked);
  await assertPlace();
  return content;
}

/** The routes by which administrators see, review and place orders of what is sold. */
export function adminOrderRoutes(deps: AcceptDeps): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();
  const once = acceptOnce(deps);

  /** An order that the caller reaches; whoever reaches only their own finds only those. */
  async function reached(res: Response, orderId: string): Promise<ReviewedOrder> {
    const order = await db.reviewLists.findReviewed({ orderId });
    const scope = scopeOf(res);
    if (!order || (scope !== undefined && order.tenantId !== scope)) throw noOrder();
    return order;
  }

  routes.route(
    {
      method: 'get',
      permission: 'orders.inspect',
      path: ADMIN_ORDERS,
      summary: 'List orders to review',
      description: 'Orders of all products, of buyers and of administrators, newest first.',
      query: adminOrdersQuery,
      answers: {
        200: {
          description: 'One page of results.',
          schema: envelopeOf(pageOf(adminOrderItem)),
          leadsTo: [
            {
              path: `${ADMIN_ORDERS}/:orderId`,
              parameters: { orderId: '$response.body#/data/items/0/orderId' },
            },
          ],
        },
      },
    },
    async ({ query: { limit, cursor, ...filter } }) => {
      const limits = await db.purchaseLimits.readPurchaseLimits();
      const page = await pageByCreation(
        { limit, cursor },
        (where) => db.reviewLists.listReviewed({ ...filter, ...where }),
        (order) => viewReviewed(order, limits),
      );
      return inEnvelope(page.items.length === 0 ? 'No orders found.' : 'Orders found.', page);
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'orders.approve',
      path: ADMIN_ORDERS,
      summary: 'Order as administrator',
      description:
        'Orders a new article for a site, or a link in a published article. It costs nothing, begins at once, and its text comes straight to the administrators.',
      body: orderAsAdminBody,
      idempotent: true,
      answers: {
        202: {
          description: 'The order was accepted.',
          schema: envelopeOf(orderedView),
          headers: { Location: 'The URL of what was created.' },
          leadsTo: [
            { path: `${ADMIN_ORDERS}/:orderId`, parameters: { orderId: '$response.body#/data/orderId' } },
          ],
        },
        404: { description: 'The article or site is not in the public list.' },
        ...FULL_ANSWERS,
      },
    },
    async ({ body, req, res }) => {
      const holder = holderOf(res);
      return once(req, { holder, body, orders: 1, isBatch: false }, async (tx) => {
        const content = await contentOf({ db: tx, texts: deps.texts }, body);
        const { orderId } = await tx.adminOrders.orderAsAdmin({
          ...{ tenantId: holder.tenantId, orderedBy: principalName(holder.by), content },
        });
        return {
          ...{ status: 202, orders: 1, headers: { location: `${ADMIN_ORDERS}/${orderId}` } },
          json: { success: true, message: 'The order was accepted.', data: { orderId } },
        };
      });
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'orders.inspect',
      path: `${ADMIN_ORDERS}/:orderId`,
      summary: 'Get order to review',
      description:
        'An order with its text, what that was made from, what was found, its money and its mails.',
      params: orderParams,
      answers: { 200: { description: 'The order.', schema: envelopeOf(adminOrderView) } },
    },
    async ({ params, res }) =>
      inEnvelope('Order found.', await viewAdminOrder(db, await reached(res, params.orderId))),
  );

  routes.route(
    {
      method: 'get',
      permission: 'orders.inspect',
      path: `${ADMIN_ORDERS}/:orderId/versions/:versionId`,
      summary: 'Get text to review',
      description: 'Any version of the order’s article, drafts that did not pass quality control too.',
      params: versionParams,
      answers: { 200: { description: 'The version.', schema: envelopeOf(adminVersion) } },
    },
    async ({ params: { orderId, versionId }, res }) => {
      const { articleId } = await reached(res, orderId);
      const version = await db.reviewViews.versionText({ articleId, versionId });
      if (!version) throw new ApiError('not_found', 'The article has no such version.');
      return inEnvelope('Version found.', viewAdminVersion(version));
    },
  );

  function addAction<B extends z.ZodType>(
    spec: {
      name: string;
      permission: Permission;
      summary: string;
      description: string;
      body: B;
      says: string;
      opens?: true;
    },
    act: (request: ActionRequest, body: z.output<B>) => Promise<ActionResult>,
  ): void {
    const { name, permission, summary, description, body, says, opens } = spec;
    routes.route(
      {
        method: 'post',
        permission,
        path: `${ADMIN_ORDERS}/:orderId/${name}`,
        ...{ summary, description, params: orderParams, body },
        idempotent: true,
        answers: opens ? { ...ACTION_ANSWERS, ...FULL_ANSWERS } : ACTION_ANSWERS,
      },
      async ({ params: { orderId }, body: given, req, res }) => {
        // Orders of other kinds are not there.
        const { kind } = await reached(res, orderId);
        heldAction(await act({ ...actionRequestOf(req, res, orderId), kind }, given), 'order or text');
        return inEnvelope(says, await viewAdminOrder(db, await reached(res, orderId)));
      },
    );
  }

  addAction(
    {
      ...{ name: 'approve', permission: 'orders.approve', body: approveBody, opens: true },
      summary: 'Approve text',
      description: 'The text that was submitted is published.',
      says: 'The text was approved.',
    },
    (request, { versionId }) => db.reviewActions.approve({ ...request, versionId }),
  );
  addAction(
    {
      ...{ name: 'reject', permission: 'orders.approve', body: rejectBody },
      summary: 'Reject text',
      description: 'The order fails, what was paid for it is refunded, and its buyer is told the reason.',
      says: 'The text was rejected.',
    },
    (request, body) => db.reviewActions.reject({ ...request, ...body }),
  );
  addAction(
    {
      ...{ name: 'retry', permission: 'orders.act', body: emptyBody, opens: true },
      summary: 'Retry order',
      description:
        'Starts an order again that could not be done, as long as its payment has not been asked back.',
      says: 'The order was started again.',
    },
    (request) => db.actions.retry(request),
  );

  routes.route(
    {
      method: 'get',
      permission: 'lanes.read',
      path: '/api/v1/admin/queues',
      summary: 'Queues of what is sold',
      description: 'How much work there is for each product, and how much was done lately.',
      answers: { 200: { description: 'All queues.', schema: envelopeOf(queuesView) } },
    },
    async () => {
      const queues = await db.purchaseQueues.purchaseQueues();
      return inEnvelope('Queues found.', {
        queues: queues.map((queue) => ({ name: JOB_NAMES[queue.product].queue, ...queue })),
      });
    },
  );

  return routes;
}
