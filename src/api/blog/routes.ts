import { z } from 'zod';
import { pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import type { DescribedRouter } from '../http/route';
import { orderParams } from '../http/schemas';
import { kindRoutes } from '../orders/kind-routes';
import { addBlogActions } from './actions';
import { BLOG_BASE } from './base';
import type { BlogRouteDeps } from './base';
import { addBatchRoute } from './batches';
import { createBlogBatch, createBlogOrder } from './create';
import {
  actionView,
  batchView,
  createBatchBody,
  createBlogBody,
  listQuery,
  orderDetail,
  orderView,
  retryBody,
} from './schemas';
import { viewOrder, viewOrderDetail } from './view';

/** The routes of blog orders. */
export function blogRoutes(deps: BlogRouteDeps): DescribedRouter {
  const { db } = deps;
  return kindRoutes(deps, {
    kind: 'blog',
    base: BLOG_BASE,
    name: { one: 'order', a: 'a blog post', many: 'blog posts' },
    create: {
      summary: 'Create blog post',
      description:
        'Orders a post about a keyword, a product or a category. With `basedOn`, another order supplies the defaults.',
      body: createBlogBody,
      accepted: 'Accepted. `Location` is the URL of the order.',
      answers: { 409: { description: 'The store is archived and accepts no new orders.' } },
      answer: orderView,
      create: async (tx, res, body) => {
        const order = await createBlogOrder(tx, res, body, deps.now());
        return { json: viewOrder(order), location: `${BLOG_BASE}/${order.id}`, orders: 1 };
      },
    },
    batch: {
      summary: 'Create blog post batch',
      description: 'Orders up to 200 posts. Either all of them are accepted or none.',
      body: createBatchBody,
      accepted: 'Accepted, in the order in which they were sent. `Location` is the URL of the batch.',
      answers: { 409: { description: 'A store is archived and accepts no new orders.' } },
      leadsTo: [
        { path: `${BLOG_BASE}/batch/:id`, parameters: { id: '$response.body#/batchId' } },
        { path: `${BLOG_BASE}/:id`, parameters: { id: '$response.body#/items/0/id' } },
      ],
      answer: batchView,
      create: async (tx, res, body) => {
        const { batchId, orders } = await createBlogBatch(tx, res, body.items, deps.now());
        const items = orders.map(viewOrder);
        return {
          json: { batchId, total: items.length, items },
          location: `${BLOG_BASE}/batch/${batchId}`,
          orders: items.length,
        };
      },
    },
    list: {
      query: listQuery,
      view: orderView,
      page: ({ status, phase: phases, storeId, batchId, ...page }, tenantId) =>
        pageByCreation(
          page,
          (rows) => db.blogOrders.listBlogOrders({ tenantId, status, phases, storeId, batchId, ...rows }),
          (order) => viewOrder(order),
        ),
    },
    read: {
      summary: 'Get blog post',
      description: 'One order with its ideas, text, image, publication and cost.',
      view: orderDetail,
      detail: (order) => viewOrderDetail(deps, order),
    },
    find: db.blogOrders.findBlogOrder,
    view: async (order) => viewOrder(order),
    attempts: (orderId) => db.attempts.listPostAttempts({ orderId }),
    actions: {
      answer: actionView,
      cancel: { summary: 'Cancel post', description: 'Possible until publishing starts.' },
      retry: {
        summary: 'Retry post',
        description:
          'Restarts a failed or cancelled order. Finished stages are kept and not charged again, unless `part` names one. A `hint` guides what is made; `withoutPicture` publishes the post without an image.',
        asked: { body: retryBody, act: (request, body) => db.blogRetry.retryPost({ ...request, ...body }) },
      },
    },
    addActions: (add) => addBlogActions(add, deps),
    addRoutes: (routes, own) => {
      addBatchRoute(routes, deps);
      routes.route(
        {
          method: 'get',
          permission: 'orders.read',
          path: `${BLOG_BASE}/:id/image`,
          summary: 'Get image',
          description: 'Our copy of the image of a post.',
          params: orderParams,
          answers: {
            200: {
              description: 'The image.',
              schema: z.string(),
              contentType: 'image/png',
              also: { 'image/jpeg': z.string(), 'image/webp': z.string() },
            },
          },
        },
        async ({ params, res }) => {
          const order = await own(res, params.id);
          const picture = order.pictureId
            ? await db.pictures.findPicture({ orderId: order.id, pictureId: order.pictureId })
            : undefined;
          if (!picture?.storageKey || !picture.contentType)
            throw new ApiError('not_found', 'This post has no image yet.');
          const bytes = await deps.pictureStore.read(picture.storageKey);
          return { status: 200, text: Buffer.from(bytes), type: picture.contentType };
        },
      );
    },
  });
}
