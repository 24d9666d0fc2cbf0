import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { PAGE } from './answer';
import { CATALOGUE } from './catalogue-queries';
import type { Price } from './catalogue-queries';
import { read, send } from './client';
import type { Page } from './queries';

interface Enveloped<T> {
  data: T;
}

/** A site on which links and articles are sold. */
export interface ShopSite {
  id: string;
  name: string;
  host: string;
  language: string;
  niche: string | null;
  prices: { backlink: Price | null; article: Price | null };
}

/** What a link was found to be: whether it can be ordered, and where it would go. */
export interface AnchorCheck {
  ok: boolean;
  problems: Array<{ field: 'anchorText' | 'targetUrl'; problem: string }>;
  targetUrl: string | null;
  best: { kind: 'words' | 'spelling' | 'sentence'; sentence: string } | null;
}

export type Product = 'backlink' | 'article';

/** What is bought, as the link of a mail shows it. */
export interface Purchase {
  purchaseId: string;
  product: Product;
  state: 'open' | 'used';
  article: { id: string; title: string } | null;
  domain: { name: string; host: string };
  topic: string | null;
  keyword: string | null;
  anchorText: string;
  targetUrl: string;
  notes: string | null;
  price: Price;
  /** Masked, as whoever opens the link need not be who ordered. */
  email: string;
  expiresAt: string;
}

/** How an order stands, for its buyer. */
export interface OrderStatus {
  orderId: string;
  product: Product;
  status: 'AWAITING_PAYMENT' | 'PROCESSING' | 'QUALITY_CHECK' | 'ADMIN_REVIEW' | 'COMPLETED' | 'FAILED';
  statusMessage: string;
  progress: { step: number; total: number; description: string };
  queue: { hasActiveJob: boolean; jobs: Array<{ id: string; state: 'queued' | 'active' }> };
  canPay: boolean;
  paymentState: string | null;
  price: Price;
  eta: { p50Ms: number | null; p90Ms: number | null } | null;
  article: { id: string; title: string } | null;
  domain: { name: string; host: string };
  anchorText: string;
  targetUrl: string;
  createdAt: string;
}

/** The answer to what somebody orders: a mail is on its way. */
export interface Started {
  purchaseId: string;
  product: Product;
  price: Price;
  minutes: number;
}

/** What is ordered, beside the price that was shown and the address of whoever orders. */
export type Ordered =
  | { articleId: string; targetUrl: string; anchorText: string; notes?: string | undefined }
  | {
      domainId: string;
      topic: string;
      niche?: string | undefined;
      keyword: string;
      targetUrl: string;
      anchorText: string;
      notes?: string | undefined;
    };

const dataOf = async <T>(answer: Promise<unknown>): Promise<T> => ((await answer) as Enveloped<T>).data;

/** Orders; nothing is charged, a mail is sent. */
export const startPurchase = (
  body: Ordered & { email: string; locale: 'en' | 'de'; price: Price },
): Promise<Started> => dataOf(send('/api/v1/purchase/start', { body }));

/** Confirms what the token of a mail leads to, which signs in and uses the token up. */
export const confirmPurchase = (token: string): Promise<{ orderId: string; checkoutUrl: string | null }> =>
  dataOf(send('/api/v1/purchase/confirm', { body: { token } }));

/** The address where an order is paid. */
export const openCheckout = (orderId: string): Promise<{ checkoutUrl: string }> =>
  dataOf(send('/api/v1/purchase/{orderId}/checkout', { params: { path: { orderId } } }));

/** Has a sign-in link mailed to the address of an order; the answer is the same whether or not there is one. */
export const mailOrderLink = (orderId: string): Promise<unknown> =>
  send('/api/v1/purchase/status/{orderId}/link', { params: { path: { orderId } } });

/** Sites that are asked for at once; there are far fewer. */
const MOST_SITES = 200;

/** Sites on which something is sold. */
export const shopSitesQuery = queryOptions({
  queryKey: [CATALOGUE, 'shop-sites'],
  queryFn: async () => {
    const items: ShopSite[] = [];
    for (let cursor: string | undefined; items.length < MOST_SITES;) {
      const page: Page<ShopSite> = await dataOf(read('/api/v1/domains', { query: { limit: PAGE, cursor } }));
      items.push(...page.items);
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    return items;
  },
});

/** Whether a link can be ordered for an article; an answer is kept by what it was asked about. */
export const anchorQuery = (id: string, asked: { anchorText: string; targetUrl: string }) =>
  queryOptions({
    queryKey: [CATALOGUE, 'anchor', id, asked],
    staleTime: 60_000,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
    queryFn: () => {
      const { anchorText, targetUrl } = asked;
      const body = { anchorText, ...(targetUrl ? { targetUrl } : {}) };
      return dataOf<AnchorCheck>(
        send('/api/v1/articles/{id}/check-anchor', { params: { path: { id } }, body }),
      );
    },
  });

/** What the token of a mail leads to; asking uses nothing up. */
export const purchaseQuery = (token: string) =>
  queryOptions({
    queryKey: ['purchase-link', token],
    queryFn: () => dataOf<Purchase>(send('/api/v1/purchase/link', { body: { token } })),
  });

/** An order is asked for again this often while it is paid or worked on, in milliseconds. */
const STATUS_EVERY_MS = 5_000;

const MOVING: readonly string[] = ['AWAITING_PAYMENT', 'PROCESSING'];

/** How an order stands, asked again while somebody looks at it and it is paid or worked on. */
export const orderStatusQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['order-status', orderId],
    queryFn: () => dataOf<OrderStatus>(read('/api/v1/purchase/status/{orderId}', { path: { orderId } })),
    refetchInterval: ({ state: { data } }) =>
      data && MOVING.includes(data.status) ? STATUS_EVERY_MS : false,
    refetchIntervalInBackground: false,
  });

/** The orders of whoever is signed in, newest first. */
export const ownOrdersQuery = infiniteQueryOptions({
  queryKey: ['own-orders'],
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: Page<OrderStatus>) => page.nextCursor ?? undefined,
  queryFn: ({ pageParam }) =>
    dataOf<Page<OrderStatus>>(read('/api/v1/purchase/orders', { query: { limit: PAGE, cursor: pageParam } })),
});
