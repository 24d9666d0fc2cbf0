import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { z } from 'zod';
import type { PictureStore } from '../clients/picture-store';
import { PLAN_PRIORITY } from '../contract/tenancy';
import type { ActResult, Actor } from '../db/acts';
import { claimIdempotencyKey, saveIdempotentAnswer } from '../db/idempotency';
import type { Order } from '../db/orders';
import type { Queryable } from '../db/pool';
import type { Store } from '../db/store';
import type { KeyHolder, StoreRow } from '../db/tenants';
import { normaliseWhitespace } from '../domain/text';
import { holderOf, scopeOf } from './auth';
import { viewEvent, viewOrder, viewOrderDetail } from './blog-view';
import { decodeCursor, encodeCursor } from './cursor';
import { ApiError } from './errors';
import { actIdOf, idempotencyKeyOf, requestFingerprint } from './idempotency';
import { DescribedRouter } from './route';
import {
  actView,
  createBlogBody,
  emptyBody,
  eventsQuery,
  eventView,
  listQuery,
  orderDetail,
  orderParams,
  orderView,
  pageOf,
  resolveBody,
  selectBody,
} from './schemas';

const BASE = '/api/blog-generation';

/** What the routes of blog orders work with. */
export interface BlogRouteDeps {
  store: Store;
  pictureStore: PictureStore;
  /** Told of every order that has a new message for Temporal. */
  kick: (orderId: string) => void;
}

interface Created {
  status: number;
  json: unknown;
  headers: Record<string, string>;
  orderId?: string;
}

function actorOf(holder: KeyHolder): Actor {
  const tenantId = scopeOf(holder);
  return { name: `key:${holder.keyId}`, ...(tenantId ? { tenantId } : {}) };
}

