import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { PictureStore } from '../../clients/picture-store';
import { DEFAULT_POLICY } from '../../contract/orders';
import { PLAN_PRIORITY } from '../../contract/tenancy';
import type { Order } from '../../db/orders/orders';
import type { Db, Tx } from '../../db/db';
import type { Store } from '../../db/stores/stores';
import { normaliseWhitespace } from '../../domain/text/text';
import type { Metrics } from '../../telemetry/metrics';
import { holderOf, scopeOf } from '../http/auth';
import { acceptOnce } from '../http/accept-once';
import { viewOrder } from './view';
import { ApiError } from '../http/errors';
import { plannedTime } from './planned-time';
import type { DescribedRouter } from '../http/route';
import { batchView, createBatchBody, createBlogBody, orderView } from './schemas';

/** Where blog orders live. */
export const BLOG_BASE = '/api/blog-generation';

/** What the routes of blog orders work with. */
export interface BlogRouteDeps {
  db: Db;
  pictureStore: PictureStore;
  metrics: Pick<Metrics, 'accepted'>;
  now: () => number;
}

type OrderBody = z.output<typeof createBlogBody>;

/** Adds the two routes that accept blog orders. */
export function addBlogCreation(routes: DescribedRouter, deps: BlogRouteDeps): void {
  async function storeFor(tx: Tx, scope: string | undefined, instanceId: string | undefined): Promise<Store> {
    const found = await tx.stores.findStore({ tenantId: scope, instanceId });
    if (found === 'ambiguous')
      throw new ApiError('bad_request', 'You have more than one store. Send instanceId to choose one.');
    if (!found) throw new ApiError('bad_request', 'Store not found.');
    if (found.status === 'archived')
      throw new ApiError('conflict', 'This store is archived and accepts no new orders.');
    return found;
  }

  /** The order that supplies defaults (`basedOn`). */
  async function baseOf(tx: Tx, scope: string | undefined, body: OrderBody): Promise<Order | undefined> {
    if (!body.basedOn) return undefined;
    const base = await tx.orders.findOrder({ orderId: body.basedOn, tenantId: scope });
    if (!base || base.kind !== 'blog')
      throw new ApiError('bad_request', 'The order named by basedOn does not exist.');
    return base;
  }

  async function createOrder(
    tx: Tx,
    scope: string | undefined,
    body: OrderBody,
  ): Promise<z.output<typeof orderView>> {
    const base = await baseOf(tx, scope, body);
    const shop = await storeFor(tx, scope, body.instanceId ?? base?.instanceId ?? undefined);
    const id = randomUUID();
    const sourceType = body.sourceType ?? base!.sourceType;
    const sourceId = body.sourceId ?? base!.sourceId;
    const zone = body.timeZone ?? shop.timeZone;
    const publishAt = body.publishAt === undefined ? null : plannedTime(body.publishAt, zone, deps.now());
    await tx.actions.accept({
      id,
      kind: 'blog',
      tenantId: shop.tenantId,
      storeId: shop.id,
      priority: body.priority ?? base?.priority ?? PLAN_PRIORITY[shop.plan],
      sourceType,
      sourceId,
      policy: { ...DEFAULT_POLICY, ...base?.policy, ...body.policy },
      publishMode: body.publishMode ?? base?.publishMode ?? shop.publishMode,
      publishAt,
      timeZone: publishAt ? zone : null,
      basedOn: base?.id ?? null,
    });
    if (sourceType === 'keyword')
      await tx.subjects.insertSubject({
        orderId: id,
        subject: normaliseWhitespace(sourceId),
        facts: [],
      });
    return viewOrder((await tx.orders.findOrder({ orderId: id }))!);
  }

  const once = acceptOnce(deps);

  routes.route(
    {
      method: 'post',
      permission: 'orders.place',
      path: BLOG_BASE,
      summary: 'Create blog post',
      description:
        'Orders a post about a keyword, a product or a category. With `basedOn`, another order supplies the defaults.',
      body: createBlogBody,
      idempotent: true,
      answers: { 202: { description: 'Accepted. `Location` is the URL of the order.', schema: orderView } },
    },
    async ({ body, req, res }) => {
      const holder = holderOf(res);
      return once(req, holder, body, async (tx) => {
        const order = await createOrder(tx, scopeOf(res), body);
        return {
          status: 202,
          json: order,
          headers: { location: `${BLOG_BASE}/${order.id}` },
          orders: 1,
        };
      });
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'orders.place',
      path: `${BLOG_BASE}/batch`,
      summary: 'Create blog post batch',
      description: 'Orders up to 200 posts. Either all of them are accepted or none.',
      body: createBatchBody,
      idempotent: true,
      answers: { 202: { description: 'Accepted, in the order in which they were sent.', schema: batchView } },
    },
    async ({ body, req, res }) => {
      const holder = holderOf(res);
      return once(req, holder, body, async (tx) => {
        const items: Array<z.output<typeof orderView>> = [];
        for (const item of body.items) items.push(await createOrder(tx, scopeOf(res), item));
        return {
          status: 202,
          json: { total: items.length, items },
          headers: {},
          orders: items.length,
        };
      });
    },
  );
}
