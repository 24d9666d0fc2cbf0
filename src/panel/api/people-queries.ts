import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { PAGE } from './answer';
import type { Answer } from './answer';
import { answerOf, api } from './client';

export type MemberPage = Answer<'/api/tenants/{id}/members'>;
export type Member = MemberPage['items'][number];
export type InvitationPage = Answer<'/api/tenants/{id}/invitations'>;
export type Invitation = InvitationPage['items'][number];
export type OwnSessionPage = Answer<'/api/sessions'>;
export type OwnSession = OwnSessionPage['items'][number];

/** The members of a customer, newest first. */
export const membersQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['customer', id, 'members'],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: MemberPage) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/tenants/{id}/members', {
          params: { path: { id }, query: { limit: PAGE, cursor: pageParam } },
        }),
      ),
  });

/** Who was invited to a customer and has not accepted, newest first. */
export const invitationsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['customer', id, 'invitations'],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: InvitationPage) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/tenants/{id}/invitations', {
          params: { path: { id }, query: { limit: PAGE, cursor: pageParam } },
        }),
      ),
  });

/** Most customers that one person is a member of; all fit on a page. */
const MOST_OWN = 200;

/** The customers that whoever is signed in is a member of. */
export const ownTenantsQuery = queryOptions({
  queryKey: ['own-tenants'],
  queryFn: () => answerOf(api.GET('/api/session/tenants', { params: { query: { limit: MOST_OWN } } })),
});

/** Where whoever is signed in is signed in, newest first. */
export const ownSessionsQuery = infiniteQueryOptions({
  queryKey: ['own-sessions'],
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: OwnSessionPage) => page.nextCursor ?? undefined,
  queryFn: ({ pageParam }) =>
    answerOf(api.GET('/api/sessions', { params: { query: { limit: PAGE, cursor: pageParam } } })),
});

/** What the token of an invitation leads to. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    staleTime: Infinity,
    queryFn: () => answerOf(api.POST('/api/invitations/look', { body: { token } })),
  });
