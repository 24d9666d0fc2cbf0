import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { z } from 'zod';
import { PLAN_WEIGHT } from '../../contract/tenancy';
import type { Db } from '../../db/db';
import type { Tenant, TenantSettings } from '../../db/tenants/tenants';
import { scopeOf } from '../http/auth';
import { pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import { createTenantBody, listTenantsQuery, patchTenantBody, tenantParams, tenantView } from './schemas';

/** Where tenants live. */
export const TENANTS_BASE = '/api/tenants';

/** What the routes of tenants work with. */
export interface TenantRouteDeps {
  db: Db;
}

function viewCap(cents: number | null): { amount: number; currency: 'USD' } | null {
  return cents === null ? null : { amount: cents, currency: 'USD' };
}

function viewTenant(tenant: Tenant): z.output<typeof tenantView> {
  return {
    id: tenant.id,
    kind: tenant.kind,
    name: tenant.name,
    plan: tenant.plan,
    fairnessWeight: tenant.fairnessWeight ?? PLAN_WEIGHT[tenant.plan],
    dailyCap: viewCap(tenant.dailyCapCents),
    monthlyCap: viewCap(tenant.monthlyCapCents),
    itemsAtOnce: tenant.itemsAtOnce,
    itemsPerMinute: tenant.itemsPerMinute,
    createdAt: tenant.createdAt.toISOString(),
  };
}

/** The cents of a cap; null takes it away, undefined leaves it. */
function centsOf(cap: { amount: number } | null | undefined): number | null | undefined {
  return cap === null ? null : cap?.amount;
}

/** The tenant that a request names; another one than its key's own is not there, unless the key reaches to all. */
export async function tenantOf(db: Db, res: Response, tenantId: string): Promise<Tenant> {
  const scope = scopeOf(res);
  const tenant =
    scope === undefined || scope === tenantId ? await db.tenants.tenantById({ tenantId }) : undefined;
  if (!tenant) throw new ApiError('not_found', 'Tenant not found.');
  return tenant;
}

/** The routes of tenants. */
export function tenantRoutes(deps: TenantRouteDeps): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'post',
      permission: 'tenants.write',
      path: TENANTS_BASE,
      summary: 'Create tenant',
      description:
        'A tenant is a customer: a single store, an agency, an article buyer, or internal operators.',
      body: createTenantBody,
      answers: {
        201: {
          description: 'Created. `Location` is the URL of the tenant.',
          schema: tenantView,
          headers: { Location: 'The URL of what was created.' },
          leadsTo: [{ path: `${TENANTS_BASE}/:id`, parameters: { id: '$response.body#/id' } }],
        },
      },
    },
    async ({ body }) => {
      const { kind, name, plan, fairnessWeight, itemsAtOnce, itemsPerMinute } = body;
      const tenant = await db.tenants.insertTenant({
        id: randomUUID(),
        ...{ kind, name, plan, fairnessWeight, itemsAtOnce, itemsPerMinute },
        dailyCapCents: centsOf(body.dailyCap) ?? null,
        monthlyCapCents: centsOf(body.monthlyCap) ?? null,
      });
      return {
        status: 201,
        json: viewTenant(tenant),
        headers: { location: `${TENANTS_BASE}/${tenant.id}` },
      };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'tenants.read',
      path: TENANTS_BASE,
      summary: 'List tenants',
      description: 'Newest first. Most keys see only their own tenant.',
      query: listTenantsQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(tenantView) } },
    },
    async ({ query, res }) => {
      const filter = { tenantId: scopeOf(res), kind: query.kind };
      const json = await pageByCreation(
        query,
        (page) => db.tenants.listTenants({ ...filter, ...page }),
        viewTenant,
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'tenants.read',
      path: `${TENANTS_BASE}/:id`,
      summary: 'Get tenant',
      description: 'Plan, budgets and limits of a tenant.',
      params: tenantParams,
      answers: { 200: { description: 'The tenant.', schema: tenantView } },
    },
    async ({ params, res }) => ({ status: 200, json: viewTenant(await tenantOf(db, res, params.id)) }),
  );

  routes.route(
    {
      method: 'patch',
      permission: 'tenants.write',
      path: `${TENANTS_BASE}/:id`,
      summary: 'Update tenant',
      description: 'If a budget is raised, orders that were on hold because of it continue immediately.',
      params: tenantParams,
      body: patchTenantBody,
      answers: { 200: { description: 'The updated tenant.', schema: tenantView } },
    },
    async ({ params, body, res }) => {
      const { id: tenantId } = await tenantOf(db, res, params.id);
      const { name, plan, fairnessWeight, itemsAtOnce, itemsPerMinute } = body;
      const settings: { [Name in keyof TenantSettings]: TenantSettings[Name] | undefined } = {
        ...{ name, plan, fairnessWeight, itemsAtOnce, itemsPerMinute },
        dailyCapCents: centsOf(body.dailyCap),
        monthlyCapCents: centsOf(body.monthlyCap),
      };
      const touchesCaps = body.dailyCap !== undefined || body.monthlyCap !== undefined;
      const tenant = await db.transaction(async (tx) => {
        const updated = (await tx.tenants.updateTenant({ tenantId, settings }))!;
        if (touchesCaps) await tx.wakes.wakeCapped({ tenantId });
        return updated;
      });
      return { status: 200, json: viewTenant(tenant) };
    },
  );

  return routes;
}
