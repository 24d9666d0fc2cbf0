import type { Db } from '../../db/db';
import { MOST_MEMBERSHIPS } from '../../domain/tenants/bounds';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import type { Turns } from '../http/turns';
import { openInvitationView, tokenBody } from './member-schemas';
import { wordHashOf } from './session-cookie';
import { startSession } from './session-start';
import type { LimitedSignIn } from './sign-in-limit';

const PATH = '/api/invitations';

const GONE = 'This invitation has expired, was withdrawn, or has been used or sent again since.';

const ANSWERS = {
  401: { description: 'The token leads nowhere.' },
  429: { description: 'Too many attempts from this network have failed; see `Retry-After`.' },
};

/** The routes by which whoever has the link of an invitation looks at it and accepts it. Only accepting uses it up. */
export function acceptRoutes(deps: { db: Db; turns: Turns; limited: LimitedSignIn }): DescribedRouter {
  const { db, turns, limited } = deps;
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'post',
      permission: 'open',
      path: `${PATH}/look`,
      summary: 'Look at invitation',
      description: 'What the token of an invitation leads to. Changes nothing.',
      body: tokenBody,
      answers: { 200: { description: 'The invitation.', schema: openInvitationView }, ...ANSWERS },
    },
    async ({ body, req }) => {
      let found: Awaited<ReturnType<typeof db.invitations.findInvitation>>;
      await limited(req, async () => {
        found = await db.invitations.findInvitation({ tokenHash: wordHashOf(body.token) });
        return found !== undefined;
      });
      if (!found) throw new ApiError('unauthorized', GONE);
      const { tenantName, tenantKind, address, name, role, expiresAt } = found;
      const json = { tenantName, tenantKind, address, name, role, expiresAt: expiresAt.toISOString() };
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'open',
      path: `${PATH}/accept`,
      summary: 'Accept invitation',
      description: 'Makes whoever has the token a member, and signs in as that member. The token works once.',
      body: tokenBody,
      answers: {
        204: { description: 'Accepted, and signed in for seven days.' },
        ...ANSWERS,
        409: { description: `The person is a member of ${MOST_MEMBERSHIPS} tenants already.` },
      },
    },
    async ({ body, req, res }) => {
      const accept = () =>
        startSession(db, { req, res }, async (tx) => {
          const member = await tx.invitations.acceptInvitation({ tokenHash: wordHashOf(body.token) });
          // Thrown, so that the invitation is still there afterwards.
          if (member === 'full')
            throw new ApiError('conflict', `You are a member of ${MOST_MEMBERSHIPS} tenants already.`);
          return member;
        });
      if (!(await limited(req, () => turns.run('sign-in', accept)))) throw new ApiError('unauthorized', GONE);
      res.status(204).end();
    },
  );

  return routes;
}
