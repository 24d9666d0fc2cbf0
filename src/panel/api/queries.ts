import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Answer } from './answer';
import { PAGE } from './answer';
import { answerOf, api } from './client';
import { isFailure } from './failure';

export type Session = Answer<'/api/session'>;
export type ItemPage = Answer<'/api/generation'>;
export type Item = ItemPage['items'][number];
export type ItemDetail = Answer<'/api/generation/{id}'>;
export type Batch = Answer<'/api/generation/batch/{id}'>;
export type OrderPage = Answer<'/api/blog-generation'>;
export type Order = OrderPage['items'][number];
export type OrderDetail = Answer<'/api/blog-generation/{id}'>;
export type TimelineEntry = Answer<'/api/generation/{id}/events'>['items'][number];
export type Attempt = Answer<'/api/generation/{id}/attempts'>['items'][number];
export type Costs = Answer<'/api/generation/{id}/costs'>;
export type Found = Answer<'/api/search'>['items'][number];
export type QueueStats = Answer<'/api/queue/stats'>;
export type LaneView = Answer<'/api/lanes'>['items'][number];

export type ItemStatus = Item['status'];
export type PageType = Item['type'];
export type OrderStatus = Order['status'];

export interface ItemFilter {
  status?: ItemStatus;
  type?: PageType;
  batchId?: string;
}

export interface OrderFilter {
  status?: OrderStatus;
  phase?: Order['phase'];
  storeId?: string;
}

/** Fewer characters are not searched for. */
export const LEAST_SEARCHED = 3;

/** Whose session this is; null where nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Infinity,
  queryFn: async (): Promise<Session | null> => {
    try {
      return await answerOf(api.GET('/api/session'));
    } catch (error) {
      if (isFailure(error) && error.status === 401) return null;
      throw error;
    }
  },
});

/** How much there is of everything, by where it stands. */
export const statsQuery = queryOptions({
  queryKey: ['stats'],
  queryFn: () => answerOf(api.GET('/api/queue/stats')),
});

/** A look at the pace. */
export interface Sample {
  at: number;
  /** Orders and pages that were finished in a minute. */
  perMinute: number;
}

/** Looks at the pace since the panel was opened; kept when the reader goes elsewhere and comes back. */
export const samplesQuery = queryOptions({
  queryKey: ['samples'],
  queryFn: (): Sample[] => [],
  enabled: false,
  initialData: (): Sample[] => [],
  staleTime: Infinity,
  gcTime: Infinity,
});

/** The steps that all work goes through; for operators. */
export const lanesQuery = queryOptions({
  queryKey: ['lanes'],
  queryFn: () => answerOf(api.GET('/api/lanes')),
  refetchInterval: 10_000,
});

/** Who works on pages, and how many there are. */
export const queueQuery = queryOptions({
  queryKey: ['queue'],
  queryFn: () => answerOf(api.GET('/api/generation/queue')),
});

/** Pages, newest first. */
export function itemsQuery(filter: ItemFilter) {
  return infiniteQueryOptions({
    queryKey: ['items', filter],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: ItemPage) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/generation', { params: { query: { ...filter, limit: PAGE, cursor: pageParam } } }),
      ),
  });
}

/** One page with its parts. */
export const itemQuery = (id: string) =>
  queryOptions({
    queryKey: ['item', id],
    queryFn: () => answerOf(api.GET('/api/generation/{id}', { params: { path: { id } } })),
  });

/** What happened to a page. */
export const itemEventsQuery = (id: string) =>
  queryOptions({
    queryKey: ['item', id, 'events'],
    queryFn: () =>
      answerOf(api.GET('/api/generation/{id}/events', { params: { path: { id }, query: { limit: 500 } } })),
  });

/** What was written. */
export const resultQuery = (id: string) =>
  queryOptions({
    queryKey: ['item', id, 'result'],
    queryFn: () =>
      answerOf(
        api.GET('/api/generation/{id}/result', { params: { path: { id }, query: { format: 'json' } } }),
      ),
  });

/** One batch of pages. */
export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['batch', id],
    queryFn: () => answerOf(api.GET('/api/generation/batch/{id}', { params: { path: { id } } })),
  });

/** Blog orders, newest first. */
export function ordersQuery(filter: OrderFilter) {
  return infiniteQueryOptions({
    queryKey: ['orders', filter],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: OrderPage) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/blog-generation', { params: { query: { ...filter, limit: PAGE, cursor: pageParam } } }),
      ),
  });
}

/** One blog order with all that belongs to it. */
export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: ['order', id],
    queryFn: () => answerOf(api.GET('/api/blog-generation/{id}', { params: { path: { id } } })),
  });

/** What happened to a blog order. */
export const orderEventsQuery = (id: string) =>
  queryOptions({
    queryKey: ['order', id, 'events'],
    queryFn: () =>
      answerOf(
        api.GET('/api/blog-generation/{id}/events', { params: { path: { id }, query: { limit: 500 } } }),
      ),
  });

/** What was written for a blog order or a page, and what was found in it. */
export const attemptsQuery = (kind: 'order' | 'item', id: string) =>
  queryOptions({
    queryKey: [kind, id, 'attempts'],
    queryFn: () => {
      const params = { path: { id } };
      return answerOf(
        kind === 'order'
          ? api.GET('/api/blog-generation/{id}/attempts', { params })
          : api.GET('/api/generation/{id}/attempts', { params }),
      );
    },
  });

/** What a blog order or a page has cost. */
export const costsQuery = (kind: 'order' | 'item', id: string) =>
  queryOptions({
    queryKey: [kind, id, 'costs'],
    queryFn: () => {
      const params = { path: { id } };
      return answerOf(
        kind === 'order'
          ? api.GET('/api/blog-generation/{id}/costs', { params })
          : api.GET('/api/generation/{id}/costs', { params }),
      );
    },
  });

/** What has these words in its title, keyword, name or id. */
export const searchQuery = (words: string) =>
  queryOptions({
    queryKey: ['search', words],
    enabled: words.length >= LEAST_SEARCHED,
    queryFn: () => answerOf(api.GET('/api/search', { params: { query: { q: words, limit: 12 } } })),
  });
