import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Product } from '../../contract/orders';
import type { paths } from '../../openapi/api-types';
import { PAGE } from './answer';
import type { Answer } from './answer';
import { act, api } from './client';
import { dataOf } from './purchase-queries';

/** The first words of the keys of what administrators see of orders that were bought, and of the counts of their queues. */
export const ADMIN_ORDERS = 'admin-orders';
export const ADMIN_ORDER = 'admin-order';
export const QUEUES = 'queues';

export type ReviewStatus = Answer<'/api/v1/purchase/status/{orderId}'>['data'];
export type AdminOrderPage = Answer<'/api/v1/admin/orders'>['data'];
export type AdminOrder = AdminOrderPage['items'][number];
export type AdminDetail = Answer<'/api/v1/admin/orders/{orderId}'>['data'];
export type AdminVersion = NonNullable<AdminDetail['version']>;
export type Queue = Answer<'/api/v1/admin/queues'>['data']['queues'][number];

/** What an administrator orders. */
export type AdminOrdered =
  paths['/api/v1/admin/orders']['post']['requestBody']['content']['application/json'];

/** Has the text of an order made again. */
export const regenerate = (orderId: string) =>
  dataOf(api.POST('/api/v1/purchase/regenerate-backlink', { body: { orderId } }));

/** Gives a version to the administrators. */
export const submitForReview = (orderId: string, versionId: string) =>
  dataOf(api.POST('/api/v1/purchase/submit-for-review', { body: { orderId, versionId } }));

/** The text of a version that was made for an order, which never changes. */
export const orderVersionQuery = (orderId: string, versionId: string) =>
  queryOptions({
    queryKey: ['order-version', orderId, versionId],
    staleTime: Infinity,
    queryFn: () =>
      dataOf(
        api.GET('/api/v1/purchase/status/{orderId}/versions/{versionId}', {
          params: { path: { orderId, versionId } },
        }),
      ),
  });

/** What administrators filter orders by. */
export interface AdminFilter {
  waiting?: 'review' | 'retry' | 'delivery' | undefined;
  product?: Product | undefined;
  status?: AdminOrder['status'] | undefined;
  phase?: 'queued' | 'running' | undefined;
  domainId?: string | undefined;
}

/** Orders of all buyers and administrators, newest first. */
export const adminOrdersQuery = (filter: AdminFilter) =>
  infiniteQueryOptions({
    queryKey: [ADMIN_ORDERS, filter],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: AdminOrderPage) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/api/v1/admin/orders', { params: { query: { ...filter, limit: PAGE, cursor: pageParam } } }),
      ),
  });

/** Orders that are counted at most. */
const MOST_COUNTED = 100;

/** How many orders wait for an administrator's word, or that there are more than are counted. */
export const reviewCountQuery = queryOptions({
  queryKey: [ADMIN_ORDERS, 'count'],
  queryFn: async () => {
    const { items, nextCursor } = await dataOf(
      api.GET('/api/v1/admin/orders', { params: { query: { waiting: 'review', limit: MOST_COUNTED } } }),
    );
    return { count: items.length, isMore: nextCursor !== null };
  },
});

/** One of them, with all that whoever decides about it has to see. */
export const adminOrderQuery = (orderId: string) =>
  queryOptions({
    queryKey: [ADMIN_ORDER, orderId],
    queryFn: () => dataOf(api.GET('/api/v1/admin/orders/{orderId}', { params: { path: { orderId } } })),
  });

/** The text of any version of an order's article, which never changes. */
export const adminVersionQuery = (orderId: string, versionId: string) =>
  queryOptions({
    queryKey: ['admin-version', orderId, versionId],
    staleTime: Infinity,
    queryFn: () =>
      dataOf(
        api.GET('/api/v1/admin/orders/{orderId}/versions/{versionId}', {
          params: { path: { orderId, versionId } },
        }),
      ),
  });

/** What an administrator does about an order. */
export type Decision =
  | { name: 'approve'; body: { versionId: string } }
  | { name: 'reject'; body: { versionId: string; reason: string } }
  | { name: 'retry'; body: Record<string, never> };

/** Sends what an administrator has decided. */
export const decide = (orderId: string, { name, body }: Decision): Promise<unknown> =>
  act({ base: '/api/v1/admin/orders', id: orderId }, name, body);

/** Sends the published version of an article to its site again, after that has failed. */
export const publishAgain = (articleId: string): Promise<unknown> =>
  act({ base: '/api/articles', id: articleId }, 'publish-again');

/** Orders for the administrators themselves; `word` makes the same request be one order. */
export const placeAdminOrder = (body: AdminOrdered, word: string) =>
  dataOf(api.POST('/api/v1/admin/orders', { body, headers: { 'Idempotency-Key': word } }));

/** How much there is in each queue. */
export const queuesQuery = queryOptions({
  queryKey: [QUEUES],
  queryFn: () => dataOf(api.GET('/api/v1/admin/queues')),
});
