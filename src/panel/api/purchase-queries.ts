import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { paths } from '../../openapi/api-types';
import { PAGE } from './answer';
import type { Answer } from './answer';
import { CATALOGUE } from './catalogue-queries';
import { answerOf, api } from './client';

export type ShopSite = Answer<'/api/v1/domains'>['data']['items'][number];
export type OrderStatus = Answer<'/api/v1/purchase/status/{orderId}'>['data'];
export type BoughtPage = Answer<'/api/v1/purchase/orders'>['data'];
export type Bought = BoughtPage['items'][number];

export type AnchorCheck =
  paths['/api/v1/articles/{id}/check-anchor']['post']['responses'][200]['content']['application/json']['data'];

type Start = paths['/api/v1/purchase/start']['post']['requestBody']['content']['application/json'];

/** What is ordered, beside the price that was shown and the address of whoever orders. */
export type Ordered = Omit<Start, 'email' | 'locale' | 'price'>;

type Envelope<T> = Promise<{ data?: { data: T }; error?: unknown; response: Response }>;

/** What is within the envelope of an answer. */
export const dataOf = async <T>(call: Envelope<T>): Promise<T> => (await answerOf(call)).data;

/** Orders; nothing is charged, a mail is sent. */
export const startPurchase = (body: Start) => dataOf(api.POST('/api/v1/purchase/start', { body }));

/** Confirms what the token of a mail leads to, which signs in and uses the token up. */
export const confirmPurchase = (token: string) =>
  dataOf(api.POST('/api/v1/purchase/confirm', { body: { token } }));

/** Asks for the address where an order is paid. */
export const openCheckout = (orderId: string) =>
  dataOf(api.POST('/api/v1/purchase/{orderId}/checkout', { params: { path: { orderId } } }));

/** Has the payment provider asked how an order's payment stands; webhooks may be late. */
export const checkPayment = (orderId: string) =>
  dataOf(api.POST('/api/v1/purchase/{orderId}/check-payment', { params: { path: { orderId } } }));

/** Has a sign-in link mailed to the address of an order; the answer is the same whether or not there is one. */
export const mailOrderLink = (orderId: string) =>
  dataOf(api.POST('/api/v1/purchase/status/{orderId}/link', { params: { path: { orderId } } }));

/** Pages of sites that are asked for at most. */
const MOST_PAGES = 10;

/** All sites on which something is sold. */
export const shopSitesQuery = queryOptions({
  queryKey: [CATALOGUE, 'shop-sites'],
  queryFn: async () => {
    const items: ShopSite[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = { limit: 100, cursor };
      const found = await dataOf(api.GET('/api/v1/domains', { params: { query } }));
      items.push(...found.items);
      if (found.nextCursor === null) break;
      cursor = found.nextCursor;
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
      return dataOf(api.POST('/api/v1/articles/{id}/check-anchor', { params: { path: { id } }, body }));
    },
  });

/** What the token of a mail leads to; asking uses nothing up. */
export const purchaseQuery = (token: string) =>
  queryOptions({
    queryKey: ['purchase-link', token],
    queryFn: () => dataOf(api.POST('/api/v1/purchase/link', { body: { token } })),
  });

/** The first word of the key of an order as its buyer sees it, and of the list of a buyer's orders. */
export const ORDER_STATUS = 'order-status';
export const OWN_ORDERS = 'own-orders';

/** How an order stands, as its buyer sees it. */
export const orderStatusQuery = (orderId: string) =>
  queryOptions({
    queryKey: [ORDER_STATUS, orderId],
    queryFn: () => dataOf(api.GET('/api/v1/purchase/status/{orderId}', { params: { path: { orderId } } })),
  });

/** What whoever is signed in has bought, newest first. */
export const ownOrdersQuery = infiniteQueryOptions({
  queryKey: [OWN_ORDERS],
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: BoughtPage) => page.nextCursor ?? undefined,
  queryFn: ({ pageParam }) =>
    dataOf(api.GET('/api/v1/purchase/orders', { params: { query: { limit: PAGE, cursor: pageParam } } })),
});
