import { z } from 'zod';
import type { Product } from '../../contract/orders';
import { PHASES } from '../../contract/orders';
import type { PurchasedOrder } from '../../db/purchases/purchases';
import { statusesOf } from '../../domain/orders/lifecycle';
import { retryRefusal } from '../../domain/purchases/outcome';
import type { AcceptDeps } from '../http/accept-once';
import { creationCursor, pageByCreation } from '../http/cursor';
import type { DescribedRouter } from '../http/route';
import { limitOf, uuid } from '../http/schemas';
import { envelopeOf, iso, viewEnvelope } from '../orders/envelope';
import { kindRoutes } from '../orders/kind-routes';
import { orderPrice, paymentState } from './schemas';
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
  price: orderPrice,
  email: z.string().nullable().describe('The buyer’s address; null for an order of an administrator'),
  versionId: uuid.nullable(),
  paymentState,
  paidAt: z.iso.datetime().nullable(),
});

/** What can be done with an order: by its status, and a retry only where it would not be refused. */
function mayOf(order: PurchasedOrder, byStatus: readonly string[]): string[] {
  const refused = retryRefusal(order) !== undefined;
  return byStatus.filter((action) => action !== 'retry' || !refused);
}

function viewOrder(order: PurchasedOrder): z.output<typeof orderView> {
  const { tenantId, articleId, anchorText, targetUrl, notes, topic, niche, keyword, price } = order;
  const envelope = viewEnvelope(order);
  return {
    ...envelope,
    may: mayOf(order, envelope.may),
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
    attempts: async () => [],
    actions: {
      answer: orderView.extend({ actId: z.uuid(), repeated: z.boolean() }),
      retry: {
        summary: `Retry ${name.one}`,
        description:
          'Starts an order again that could not be done, as long as its payment has not been asked back. What was rejected or never paid for is not retried.',
      },
    },
  });
}

/** The routes of articles that were bought. */
export const articleOrderRoutes = (deps: AcceptDeps): DescribedRouter => routesOf('article', deps);

/** The routes of links that were bought. */
export const backlinkOrderRoutes = (deps: AcceptDeps): DescribedRouter => routesOf('backlink', deps);
