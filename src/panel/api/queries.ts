import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AnyOrder, KindApi } from '../kind';
import type { Answer } from './answer';
import { PAGE } from './answer';
import { answerOf, api, read } from './client';
import { isFailure } from './failure';

export type Session = Answer<'/api/session'>;
/** A page of a list. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

// Timelines, attempts and costs are the same for every kind of order.
export type TimelinePage = Answer<'/api/generation/{id}/events'>;
export type TimelineEntry = TimelinePage['items'][number];
export type Attempts = Answer<'/api/generation/{id}/attempts'>;
export type Attempt = Attempts['items'][number];
export type Costs = Answer<'/api/generation/{id}/costs'>;
export type Found = Answer<'/api/search'>['items'][number];
export type QueueStats = Answer<'/api/queue/stats'>;
export type LaneView = Answer<'/api/lanes'>['items'][number];

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

/** Orders of a kind, newest first. */
export function listQuery<O extends AnyOrder>(of: KindApi, filter: object = {}) {
  return infiniteQueryOptions({
    queryKey: [of.list, filter],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<O>) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      read<Page<O>>(of.base, { query: { ...filter, limit: PAGE, cursor: pageParam } }),
  });
}

/** One order of a kind with all that belongs to it. */
export const oneQuery = <O extends AnyOrder>(of: KindApi, id: string) =>
  queryOptions({
    queryKey: [of.one, id],
    queryFn: () => read<O>(`${of.base}/{id}`, { path: { id } }),
  });

/** What happened to an order. */
export const eventsQuery = (of: KindApi, id: string) =>
  queryOptions({
    queryKey: [of.one, id, 'events'],
    queryFn: () => read<TimelinePage>(`${of.base}/{id}/events`, { path: { id }, query: { limit: 500 } }),
  });

/** What was written for an order, and what was found in it. */
export const attemptsQuery = (of: KindApi, id: string) =>
  queryOptions({
    queryKey: [of.one, id, 'attempts'],
    queryFn: () => read<Attempts>(`${of.base}/{id}/attempts`, { path: { id } }),
  });

/** What an order has cost. */
export const costsQuery = (of: KindApi, id: string) =>
  queryOptions({
    queryKey: [of.one, id, 'costs'],
    queryFn: () => read<Costs>(`${of.base}/{id}/costs`, { path: { id } }),
  });

/** What has these words in its title, keyword, name or id. */
export const searchQuery = (words: string) =>
  queryOptions({
    queryKey: ['search', words],
    enabled: words.length >= LEAST_SEARCHED,
    queryFn: () => answerOf(api.GET('/api/search', { params: { query: { q: words, limit: 12 } } })),
  });
