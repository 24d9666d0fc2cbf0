import { z } from 'zod';
import { ROLES, TENANT_KINDS } from '../../contract/tenancy';
import type { Db } from '../../db/db';
import { PERMISSIONS, permissionsOf } from '../../domain/tenants/permissions';
import type { Permission } from '../../domain/tenants/permissions';
import { hashApiKey, holderOf } from '../http/auth';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { emptyBody } from '../http/schemas';
import { cookieOptions, newSessionWord, SESSION_COOKIE, sessionHashOf, wordHashOf } from './session-cookie';

const PATH = '/api/session';

const signInBody = z
  .strictObject({
    key: z.string().min(8).max(200).optional(),
    link: z
      .string()
      .regex(/^[\w-]{43}$/)
      .optional()
      .describe('The word of an address that signs in once'),
  })
  .refine((body) => (body.key === undefined) !== (body.link === undefined), {
    message: 'is needed: either a key, or the word of an address',
    path: ['key'],
  });

const linkView = z.object({
  path: z.string().describe('To be opened in a browser; signs in once'),
  expiresAt: z.iso.datetime(),
});

const sessionView = z.object({
  role: z.enum(ROLES),
  tenantId: z.uuid(),
  tenantName: z.string(),
  tenantKind: z.enum(TENANT_KINDS),
  permissions: z
    .array(z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]]))
    .describe('What the key may do'),
  expiresAt: z.iso.datetime(),
  temporalUiUrl: z
    .string()
    .nullable()
    .describe('For operators: where the Web UI shows a run, if `/<kind>:<id>` is added'),
});

/** The routes by which people sign in to the panel and out again. */
export function sessionRoutes(deps: { db: Db; runsUrl?: string | undefined }): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'post',
      permission: 'open',
      path: PATH,
      summary: 'Sign in with a key: the answer sets a cookie that stands for it in a browser',
      body: signInBody,
      answers: {
        204: { description: 'Signed in for seven days.' },
        401: { description: 'There is no such key.' },
      },
    },
    async ({ body, req, res }) => {
      const holder =
        body.key === undefined
          ? await db.sessions.useSignInLink({ wordHash: wordHashOf(body.link!) })
          : await db.tenants.findKeyHolder({ hash: hashApiKey(body.key.trim()) });
      if (!holder)
        throw new ApiError(
          'unauthorized',
          body.key === undefined
            ? 'This address was used already, or is too old.'
            : 'There is no such key, or it was revoked.',
        );
      const { word, wordHash } = newSessionWord();
      await db.sessions.insertSession({ wordHash, keyId: holder.keyId });
      res.cookie(SESSION_COOKIE, word, cookieOptions(req)).status(204).end();
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'open',
      path: PATH,
      summary: 'Who is signed in',
      answers: {
        200: { description: 'Whose key it is.', schema: sessionView },
        401: { description: 'Nobody is.' },
      },
    },
    async ({ req }) => {
      const wordHash = sessionHashOf(req);
      const holder = wordHash && (await db.sessions.findSession({ wordHash }));
      if (!holder) throw new ApiError('unauthorized', 'Nobody is signed in.');
      const { role, tenantId, tenantName, tenantKind, expiresAt } = holder;
      const temporalUiUrl = role === 'operator' || role === 'admin' ? (deps.runsUrl ?? null) : null;
      return {
        status: 200,
        json: {
          ...{ role, tenantId, tenantName, tenantKind, temporalUiUrl },
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
      answers: { 204: { description: 'Nobody is signed in any more.' } },
    },
    async ({ req, res }) => {
      const wordHash = sessionHashOf(req);
      if (wordHash) await db.sessions.deleteSession({ wordHash });
      const { maxAge: _, ...options } = cookieOptions(req);
      res.clearCookie(SESSION_COOKIE, options).status(204).end();
    },
  );
  return routes;
}

/** The route by which a key makes an address that signs in once in its name. */
export function signInLinkRoutes(deps: { db: Db }): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();
  routes.route(
    {
      method: 'post',
      permission: 'tenants.read',
      path: `${PATH}/links`,
      summary: 'Make an address that signs in to the panel once, in the name of this key, within an hour',
      body: emptyBody,
      answers: { 201: { description: 'Made.', schema: linkView } },
    },
    async ({ res }) => {
      const { word, wordHash } = newSessionWord();
      const { keyId } = holderOf(res);
      const expiresAt = await db.sessions.insertSignInLink({ wordHash, keyId });
      // After the sign, so that it stands in no server's log.
      return {
        status: 201,
        json: { path: `/sign-in#${word}`, expiresAt: expiresAt.toISOString() },
      };
    },
  );
  return routes;
}
