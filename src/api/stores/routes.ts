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
import { askerOf, createConfirm, missingSite, PROOF_ANSWERS, TAKEN } from './confirm';
import { addStoreConnection } from './connect';
import { createProofs } from './prove';
import { addStoreReads } from './reads';
import {
  checkedStoreView,
  createStoreBody,
  listStoresQuery,
  patchStoreBody,
  storeParams,
  storeView,
} from './schemas';
import { createTurns } from './turns';
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
  const turns = createTurns(deps);
  const proofs = createProofs(deps, asking);
  const confirm = createConfirm(asking, proofs);

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
      description:
        'Registers a site as a store and checks the connection. The site has to be proved to be the tenant’s: by the instance that the platform signed, or by a code in a draft. Without either, the answer is 403 with a new code.',
      body: createStoreBody,
      answers: {
        201: {
          description: 'Created, even if the site did not respond. `Location` is the URL of the store.',
          schema: checkedStoreView,
          headers: { Location: 'The URL of what was created.' },
          leadsTo: [{ path: `${STORES_BASE}/:id`, parameters: { id: '$response.body#/id' } }],
        },
        ...PROOF_ANSWERS,
        409: { description: 'The site is already registered as a store, or rejects the credentials.' },
      },
    },
    async ({ body, res }) => {
      const { platform, tenantId: named, credentials, instanceId: _, ...rest } = body;
      const { signedInstance: _s, proofCode, vouched: _v, ...settings } = rest;
      const claimed = proofs.siteOf(platform, body, credentials);
      if (!claimed) throw missingSite();
      const { site, digest } = claimed;
      const tenantId = await sellerFor(res, named);
      const own = await db.stores.findStore({ tenantId, instanceIds: [site.instanceId] });
      if (own) throw new ApiError('conflict', TAKEN);
      const proof = await proofs.open(res, { site, tenantId, digest, given: body });
      const id = randomUUID();
      const sealedCredentials = credentials
        ? sealCredentials(deps.sealer, { storeId: id, credentials })
        : null;
      const connection = { id, ...site, sealedCredentials };
      const problem = await turns.take(res, site, askerOf(proof), async (turn) => {
        const isAnswered = await confirm(turn, { proof, proofCode, connection });
        await db.transaction(async (tx) => {
          if (!(await tx.stores.insertStore({ ...connection, tenantId, settings })))
            throw new ApiError('conflict', TAKEN);
          await proofs.use(tx, res, id, proof);
        });
        const store = await storeOf(db, res, id);
        if (!isAnswered) return asking.check(turn, store);
        await asking.settle(store, 'ok');
        return null;
      });
      return {
        status: 201,
        json: { ...viewStore(await storeOf(db, res, id)), problem },
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
      const filter = { tenantId: scopeOf(res), status: query.status };
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

  addStoreConnection(routes, deps, { asking, turns, proofs, confirm });
  addStoreReads(routes, deps, { asking, turns });
  return routes;
}
