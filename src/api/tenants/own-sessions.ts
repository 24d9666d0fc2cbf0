import type { Request } from 'express';
import type { z } from 'zod';
import type { Db } from '../../db/db';
import type { MembershipRow } from '../../db/tenants/members';
import type { SessionHolder, SessionRow } from '../../db/tenants/sessions';
import { pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import { listQuery, membershipView, ownSessionView, sessionParams, switchBody } from './member-schemas';
import { cookieOptions, sessionCookieOf, sessionHashOf } from './session-cookie';

const NOT_SIGNED_IN = { 401: { description: 'Not signed in.' } };

function viewSession(row: SessionRow, sessionId: string): z.output<typeof ownSessionView> {
  return {
    ...{ id: row.id, device: row.device, tenantName: row.tenantName, current: row.id === sessionId },
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt.toISOString(),
  };
}

function viewMembership(row: MembershipRow, at: SessionHolder): z.output<typeof membershipView> {
  const { tenantId, tenantName, tenantKind, role } = row;
  return { tenantId, tenantName, tenantKind, role, current: tenantId === at.tenantId };
}

/** The routes by which whoever is signed in sees where else, and changes from one tenant to another. A key alone opens none of them. */
export function ownSessionRoutes({ db }: { db: Db }): DescribedRouter {
  const routes = new DescribedRouter();

  async function signedIn(req: Request): Promise<SessionHolder> {
    const wordHash = sessionHashOf(req);
    const holder = wordHash && (await db.sessions.findSession({ wordHash }));
    if (!holder) throw new ApiError('unauthorized', 'Not signed in.');
    return holder;
  }

  routes.route(
    {
      method: 'get',
      permission: 'session',
      path: '/api/session/tenants',
      summary: 'List own tenants',
      description:
        'The tenants that the signed-in person is a member of; none for whoever signed in with a key.',
      query: listQuery,
      answers: {
        200: { description: 'One page of results.', schema: pageOf(membershipView) },
        ...NOT_SIGNED_IN,
      },
    },
    async ({ req, query }) => {
      const holder = await signedIn(req);
      const { member } = holder;
      if (!member) return { status: 200, json: { items: [], nextCursor: null } };
      const json = await pageByCreation(
        query,
        (page) => db.members.listMemberships({ personId: member.personId, ...page }),
        (row) => viewMembership(row, holder),
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'session',
      path: '/api/session/switch',
      summary: 'Switch tenant',
      description: 'Moves the session to another tenant that its person is a member of. Event streams end.',
      body: switchBody,
      answers: {
        204: { description: 'The session is at the other tenant.' },
        ...NOT_SIGNED_IN,
        404: { description: 'The person is not a member of this tenant.' },
      },
    },
    async ({ req, res, body }) => {
      const { sessionId, member } = await signedIn(req);
      const { tenantId } = body;
      const isMoved =
        member !== null &&
        (await db.members.switchTenant({ sessionId, personId: member.personId, tenantId }));
      if (!isMoved) throw new ApiError('not_found', 'Tenant not found.');
      res.status(204).end();
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'session',
      path: '/api/sessions',
      summary: 'List own sessions',
      description:
        'All sessions of the signed-in person, or of the key that is signed in with, newest first.',
      query: listQuery,
      answers: {
        200: { description: 'One page of results.', schema: pageOf(ownSessionView) },
        ...NOT_SIGNED_IN,
      },
    },
    async ({ req, query }) => {
      const { by, sessionId } = await signedIn(req);
      const json = await pageByCreation(
        query,
        (page) => db.sessions.listSessions({ by, ...page }),
        (row) => viewSession(row, sessionId),
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'delete',
      permission: 'session',
      path: '/api/sessions',
      summary: 'Sign out everywhere',
      description:
        'Ends all sessions of the signed-in person, or of the key that is signed in with; this one, too.',
      answers: { 204: { description: 'Signed out everywhere.' }, ...NOT_SIGNED_IN },
    },
    async ({ req, res }) => {
      const { by } = await signedIn(req);
      await db.sessions.endSessions({ by });
      const { maxAge: _, ...options } = cookieOptions(req);
      res.clearCookie(sessionCookieOf(req), options).status(204).end();
    },
  );

  routes.route(
    {
      method: 'delete',
      permission: 'session',
      path: '/api/sessions/:id',
      summary: 'End session',
      description: 'Signs out one of the own sessions.',
      params: sessionParams,
      answers: {
        204: { description: 'Ended.' },
        ...NOT_SIGNED_IN,
        404: { description: 'There is no such session of the own ones.' },
      },
    },
    async ({ req, res, params }) => {
      const { by } = await signedIn(req);
      if ((await db.sessions.endSessions({ by, sessionId: params.id })) === 0)
        throw new ApiError('not_found', 'Session not found.');
      res.status(204).end();
    },
  );

  return routes;
}
