import { infiniteQueryOptions } from '@tanstack/react-query';
import { PAGE } from './answer';
import type { Answer } from './answer';
import { answerOf, api } from './client';

export type RefundPage = Answer<'/api/v1/admin/refunds'>['data'];
export type Refund = RefundPage['items'][number];
export type AlertPage = Answer<'/api/v1/admin/alerts'>['data'];
export type Alert = AlertPage['items'][number];

/** What lists of refunds are kept by. */
export const REFUNDS = 'refunds';

/** What is or was given back, newest first. */
export const refundsQuery = (state: Refund['state'] | undefined) =>
  infiniteQueryOptions({
    queryKey: [REFUNDS, state],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: RefundPage) => page.nextCursor ?? undefined,
    refetchInterval: 10_000,
    queryFn: async ({ pageParam }) => {
      const query = { state, limit: PAGE, cursor: pageParam };
      return (await answerOf(api.GET('/api/v1/admin/refunds', { params: { query } }))).data;
    },
  });

/** What operators were alerted to, newest first. */
export const alertsQuery = (state: Alert['state'] | undefined) =>
  infiniteQueryOptions({
    queryKey: ['alerts', state],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: AlertPage) => page.nextCursor ?? undefined,
    refetchInterval: 10_000,
    queryFn: async ({ pageParam }) => {
      const query = { state, limit: PAGE, cursor: pageParam };
      return (await answerOf(api.GET('/api/v1/admin/alerts', { params: { query } }))).data;
    },
  });
