import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { z } from 'zod';
import type { PictureStore } from '../clients/picture-store';
import { PLAN_PRIORITY } from '../contract/tenancy';
import { claimIdempotencyKey, saveIdempotentAnswer } from '../db/idempotency';
import type { Queryable } from '../db/pool';
import type { Store } from '../db/store';
import type { KeyHolder, StoreRow } from '../db/tenants';
import { normaliseWhitespace } from '../domain/text';
import type { Metrics } from '../telemetry/metrics';
import { holderOf, scopeOf } from './auth';
import { viewOrder } from './blog-view';
import { ApiError } from './errors';
import { idempotencyKeyOf, requestFingerprint } from './idempotency';
import type { DescribedRouter } from './route';
import { batchView, createBatchBody, createBlogBody, orderView } from './schemas';

/** Where blog orders live. */
export const BLOG_BASE = '/api/blog-generation';

/** What the routes of blog orders work with. */
export interface BlogRouteDeps {
  store: Store;
  pictureStore: PictureStore;
  /** Told of every order that has a new message for Temporal. */
  kick: (orderId: string) => void;
  metrics: Pick<Metrics, 'accepted'>;
}

interface Created {
  status: number;
  json: unknown;
  headers: Record<string, string>;
  orderIds: string[];
}

type OrderBody = z.output<typeof createBlogBody>;

/** Adds the two routes that accept blog orders. */
export function addBlogCreation(routes: DescribedRouter, deps: BlogRouteDeps): void {
  const { store } = deps;

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
    body: OrderBody,
  ): Promise<z.output<typeof orderView>> {
    const shop = await storeFor(tx, holder, body.instanceId);
    const id = randomUUID();
    await store.acts.accept(tx, {
      id,
      kind: 'blog',
      tenantId: shop.tenantId,
      storeId: shop.id,
      priority: body.priority ?? PLAN_PRIORITY[shop.plan],
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
    return viewOrder((await store.orders.findOrder(tx, { orderId: id }))!);
  }

  /** Runs `create` in one transaction, and at most once for an `Idempotency-Key`. */
  async function once(
    req: Request,
    holder: KeyHolder,
    body: unknown,
    create: (tx: Queryable) => Promise<Created>,
  ): Promise<Created> {
    const key = idempotencyKeyOf(req);
    const created = await store.transaction(async (tx): Promise<Created> => {
      if (key === undefined) return create(tx);
      const { tenantId } = holder;
      const requestHash = requestFingerprint(req, body);
      const known = await claimIdempotencyKey(tx, { tenantId, key, requestHash });
      if (known) {
        if (known.requestHash !== requestHash)
          throw new ApiError('idempotency_key_reused', 'This Idempotency-Key was used for another request.');
        return {
          status: known.status ?? 202,
          json: known.response,
          headers: known.location ? { location: known.location } : {},
          orderIds: [],
        };
      }
      const answer = await create(tx);
      await saveIdempotentAnswer(tx, {
        tenantId,
        key,
        status: answer.status,
        response: answer.json,
        location: answer.headers['location'] ?? null,
      });
      return answer;
    });
    deps.metrics.accepted.inc(created.orderIds.length);
    created.orderIds.forEach(deps.kick);
    return created;
  }

  routes.route(
    {
      method: 'post',
      path: BLOG_BASE,
      summary: 'Order a blog post about a product, a category or a keyword',
      body: createBlogBody,
      idempotent: true,
      answers: { 202: { description: 'Accepted; `Location` names the order.', schema: orderView } },
    },
    async ({ body, req, res }) => {
      const holder = holderOf(res);
      return once(req, holder, body, async (tx) => {
        const order = await createOrder(tx, holder, body);
        return {
          status: 202,
          json: order,
          headers: { location: `${BLOG_BASE}/${order.id}` },
          orderIds: [order.id],
        };
      });
    },
  );

  routes.route(
    {
      method: 'post',
      path: `${BLOG_BASE}/batch`,
      summary: 'Order many blog posts at once: all are accepted, or none',
      body: createBatchBody,
      idempotent: true,
      answers: { 202: { description: 'Accepted, in the order sent.', schema: batchView } },
    },
    async ({ body, req, res }) => {
      const holder = holderOf(res);
      return once(req, holder, body, async (tx) => {
        const items: Array<z.output<typeof orderView>> = [];
        for (const item of body.items) items.push(await createOrder(tx, holder, item));
        return {
          status: 202,
          json: { total: items.length, items },
          headers: {},
          orderIds: items.map((item) => item.id),
        };
      });
    },
  );
}
