import { z } from 'zod';
import type { Product } from '../../contract/orders';
import { PHASES } from '../../contract/orders';
import type { PurchasedOrder } from '../../db/purchases/purchases';
import { statusesOf } from '../../domain/orders/lifecycle';
import type { AcceptDeps } from '../http/accept-once';
import { creationCursor, pageByCreation } from '../http/cursor';
import type { DescribedRouter } from '../http/route';
import { limitOf, uuid } from '../http/schemas';
import { envelopeOf, iso, viewEnvelope } from '../orders/envelope';
import { kindRoutes } from '../orders/kind-routes';
import { paymentState } from './schemas';
import { paymentStateOf } from './views';

/** Where operators find the orders of each product. */
export const PURCHASE_BASES = {
  article: '/api/article-orders',
  backlink: '/api/backlink-orders',
} as const satisfies Record<Product, string>;

const NAMES = {
  article: { one: 'article order', a: 'an article order', many: 'article orders' },
  backlink: { one: 'backlink order', a: 'a backlink order', many: 'backlink orders' },
} as const satisfies Record<Product, { one: string; a: string; many: string }>;

const orderView = z.object({
  ...envelopeOf('backlink'),
  tenantId: uuid,
  title: z.string().nullable().describe('Of the article, or what a new one is about'),
  domain: z.object({ id: uuid, name: z.string(), host: z.string() }),
  articleId: uuid.describe('Of a new article: the ID that it is going to have'),
  anchorText: z.string(),
  targetUrl: z.string(),
  notes: z.string(),
  topic: z.string().nullable(),
  niche: z.string().nullable(),
  keyword: z.string().nullable().describe('What a new article is to be found by'),
  price: z.object({ amount: z.int(), currency: z.string() }),
  email: z.string().nullable().describe('The buyer’s address; null for an order of an administrator'),
  versionId: uuid.nullable(),
  paymentState,
  paidAt: z.iso.datetime().nullable(),
});

function viewOrder(order: PurchasedOrder): z.output<typeof orderView> {
  const { tenantId, articleId, anchorText, targetUrl, notes, topic, niche, keyword, price } = order;
  return {
    ...viewEnvelope(order),
    ...{ tenantId, articleId, anchorText, targetUrl, notes, topic, niche, keyword, price },
    title: order.articleTitle ?? topic,
    domain: { id: order.domainId, name: order.domainName, host: order.domainHost },
    email: order.address,
    versionId: order.versionId,
    paymentState: paymentStateOf(order),
    paidAt: iso(order.paidAt),
  };
}

const listQuery = z.strictObject({
  status: z.enum(statusesOf('backlink')).optional(),
  phase: z.enum(PHASES).optional(),
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

function routesOf(kind: Product, deps: AcceptDeps): DescribedRouter {
  const { db } = deps;
  const name = NAMES[kind];
  return kindRoutes<PurchasedOrder, z.ZodType, z.ZodType, typeof listQuery>(deps, {
    kind,
    base: PURCHASE_BASES[kind],
    name,
    list: {
      query: listQuery,
      view: orderView,
      page: ({ status, phase, ...query }, tenantId) =>
        pageByCreation(
          query,
          (where) =>
            db.purchases.listPurchased({
              ...{ product: kind, tenantId, status, ...where },
              phases: phase && [phase],
            }),
          viewOrder,
        ),
    },
    read: {
      summary: `Get ${name.one}`,
      description: 'One order that was bought.',
      view: orderView,
      detail: async (order) => viewOrder(order),
    },
    find: async (key) => {
      const order = await db.purchases.findPurchased(key);
      return order?.kind === kind ? order : undefined;
    },
    view: async (order) => viewOrder(order),
    attempts: (orderId) => db.attempts.listPurchaseAttempts({ orderId }),
    actions: { answer: orderView.extend({ actId: z.uuid(), repeated: z.boolean() }) },
  });
}

/** The routes of articles that were bought. */
export const articleOrderRoutes = (deps: AcceptDeps): DescribedRouter => routesOf('article', deps);

/** The routes of links that were bought. */
export const backlinkOrderRoutes = (deps: AcceptDeps): DescribedRouter => routesOf('backlink', deps);
