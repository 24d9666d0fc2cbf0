import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { PAGE } from './answer';
import type { Answer } from './answer';
import { answerOf, api } from './client';

export type CustomerPage = Answer<'/api/tenants'>;
export type Customer = CustomerPage['items'][number];
export type KeyPage = Answer<'/api/tenants/{id}/keys'>;
export type Key = KeyPage['items'][number];
export type WebhookPage = Answer<'/api/webhooks'>;
export type Webhook = WebhookPage['items'][number];
export type DeliveryPage = Answer<'/api/webhooks/{id}/deliveries'>;
export type Delivery = DeliveryPage['items'][number];
export type Limiter = Answer<'/api/rate-limiter/stats'>;

/** Customers, newest first. */
export const customersQuery = infiniteQueryOptions({
  queryKey: ['customers'],
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: CustomerPage) => page.nextCursor ?? undefined,
  queryFn: ({ pageParam }) =>
    answerOf(api.GET('/api/tenants', { params: { query: { limit: PAGE, cursor: pageParam } } })),
});

/** One customer. */
export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id],
    queryFn: () => answerOf(api.GET('/api/tenants/{id}', { params: { path: { id } } })),
  });

/** The keys of a customer, newest first. */
export const keysQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['customer', id, 'keys'],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: KeyPage) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/tenants/{id}/keys', {
          params: { path: { id }, query: { limit: PAGE, cursor: pageParam } },
        }),
      ),
  });

/** Who wants to be told of orders. */
export const webhooksQuery = infiniteQueryOptions({
  queryKey: ['webhooks'],
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: WebhookPage) => page.nextCursor ?? undefined,
  queryFn: ({ pageParam }) =>
    answerOf(api.GET('/api/webhooks', { params: { query: { limit: PAGE, cursor: pageParam } } })),
});

/** One of them. */
export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhook', id],
    queryFn: () => answerOf(api.GET('/api/webhooks/{id}', { params: { path: { id } } })),
  });

/** What it was told, newest first. */
export const deliveriesQuery = (id: string, state: Delivery['state'] | undefined) =>
  infiniteQueryOptions({
    queryKey: ['webhook', id, 'deliveries', state],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: DeliveryPage) => page.nextCursor ?? undefined,
    refetchInterval: 10_000,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/webhooks/{id}/deliveries', {
          params: { path: { id }, query: { state, limit: PAGE, cursor: pageParam } },
        }),
      ),
  });

/** What is asked of the accounts of those who write and draw. */
export const limiterQuery = (account: 'text' | 'pictures') =>
  queryOptions({
    queryKey: ['limiter', account],
    refetchInterval: 10_000,
    queryFn: () =>
      answerOf(
        account === 'text'
          ? api.GET('/api/rate-limiter/stats')
          : api.GET('/api/replicate-rate-limiter/stats'),
      ),
  });
