import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Db } from '../../db/db';
import type { InvitationRow, NotSent } from '../../db/tenants/invitations';
import {
  INVITATION_DAYS,
  MOST_INVITATION_MAILS,
  MOST_MEMBERS,
  RESEND_AFTER_SECONDS,
} from '../../domain/tenants/bounds';
import { holderOf, NO_KEY } from '../http/auth';
import { pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { emptyBody, pageOf } from '../http/schemas';
import type { Turns } from '../http/turns';
import { invitationParams, invitationView, inviteBody, listQuery } from './member-schemas';
import { roleFor } from './roles';
import { tenantOf, TENANTS_BASE } from './routes';
import { tenantParams } from './schemas';
import { newSessionWord } from './session-cookie';

const BASE = `${TENANTS_BASE}/:id/invitations`;

/** Sent so often that the limits of a day are reached, the next one may be due after this long, in seconds. */
const NEXT_DAY_SECONDS = 60 * 60;

function viewInvitation(row: InvitationRow): z.output<typeof invitationView> {
  return {
    ...{
      id: row.id,
      address: row.address,
      name: row.name,
      role: row.role,
      locale: row.locale,
      sent: row.sent,
    },
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}

const REFUSALS: Record<NotSent, () => ApiError> = {
  ended: () => new ApiError('unauthorized', NO_KEY),
  full: () =>
    new ApiError(
      'conflict',
      `The tenant already has ${MOST_MEMBERS} members, invited ones included. Remove one first.`,
    ),
  member: () => new ApiError('conflict', 'Somebody with this address is a member already.'),
  invited: () =>
    new ApiError('conflict', 'This address has been invited already. Send that invitation again.'),
  mails: () =>
    new ApiError(
      'too_many_requests',
      'Too many invitations were sent within a day. Try again later.',
      {},
      NEXT_DAY_SECONDS,
    ),
  soon: () =>
    new ApiError(
      'too_many_requests',
      'This invitation was sent just now. Wait a minute before sending it again.',
      {},
      RESEND_AFTER_SECONDS,
    ),
};

/** A new token as it is mailed, with its hash. */
function newToken(): { token: string; tokenHash: Buffer } {
  const { word: token, wordHash: tokenHash } = newSessionWord();
  return { token, tokenHash };
}

/** The invitation that was sent; throws why none was. */
function sentOne(result: InvitationRow | NotSent | undefined): z.output<typeof invitationView> {
  if (result === undefined) throw new ApiError('not_found', 'Invitation not found.');
  if (typeof result === 'string') throw REFUSALS[result]();
  return viewInvitation(result);
}

const TOO_MANY = {
  description: `More than ${MOST_INVITATION_MAILS.ofTenant} invitations were sent within a day, or more than ${MOST_INVITATION_MAILS.toAddress} to this address; see \`Retry-After\`.`,
};

/** The routes by which people are invited to a tenant. */
export function invitationRoutes(deps: { db: Db; turns: Turns }): DescribedRouter {
  const { db, turns } = deps;
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'post',
      permission: 'members.write',
      path: BASE,
      summary: 'Invite member',
      description: `Sends a mail with a link that makes its reader a member. It can be accepted for ${INVITATION_DAYS} days.`,
      params: tenantParams,
      body: inviteBody,
      answers: {
        201: {
          description: 'Invited.',
          schema: invitationView,
          leadsTo: [
            {
              path: `${BASE}/:invitationId`,
              parameters: { id: '$request.path.id', invitationId: '$response.body#/id' },
            },
          ],
        },
        409: {
          description: `The address is a member’s or has been invited, or the tenant already has ${MOST_MEMBERS} members.`,
        },
        429: TOO_MANY,
      },
    },
    async ({ params, body, res }) => {
      const tenant = await tenantOf(db, res, params.id);
      const role = roleFor(tenant.kind, body.role);
      const { by } = holderOf(res);
      const row = { ...body, ...newToken(), role, by, id: randomUUID(), tenantId: tenant.id };
      const made = await turns.run('sign-in', () => db.transaction((tx) => tx.invitations.invite(row)));
      return { status: 201, json: sentOne(made) };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'members.read',
      path: BASE,
      summary: 'List invitations',
      description: 'Those that are not accepted, newest first; expired ones can be sent again.',
      params: tenantParams,
      query: listQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(invitationView) } },
    },
    async ({ params, query, res }) => {
      const { id: tenantId } = await tenantOf(db, res, params.id);
      const json = await pageByCreation(
        query,
        (page) => db.invitations.listInvitations({ tenantId, ...page }),
        viewInvitation,
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'members.write',
      path: `${BASE}/:invitationId/resend`,
      summary: 'Resend invitation',
      description:
        'Sends a new link, which takes the place of the last one and can be accepted as long as a first one.',
      params: invitationParams,
      body: emptyBody,
      answers: { 200: { description: 'Sent.', schema: invitationView }, 429: TOO_MANY },
    },
    async ({ params, res }) => {
      const { id: tenantId } = await tenantOf(db, res, params.id);
      const { by } = holderOf(res);
      const key = { invitationId: params.invitationId, tenantId, by, ...newToken() };
      const sent = await turns.run('sign-in', () =>
        db.transaction((tx) => tx.invitations.resendInvitation(key)),
      );
      return { status: 200, json: sentOne(sent) };
    },
  );

  routes.route(
    {
      method: 'delete',
      permission: 'members.write',
      path: `${BASE}/:invitationId`,
      summary: 'Withdraw invitation',
      description: 'Its link leads nowhere from then on.',
      params: invitationParams,
      answers: { 204: { description: 'Withdrawn.' } },
    },
    async ({ params, res }) => {
      const { id: tenantId } = await tenantOf(db, res, params.id);
      const { invitationId } = params;
      if (!(await db.invitations.withdrawInvitation({ invitationId, tenantId })))
        throw new ApiError('not_found', 'Invitation not found.');
      res.status(204).end();
    },
  );

  return routes;
}
