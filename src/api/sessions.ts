import { z } from 'zod';
import { ROLES, TENANT_KINDS } from '../contract/tenancy';
import type { Store } from '../db/store';
import { hashApiKey } from './auth';
import { ApiError } from './errors';
import { DescribedRouter } from './route';
import { cookieOptions, newSessionWord, SESSION_COOKIE, sessionHashOf } from './session-cookie';

const PATH = '/api/session';

const signInBody = z.strictObject({ key: z.string().min(8).max(200) });

const sessionView = z.object({
  role: z.enum(ROLES),
  tenantId: z.uuid(),
  tenantName: z.string(),
  tenantKind: z.enum(TENANT_KINDS),
  expiresAt: z.iso.datetime(),
});

/** The routes by which people sign in to the panel and out again. */
export function sessionRoutes(deps: { store: Store }): DescribedRouter {
  const { store } = deps;
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
      const holder = await store.tenants.findKeyHolder(store.pool, { hash: hashApiKey(body.key.trim()) });
      if (!holder) throw new ApiError('unauthorized', 'There is no such key, or it was revoked.');
      const { word, wordHash } = newSessionWord();
      await store.sessions.insertSession(store.pool, { wordHash, keyId: holder.keyId });
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
      const holder = wordHash && (await store.sessions.findSession(store.pool, { wordHash }));
      if (!holder) throw new ApiError('unauthorized', 'Nobody is signed in.');
      const { role, tenantId, tenantName, tenantKind, expiresAt } = holder;
      return {
        status: 200,
        json: { role, tenantId, tenantName, tenantKind, expiresAt: expiresAt.toISOString() },
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
      if (wordHash) await store.sessions.deleteSession(store.pool, { wordHash });
      const { maxAge: _, ...options } = cookieOptions(req);
      res.clearCookie(SESSION_COOKIE, options).status(204).end();
    },
  );
  return routes;
}
