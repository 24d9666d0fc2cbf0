import { infiniteQueryOptions } from '@tanstack/react-query';
import { PAGE } from './answer';
import type { Answer } from './answer';
import { answerOf, api } from './client';

export type SubscriptionPage = Answer<'/api/mail/subscriptions'>;
export type Subscription = SubscriptionPage['items'][number];
export type MailPage = Answer<'/api/mail/messages'>;
export type Mail = MailPage['items'][number];

/** Who is mailed about orders, newest first. */
export const subscriptionsQuery = infiniteQueryOptions({
  queryKey: ['mail-subscriptions'],
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: SubscriptionPage) => page.nextCursor ?? undefined,
  queryFn: ({ pageParam }) =>
    answerOf(api.GET('/api/mail/subscriptions', { params: { query: { limit: PAGE, cursor: pageParam } } })),
});

/** What was mailed, newest first. */
export const mailsQuery = (state: Mail['state'] | undefined) =>
  infiniteQueryOptions({
    queryKey: ['mails', state],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: MailPage) => page.nextCursor ?? undefined,
    refetchInterval: 10_000,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/mail/messages', { params: { query: { state, limit: PAGE, cursor: pageParam } } }),
      ),
  });
