import type { Response } from 'express';
import { z } from 'zod';
import type { Order } from '../../db/orders/orders';
import { scopeOf } from '../http/auth';
import { addActions } from './actions';
import { addBlogCreation, BLOG_BASE as BASE } from './create';
import type { BlogRouteDeps } from './create';
import { viewOrder, viewOrderDetail } from './view';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { ApiError } from '../http/errors';
import { addRecords } from '../orders/records';
import { DescribedRouter } from '../http/route';
import { listQuery, orderDetail, orderParams, orderView, pageOf } from './schemas';

/** The routes of blog orders. */
export function blogGenerationRoutes(deps: BlogRouteDeps): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();

  async function ownOrder(res: Response, orderId: string): Promise<Order> {
    const order = await db.orders.findOrder({ orderId, tenantId: scopeOf(res) });
    if (!order || order.kind !== 'blog') throw new ApiError('not_found', 'Order not found.');
    return order;
  }

  addBlogCreation(routes, deps);

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: BASE,
      summary: 'List blog posts',
      description: 'Newest first.',
      query: listQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(orderView) } },
    },
    async ({ query, res }) => {
      const orders = await db.orders.listOrders({
        kind: 'blog',
        tenantId: scopeOf(res),
        status: query.status,
        phase: query.phase,
        storeId: query.storeId,
        limit: query.limit + 1,
        after: query.cursor === undefined ? undefined : decodeCursor(query.cursor),
      });
      const page = orders.slice(0, query.limit);
      const last = page.at(-1);
      const more = orders.length > query.limit && last;
      return {
        status: 200,
        json: {
          items: page.map(viewOrder),
          nextCursor: more ? encodeCursor({ createdAt: last.position, id: last.id }) : null,
        },
      };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${BASE}/:id`,
      summary: 'Get blog post',
      description: 'One order with its ideas, text, image, publication and cost.',
      params: orderParams,
      answers: { 200: { description: 'The order.', schema: orderDetail } },
    },
    async ({ params, res }) => ({
      status: 200,
      json: await viewOrderDetail(db, await ownOrder(res, params.id)),
    }),
  );

  addRecords(routes, deps, {
    base: BASE,
    name: 'a blog post',
    own: ownOrder,
    attempts: (orderId) => db.attempts.listDraftAttempts({ orderId }),
  });

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${BASE}/:id/image`,
      summary: 'Get image',
      description: 'Our copy of the image of a post.',
      params: orderParams,
      answers: { 200: { description: 'The image.', schema: z.string(), contentType: 'image/png' } },
    },
    async ({ params, res }) => {
      const order = await ownOrder(res, params.id);
      const picture = order.pictureId
        ? await db.pictures.findPicture({ orderId: order.id, pictureId: order.pictureId })
        : undefined;
      if (!picture?.storageKey || !picture.contentType)
        throw new ApiError('not_found', 'This post has no image yet.');
      const bytes = await deps.pictureStore.read(picture.storageKey);
      res.status(200).type(picture.contentType).set('cache-control', 'private, max-age=86400').end(bytes);
    },
  );

  addActions(routes, deps, ownOrder);
  return routes;
}
