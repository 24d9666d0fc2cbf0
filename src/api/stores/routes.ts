import { sealCredentials } from '../../db/stores/connection';
import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { scopeOf } from '../http/auth';
import { pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import { createStoreAsking } from './asking';
import type { StoreAskingDeps } from './asking';
import { addStoreConnection } from './connect';
import { addStoreReads } from './reads';
import {
  checkedStoreView,
  createStoreBody,
  listStoresQuery,
  patchStoreBody,
  storeParams,
  storeView,
} from './schemas';
import { storeOf, STORES_BASE, viewStore } from './view';

/** What the routes of stores work with. */
export interface StoreRouteDeps extends StoreAskingDeps {
  /** For how long a store's answers are taken from our own copy, in milliseconds. */
  storeAnswersTtlMs: number;
}

/** Kinds of tenant that have stores. */
const SELLERS = ['store', 'manager'];

/** The routes of stores. */
export function storeRoutes(deps: StoreRouteDeps): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();
  const asking = createStoreAsking(deps);

  /** The tenant that a new store is for: the key's own, or the named one where the key reaches beyond it. */
  async function sellerFor(res: Response, named: string | undefined): Promise<string> {
    const scope = scopeOf(res);
    const refuse = (problem: string): ApiError =>
      new ApiError('bad_request', 'The body of the request is invalid.', {
        problems: [{ field: 'body.tenantId', problem }],
      });
    const tenantId = named ?? scope;
    if (tenantId === undefined) throw refuse('is required: name the tenant that owns the store');
    const tenant =
      scope === undefined || scope === tenantId ? await db.tenants.tenantById({ tenantId }) : undefined;
    if (!tenant) throw refuse('does not exist');
    if (!SELLERS.includes(tenant.kind))
      throw refuse(`is a tenant of kind ${tenant.kind}, which cannot have stores`);
    return tenant.id;
  }

  routes.route(
    {
      method: 'post',
      permission: 'stores.write',
      path: STORES_BASE,
      summary: 'Create store',
      description: 'Registers a site as a store and checks the connection.',
      body: createStoreBody,
      answers: {
        201: {
          description: 'Created, even if the site did not respond. `Location` is the URL of the store.',
          schema: checkedStoreView,
        },
        409: { description: 'The site is already registered as a store.' },
      },
    },
    async ({ body, res }) => {
      const { platform, instanceId, tenantId: named, credentials, ...settings } = body;
      const tenantId = await sellerFor(res, named);
      const id = randomUUID();
      const sealedCredentials = credentials
        ? sealCredentials(deps.sealer, { storeId: id, credentials })
        : null;
      const isNew = await db.transaction((tx) =>
        tx.stores.insertStore({ id, tenantId, platform, instanceId, sealedCredentials, settings }),
      );
      if (!isNew) throw new ApiError('conflict', 'This site is already registered as a store.');
      const problem = await asking.check(await storeOf(db, res, id));
      const store = await storeOf(db, res, id);
      return {
        status: 201,
        json: { ...viewStore(store), problem },
        headers: { location: `${STORES_BASE}/${id}` },
      };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'stores.read',
      path: STORES_BASE,
      summary: 'List stores',
      description: 'Newest first.',
      query: listStoresQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(storeView) } },
    },
    async ({ query, res }) => {
      const scope = scopeOf(res);
      if (scope !== undefined && query.tenantId !== undefined && query.tenantId !== scope)
        throw new ApiError('not_found', 'Tenant not found.');
      const filter = { tenantId: scope ?? query.tenantId, status: query.status };
      const json = await pageByCreation(
        query,
        (page) => db.stores.listStores({ ...filter, ...page }),
        viewStore,
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'stores.read',
      path: `${STORES_BASE}/:id`,
      summary: 'Get store',
      description: 'Settings and connection of a store.',
      params: storeParams,
      answers: { 200: { description: 'The store.', schema: storeView } },
    },
    async ({ params, res }) => ({ status: 200, json: viewStore(await storeOf(db, res, params.id)) }),
  );

  routes.route(
    {
      method: 'patch',
      permission: 'stores.write',
      path: `${STORES_BASE}/:id`,
      summary: 'Update store',
      description: 'New settings apply from the next step of every order.',
      params: storeParams,
      body: patchStoreBody,
      answers: { 200: { description: 'The updated store.', schema: storeView } },
    },
    async ({ params, body, res }) => {
      const { id: storeId } = await storeOf(db, res, params.id);
      await db.stores.updateStore({ storeId, settings: body });
      return { status: 200, json: viewStore(await storeOf(db, res, storeId)) };
    },
  );

  addStoreConnection(routes, deps, asking);
  addStoreReads(routes, deps, asking);
  return routes;
}
