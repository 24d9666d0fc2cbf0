import { z } from 'zod';
import { ApiError } from '../http/errors';
import type { DescribedRouter } from '../http/route';
import { orderParams } from '../http/schemas';
import { kindRoutes } from '../orders/kind-routes';
import { pageByCreation } from '../orders/page';
import { addBlogActions } from './actions';
import { BLOG_BASE } from './base';
import type { BlogRouteDeps } from './base';
import { createBlogOrder } from './create';
import {
  actionView,
  batchView,
  createBatchBody,
  createBlogBody,
  listQuery,
  orderDetail,
  orderView,
} from './schemas';
import { viewOrder, viewOrderDetail } from './view';

/** The routes of blog orders. */
export function blogRoutes(deps: BlogRouteDeps): DescribedRouter {
  const { db } = deps;
  return kindRoutes(deps, {
    kind: 'blog',
    base: BLOG_BASE,
    name: { one: 'order', a: 'an order', many: 'blog orders' },
    create: {
      summary:
        'Order a blog post about a product, a category or a keyword, or run an order again with changes',
      body: createBlogBody,
      accepted: 'Accepted; `Location` names the order.',
      answer: orderView,
      create: async (tx, res, body) => {
        const order = await createBlogOrder(tx, res, body, deps.now());
        return { json: viewOrder(order), location: `${BLOG_BASE}/${order.id}`, orders: 1 };
      },
    },
    batch: {
      summary: 'Order many blog posts at once: all are accepted, or none',
      body: createBatchBody,
      accepted: 'Accepted, in the order sent.',
      answer: batchView,
      create: async (tx, res, body) => {
        const items: object[] = [];
        for (const item of body.items)
          items.push(viewOrder(await createBlogOrder(tx, res, item, deps.now())));
        return { json: { total: items.length, items }, orders: items.length };
      },
    },
    list: {
      query: listQuery,
      view: orderView,
      page: ({ status, phase, storeId, ...page }, tenantId) =>
        pageByCreation(
          page,
          (rows) => db.blogOrders.listBlogOrders({ tenantId, status, phase, storeId, ...rows }),
          (order) => viewOrder(order),
        ),
    },
    read: {
      summary: 'Read one order with its ideas, text, picture, publication and cost',
      view: orderDetail,
      detail: (order) => viewOrderDetail(db, order),
    },
    find: db.blogOrders.findBlogOrder,
    view: async (order) => viewOrder(order),
    attempts: (orderId) => db.attempts.listDraftAttempts({ orderId }),
    actions: {
      answer: actionView,
      priority: 'Change how soon an order is worked on, also for what waits already',
      cancel: 'Cancel an order that is not being published yet',
      retry: 'Start a failed or cancelled order again; finished stages stay finished',
    },
    addActions: (add) => addBlogActions(add, deps),
    addRoutes: (routes, own) =>
      routes.route(
        {
          method: 'get',
          permission: 'orders.read',
          path: `${BLOG_BASE}/:id/image`,
          summary: "Our own copy of an order's picture",
          params: orderParams,
          answers: { 200: { description: 'The picture.', schema: z.string(), contentType: 'image/png' } },
        },
        async ({ params, res }) => {
          const order = await own(res, params.id);
          const picture = order.pictureId
            ? await db.pictures.findPicture({ orderId: order.id, pictureId: order.pictureId })
            : undefined;
          if (!picture?.storageKey || !picture.contentType)
            throw new ApiError('not_found', 'This order has no picture yet.');
          const bytes = await deps.pictureStore.read(picture.storageKey);
          res.status(200).type(picture.contentType).set('cache-control', 'private, max-age=86400').end(bytes);
        },
      ),
  });
}
