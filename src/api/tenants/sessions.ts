import { z } from 'zod';
import { ROLES, TENANT_KINDS } from '../../contract/tenancy';
import type { Principal } from '../../contract/tenancy';
import type { Db, Tx } from '../../db/db';
import { PERMISSIONS, permissionsOf } from '../../domain/tenants/permissions';
import type { Permission } from '../../domain/tenants/permissions';
import { hashApiKey, holderOf, NO_KEY } from '../http/auth';
import { ApiError } from '../http/errors';
import { publicAddress } from '../http/public-address';
import { DescribedRouter } from '../http/route';
import { emptyBody, uuid } from '../http/schemas';
import { mailedToken } from './member-schemas';
import type { Turns } from '../http/turns';
import type { LimitedSignIn } from './sign-in-limit';
import { cookieOptions, newSessionWord, sessionCookieOf, sessionHashOf, wordHashOf } from './session-cookie';
import { startSession } from './session-start';

const PATH = '/api/session';

const signInBody = z
  .strictObject({
    key: z
      .string()
      .regex(/^\s*[!-~]{8,200}\s*$/, 'must be 8 to 200 visible ASCII characters')
      .optional(),
    link: z
      .string()
      .regex(/^[\w-]{43}$/)
      .optional()
      .describe('The token of a sign-in link that a key or member made'),
    mailLink: mailedToken.optional().describe('The token of a sign-in link that came by mail'),
  })
  .refine(
    ({ key, link, mailLink }) => [key, link, mailLink].filter((one) => one !== undefined).length === 1,
    {
      message: 'is required: send either a key, a link or a mailLink',
      path: ['key'],
    },
  )
  .meta({ oneOf: [{ required: ['key'] }, { required: ['link'] }, { required: ['mailLink'] }] });

/** Finds whoever a sign-in names, and uses a link up. */
function whoSignsIn(body: z.output<typeof signInBody>) {
  return async (tx: Tx): Promise<Principal | undefined> => {
    if (body.link !== undefined) return tx.sessions.useSignInLink({ wordHash: wordHashOf(body.link) });
    if (body.mailLink !== undefined)
      return tx.mailLinks.useMailLink({ tokenHash: wordHashOf(body.mailLink) });
    return (await tx.tenants.findKeyHolder({ hash: hashApiKey(body.key!.trim()) }))?.by;
  };
}

const linkView = z.object({
  url: z.url().describe('Open it in a browser; it works once'),
  path: z.string().describe('The same without the address of the server'),
  expiresAt: z.iso.datetime(),
});

const sessionView = z.object({
  role: z.enum(ROLES),
  tenantId: uuid,
  tenantName: z.string(),
  tenantKind: z.enum(TENANT_KINDS),
  permissions: z
    .array(z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]]))
    .describe('What the session may do'),
  expiresAt: z.iso.datetime(),
  member: z
    .object({ id: uuid, name: z.string(), address: z.string() })
    .nullable()
    .describe('The person who is signed in; null for a key'),
  temporalUiUrl: z
    .string()
    .nullable()
    .describe('For operators: base URL of a run in the Temporal Web UI; append `/<kind>:<id>`'),
});

/** The routes by which people sign in to the panel and out again. */
export function sessionRoutes(deps: {
  db: Db;
  turns: Turns;
  /** Limits what fails, with all that is proved by a word. */
  limited: LimitedSignIn;
  runsUrl?: string | undefined;
}): DescribedRouter {
  const { db, turns, limited } = deps;
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'post',
      permission: 'open',
      path: PATH,
      summary: 'Sign in',
      description:
        'Exchanges an API key or the token of a sign-in link for a session cookie. A link works once.',
      body: signInBody,
      answers: {
        204: { description: 'Signed in for seven days.' },
        401: { description: 'The key or link is invalid.' },
        429: {
          description:
            'Too many people are signing in, or too many sign-ins from this network have failed; see `Retry-After`.',
        },
      },
    },
    async ({ body, req, res }) => {
      const signIn = () => startSession(db, { req, res }, whoSignsIn(body));
      const isSignedIn = await limited(req, () => turns.run('sign-in', signIn));
      if (!isSignedIn)
        throw new ApiError(
          'unauthorized',
          body.key === undefined
            ? 'This sign-in link has expired or was already used.'
            : 'This API key is unknown or has been revoked.',
        );
      res.status(204).end();
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'open',
      path: PATH,
      summary: 'Get session',
      description: 'Role, tenant and permissions of whoever is signed in.',
      answers: {
        200: { description: 'The session.', schema: sessionView },
        401: { description: 'Not signed in.' },
      },
    },
    async ({ req }) => {
      const wordHash = sessionHashOf(req);
      const holder = wordHash && (await db.sessions.findSession({ wordHash }));
      if (!holder) throw new ApiError('unauthorized', 'Not signed in.');
      const { by, role, tenantId, tenantName, tenantKind, expiresAt } = holder;
      const member = holder.member && {
        ...{ id: by.id, name: holder.member.name, address: holder.member.address },
      };
      const temporalUiUrl = role === 'operator' || role === 'admin' ? (deps.runsUrl ?? null) : null;
      return {
        status: 200,
        json: {
          ...{ role, tenantId, tenantName, tenantKind, temporalUiUrl, member },
          permissions: permissionsOf(role),
          expiresAt: expiresAt.toISOString(),
        },
      };
    },
  );

  routes.route(
    {
      method: 'delete',
      permission: 'open',
      path: PATH,
      summary: 'Sign out',
      description: 'Ends the session.',
      answers: { 204: { description: 'Signed out.' } },
    },
    async ({ req, res }) => {
      const wordHash = sessionHashOf(req);
      if (wordHash) await db.sessions.deleteSession({ wordHash });
      const { maxAge: _, ...options } = cookieOptions(req);
      res.clearCookie(sessionCookieOf(req), options).status(204).end();
    },
  );
  return routes;
}

/** The route by which a key or member makes an address that signs in once in its name. */
export function signInLinkRoutes(deps: {
  db: Db;
  turns: Turns;
  publicUrl?: string | undefined;
}): DescribedRouter {
  const { db, turns } = deps;
  const routes = new DescribedRouter();
  routes.route(
    {
      method: 'post',
      permission: 'tenants.read',
      path: `${PATH}/links`,
      summary: 'Create sign-in link',
      description: 'Signs in to the panel as this key or member, once, within an hour.',
      body: emptyBody,
      answers: { 201: { description: 'Created.', schema: linkView } },
    },
    async ({ req, res }) => {
      const { word, wordHash } = newSessionWord();
      const { by } = holderOf(res);
      const expiresAt = await turns.run('sign-in', () => db.sessions.insertSignInLink({ wordHash, by }));
      if (!expiresAt) throw new ApiError('unauthorized', NO_KEY);
      // After the sign, so that it stands in no server's log.
      const path = `/sign-in#${word}`;
      const url = `${publicAddress(req, deps.publicUrl)}${path}`;
      return {
        status: 201,
        json: { url, path, expiresAt: expiresAt.toISOString() },
      };
    },
  );
  return routes;
}
