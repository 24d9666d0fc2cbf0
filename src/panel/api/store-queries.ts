import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { PAGE } from './answer';
import type { Answer } from './answer';
import { answerOf, api } from './client';

export type StorePage = Answer<'/api/stores'>;
export type Store = StorePage['items'][number];
export type CalendarEntry = Answer<'/api/calendar'>['items'][number];
export type Spending = Answer<'/api/spending'>;

/** What spending can be told by. */
export type SpendingGroup = 'day' | 'stage' | 'store';

/** The most stores that a choice offers. */
const MOST_CHOICES = 200;

/** The most entries of a month. */
const MOST_ENTRIES = 1_000;

/** The stores whose products posts can be about. */
export const storesQuery = queryOptions({
  queryKey: ['stores', 'all'],
  queryFn: () => answerOf(api.GET('/api/stores', { params: { query: { limit: MOST_CHOICES } } })),
});

/** Stores, newest first. */
export const storeListQuery = infiniteQueryOptions({
  queryKey: ['stores', 'list'],
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: StorePage) => page.nextCursor ?? undefined,
  queryFn: ({ pageParam }) =>
    answerOf(api.GET('/api/stores', { params: { query: { limit: PAGE, cursor: pageParam } } })),
});

/** One store with its settings. */
export const storeQuery = (id: string) =>
  queryOptions({
    queryKey: ['store', id],
    queryFn: () => answerOf(api.GET('/api/stores/{id}', { params: { path: { id } } })),
  });

/** The products of a store that have these words in their name. */
export const productsQuery = (id: string, query: string) =>
  queryOptions({
    queryKey: ['products', id, query],
    enabled: id !== '',
    queryFn: () =>
      answerOf(
        api.GET('/api/stores/{id}/products', { params: { path: { id }, query: { query, limit: 20 } } }),
      ),
  });

/** The latest posts of a store's blog. */
export const postsQuery = (id: string) =>
  queryOptions({
    queryKey: ['posts', id],
    queryFn: () =>
      answerOf(api.GET('/api/stores/{id}/posts', { params: { path: { id }, query: { limit: 50 } } })),
  });

/** Planned and published posts from one day to the one before another, in a zone. */
export const calendarQuery = (of: { from: string; to: string; timeZone: string; storeId?: string }) =>
  queryOptions({
    queryKey: ['calendar', of],
    queryFn: async (): Promise<{ entries: CalendarEntry[]; isCut: boolean }> => {
      const entries: CalendarEntry[] = [];
      let cursor: string | undefined;
      do {
        const page = await answerOf(
          api.GET('/api/calendar', { params: { query: { ...of, limit: 200, cursor } } }),
        );
        entries.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor && entries.length < MOST_ENTRIES);
      return { entries, isCut: cursor !== undefined };
    },
  });

/** What was spent from one day to another, both included. */
export const spendingQuery = (of: { from: string; to: string; groupBy: SpendingGroup }) =>
  queryOptions({
    queryKey: ['spending', of],
    queryFn: () => answerOf(api.GET('/api/spending', { params: { query: of } })),
  });

/** How near the caps are. */
export const capsQuery = queryOptions({
  queryKey: ['caps'],
  refetchInterval: 60_000,
  queryFn: async () => {
    // Only the caps are wanted, so the report may be short.
    const day = new Date().toISOString().slice(0, 10);
    const query = { from: day, to: day, groupBy: 'stage' };
    const { caps } = await answerOf(api.GET('/api/spending', { params: { query } }));
    return caps;
  },
});
