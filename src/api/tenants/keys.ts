import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { ROLES_OF_KIND } from '../../contract/tenancy';
import type { ApiKeyRow } from '../../db/tenants/keys';
import type { Db } from '../../db/db';
import { newApiKey } from '../http/auth';
import { cursorPage, decodeCursor } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import { createKeyBody, keyParams, keyView, listKeysQuery, newKeyView, tenantParams } from './schemas';
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
export function keyRoutes(deps: { db: Db }): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'post',
      permission: 'keys.write',
      path: BASE,
      summary: 'Make a key for a tenant; the answer is the only one that shows it',
      params: tenantParams,
      body: createKeyBody,
      answers: { 201: { description: 'Made; `key` is not shown again.', schema: newKeyView } },
    },
    async ({ params, body, res }) => {
      const tenant = await tenantOf(db, res, params.id);
      const roles = ROLES_OF_KIND[tenant.kind];
      const role = body.role ?? roles[0]!;
      if (!roles.includes(role))
        throw new ApiError('bad_request', 'The body of the request is not valid.', {
          problems: [
            {
              field: 'body.role',
              problem: `must be ${roles.join(' or ')} for a tenant of kind ${tenant.kind}`,
            },
          ],
        });
      const { key, hash } = newApiKey();
      const row = await db.keys.insertKey({
        id: randomUUID(),
        tenantId: tenant.id,
        role,
        label: body.label,
        hash,
      });
      return { status: 201, json: { ...viewKey(row), key }, headers: { 'cache-control': 'no-store' } };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'keys.read',
      path: BASE,
      summary: 'List the keys of a tenant, newest first, without the keys themselves',
      params: tenantParams,
      query: listKeysQuery,
      answers: { 200: { description: 'One page.', schema: pageOf(keyView) } },
    },
    async ({ params, query, res }) => {
      const tenant = await tenantOf(db, res, params.id);
      const rows = await db.keys.listKeys({
        tenantId: tenant.id,
        limit: query.limit + 1,
        after: query.cursor === undefined ? undefined : decodeCursor(query.cursor),
      });
      return { status: 200, json: cursorPage(rows, query.limit, viewKey) };
    },
  );

  routes.route(
    {
      method: 'delete',
      permission: 'keys.write',
      path: `${BASE}/:keyId`,
      summary: 'Revoke a key for good; once more gets the same answer',
      params: keyParams,
      answers: {
        200: { description: 'The key, revoked.', schema: keyView },
        409: { description: 'It is the last key of an administrator.' },
      },
    },
    async ({ params, res }) => {
      const tenant = await tenantOf(db, res, params.id);
      const revoked = await db.transaction((tx) =>
        tx.keys.revokeKey({ keyId: params.keyId, tenantId: tenant.id }),
      );
      if (!revoked) throw new ApiError('not_found', 'There is no such key.');
      if (revoked === 'last')
        throw new ApiError(
          'conflict',
          'This is the last valid key of an administrator; without it nobody could get in any more. Make another one first.',
        );
      return { status: 200, json: viewKey(revoked) };
    },
  );

  return routes;
}
