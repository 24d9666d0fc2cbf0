import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ApiKeyRow } from '../../db/tenants/keys';
import type { Db } from '../../db/db';
import { MOST_KEYS } from '../../domain/tenants/bounds';
import { holderOf, newApiKey, NO_KEY } from '../http/auth';
import { pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import type { Turns } from '../http/turns';
import { createKeyBody, keyParams, keyView, listKeysQuery, newKeyView, tenantParams } from './schemas';
import { roleFor } from './roles';
import { tenantOf, TENANTS_BASE } from './routes';

const BASE = `${TENANTS_BASE}/:id/keys`;

function viewKey(key: ApiKeyRow): z.output<typeof keyView> {
  return {
    id: key.id,
    label: key.label,
    role: key.role,
    createdAt: key.createdAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}

/** The routes of a tenant's keys. */
export function keyRoutes(deps: { db: Db; turns: Turns }): DescribedRouter {
  const { db, turns } = deps;
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'post',
      permission: 'keys.write',
      path: BASE,
      summary: 'Create API key',
      description: 'The key is shown only in this answer.',
      params: tenantParams,
      body: createKeyBody,
      answers: {
        201: {
          description: 'Created. `key` is not shown again.',
          schema: newKeyView,
          leadsTo: [
            { path: `${BASE}/:keyId`, parameters: { id: '$request.path.id', keyId: '$response.body#/id' } },
          ],
        },
        409: { description: `The tenant already has ${MOST_KEYS} valid keys.` },
      },
    },
    async ({ params, body, res }) => {
      const tenant = await tenantOf(db, res, params.id);
      const role = roleFor(tenant.kind, body.role);
      const { key, hash } = newApiKey();
      const { by } = holderOf(res);
      const id = randomUUID();
      const row = await turns.run('sign-in', () =>
        db.transaction((tx) =>
          tx.keys.addKey({ id, tenantId: tenant.id, role, label: body.label, hash, by }),
        ),
      );
      if (row === 'ended') throw new ApiError('unauthorized', NO_KEY);
      if (row === 'full')
        throw new ApiError(
          'conflict',
          `The tenant already has ${MOST_KEYS} valid API keys. Revoke one before you create another.`,
        );
      return { status: 201, json: { ...viewKey(row), key } };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'keys.read',
      path: BASE,
      summary: 'List API keys',
      description: 'Newest first, without the keys themselves.',
      params: tenantParams,
      query: listKeysQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(keyView) } },
    },
    async ({ params, query, res }) => {
      const tenant = await tenantOf(db, res, params.id);
      const json = await pageByCreation(
        query,
        (page) => db.keys.listKeys({ tenantId: tenant.id, ...page }),
        viewKey,
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'delete',
      permission: 'keys.write',
      path: `${BASE}/:keyId`,
      summary: 'Revoke API key',
      description: 'Permanent. Repeating the request returns the same answer.',
      params: keyParams,
      answers: {
        200: { description: 'The revoked key.', schema: keyView },
        409: { description: 'This is the last valid key of an administrator.' },
      },
    },
    async ({ params, res }) => {
      const tenant = await tenantOf(db, res, params.id);
      const revoked = await db.transaction((tx) =>
        tx.keys.revokeKey({ keyId: params.keyId, tenantId: tenant.id }),
      );
      if (!revoked) throw new ApiError('not_found', 'API key not found.');
      if (revoked === 'last')
        throw new ApiError(
          'conflict',
          'This is the last valid key of an administrator. Create another one before you revoke it.',
        );
      return { status: 200, json: viewKey(revoked) };
    },
  );

  return routes;
}