/** The routes of blog orders. */
export function blogGenerationRoutes(deps: BlogRouteDeps): DescribedRouter {
  const { store } = deps;
  const routes = new DescribedRouter();

  async function ownOrder(res: Response, orderId: string): Promise<Order> {
    const order = await store.orders.findOrder(store.pool, { orderId, tenantId: scopeOf(holderOf(res)) });
    if (!order || order.kind !== 'blog') throw new ApiError('not_found', 'There is no such order.');
    return order;
  }

  async function storeFor(
    tx: Queryable,
    holder: KeyHolder,
    instanceId: string | undefined,
  ): Promise<StoreRow> {
    const found = await store.tenants.findStore(tx, { tenantId: scopeOf(holder), instanceId });
    if (found === 'ambiguous')
      throw new ApiError('bad_request', 'Say which store it is for: send instanceId.');
    if (!found) throw new ApiError('bad_request', 'There is no such store.');
    return found;
  }

  async function createOrder(
    tx: Queryable,
    holder: KeyHolder,
    body: z.output<typeof createBlogBody>,
  ): Promise<Created> {
    const shop = await storeFor(tx, holder, body.instanceId);
    const id = randomUUID();
    await store.acts.accept(tx, {
      id,
      kind: 'blog',
      tenantId: shop.tenantId,
      storeId: shop.id,
      priority: body.priority ?? PLAN_PRIORITY[holder.plan],
      sourceType: body.sourceType,
      sourceId: body.sourceId,
      policy: body.policy,
    });
    if (body.sourceType === 'keyword')
      await store.subjects.insertSubject(tx, {
        orderId: id,
        subject: normaliseWhitespace(body.sourceId),
        facts: [],
      });
    const order = (await store.orders.findOrder(tx, { orderId: id }))!;
    return { status: 202, json: viewOrder(order), headers: { location: `${BASE}/${id}` }, orderId: id };
  }

  /** Answers an act: done and repeated alike with the order as it stands. */
  async function answerAct(
    res: Response,
    orderId: string,
    result: ActResult,
  ): Promise<{ status: number; json: unknown }> {
    switch (result.outcome) {
      case 'not_found':
        throw new ApiError('not_found', 'There is no such order.');
      case 'invalid':
        throw new ApiError('bad_request', result.reason);
      case 'conflict':
        throw new ApiError('conflict', result.reason, { status: result.status, phase: result.phase });
      case 'done':
      case 'same': {
        if (result.outcome === 'done') deps.kick(orderId);
        const order = await ownOrder(res, orderId);
        return {
          status: 200,
          json: { ...viewOrder(order), actId: result.actId, repeated: result.outcome === 'same' },
        };
      }
    }
  }

  const actAnswers = {
    200: {
      description: 'The order after the act; the same act again gets the same answer.',
      schema: actView,
    },
    409: { description: 'The order is in another state; `status` and `phase` say which.' },
  };

  routes.route(
    {
      method: 'post',
      path: BASE,
      summary: 'Order a blog post about a product or a keyword',
      body: createBlogBody,
      idempotent: true,
      answers: { 202: { description: 'Accepted; `Location` names the order.', schema: orderView } },
    },
    async ({ body, req, res }) => {
      const holder = holderOf(res);
      const key = idempotencyKeyOf(req);
      const created = await store.transaction(async (tx): Promise<Created> => {
        if (key === undefined) return createOrder(tx, holder, body);
        const { tenantId } = holder;
        const requestHash = requestFingerprint(req, body);
        const known = await claimIdempotencyKey(tx, { tenantId, key, requestHash });
        if (known) {
          if (known.requestHash !== requestHash)
            throw new ApiError(
              'idempotency_key_reused',
              'This Idempotency-Key was used for another request.',
            );
          return {
            status: known.status ?? 202,
            json: known.response,
            headers: known.location ? { location: known.location } : {},
          };
        }
        const answer = await createOrder(tx, holder, body);
        await saveIdempotentAnswer(tx, {
          tenantId,
          key,
          status: answer.status,
          response: answer.json,
          location: answer.headers['location'] ?? null,
        });
        return answer;
      });
      if (created.orderId) deps.kick(created.orderId);
      return created;
    },
  );

  routes.route(
    {
      method: 'get',
      path: BASE,
      summary: 'List blog orders, newest first',
      query: listQuery,
      answers: { 200: { description: 'One page.', schema: pageOf(orderView) } },
    },
    async ({ query, res }) => {
      const orders = await store.orders.listOrders(store.pool, {
        kind: 'blog',
        tenantId: scopeOf(holderOf(res)),
        status: query.status,
        phase: query.phase,
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
      path: `${BASE}/:id`,
      summary: 'Read one order with its ideas, text, picture, publication and cost',
      params: orderParams,
      answers: { 200: { description: 'The order.', schema: orderDetail } },
    },
    async ({ params, res }) => ({
      status: 200,
      json: await viewOrderDetail(store, await ownOrder(res, params.id)),
    }),
  );

  routes.route(
    {
      method: 'get',
      path: `${BASE}/:id/events`,
      summary: "Read an order's timeline, oldest first",
      params: orderParams,
      query: eventsQuery,
      answers: { 200: { description: 'One page.', schema: pageOf(eventView) } },
    },
    async ({ params, query, res }) => {
      const order = await ownOrder(res, params.id);
      const events = await store.events.listEvents(store.pool, {
        orderId: order.id,
        afterId: query.cursor,
        limit: query.limit + 1,
      });
      const page = events.slice(0, query.limit);
      return {
        status: 200,
        json: {
          items: page.map(viewEvent),
          nextCursor: events.length > query.limit ? (page.at(-1)?.id ?? null) : null,
        },
      };
    },
  );

  routes.route(
    {
      method: 'get',
      path: `${BASE}/:id/image`,
      summary: "Our own copy of an order's picture",
      params: orderParams,
      answers: { 200: { description: 'The picture.', schema: z.string(), contentType: 'image/png' } },
    },
    async ({ params, res }) => {
      const order = await ownOrder(res, params.id);
      const picture = order.pictureId
        ? await store.pictures.findPicture(store.pool, { orderId: order.id, pictureId: order.pictureId })
        : undefined;
      if (!picture?.storageKey || !picture.contentType)
        throw new ApiError('not_found', 'This order has no picture yet.');
      const bytes = await deps.pictureStore.read(picture.storageKey);
      res.status(200).type(picture.contentType).set('cache-control', 'private, max-age=86400').end(bytes);
    },
  );

  routes.route(
    {
      method: 'post',
      path: `${BASE}/:id/select`,
      summary: 'Pick one of the ideas',
      params: orderParams,
      body: selectBody,
      idempotent: true,
      answers: actAnswers,
    },
    async ({ params, body, req, res }) => {
      const holder = holderOf(res);
      return answerAct(
        res,
        params.id,
        await store.acts.pickIdea({
          orderId: params.id,
          actor: actorOf(holder),
          actId: actIdOf(req, holder.tenantId),
          ideaId: body.ideaId,
        }),
      );
    },
  );

  routes.route(
    {
      method: 'post',
      path: `${BASE}/:id/cancel`,
      summary: 'Cancel an order that is not being published yet',
      params: orderParams,
      body: emptyBody,
      idempotent: true,
      answers: actAnswers,
    },
    async ({ params, req, res }) => {
      const holder = holderOf(res);
      return answerAct(
        res,
        params.id,
        await store.acts.cancel({
          orderId: params.id,
          actor: actorOf(holder),
          actId: actIdOf(req, holder.tenantId),
        }),
      );
    },
  );

  routes.route(
    {
      method: 'post',
      path: `${BASE}/:id/retry`,
      summary: 'Start a failed or cancelled order again; finished stages stay finished',
      params: orderParams,
      body: emptyBody,
      idempotent: true,
      answers: actAnswers,
    },
    async ({ params, req, res }) => {
      const holder = holderOf(res);
      return answerAct(
        res,
        params.id,
        await store.acts.retry({
          orderId: params.id,
          actor: actorOf(holder),
          actId: actIdOf(req, holder.tenantId),
        }),
      );
    },
  );

  routes.route(
    {
      method: 'post',
      path: `${BASE}/:id/resolve`,
      summary: 'Say what became of a post whose publication is unconfirmed',
      params: orderParams,
      body: resolveBody,
      idempotent: true,
      answers: actAnswers,
    },
    async ({ params, body, req, res }) => {
      const holder = holderOf(res);
      return answerAct(
        res,
        params.id,
        await store.acts.resolve({
          orderId: params.id,
          actor: actorOf(holder),
          actId: actIdOf(req, holder.tenantId),
          ...body,
        }),
      );
    },
  );

  return routes;
}
