import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Response } from 'express';
import { principalName } from '../../contract/tenancy';
import type { Db, Tx } from '../../db/db';
import type { Domain, DomainChange } from '../../db/catalogue/domains';
import { holderOf } from '../http/auth';
import { cutPage, pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import { actionsQuery, createDomainBody, idParams, listDomainsQuery, patchDomainBody } from './schemas';
import { outletChange } from './outlet-settings';
import type { OutletDeps } from './outlet-settings';
import { actionView, changedDomainView, domainView, viewAction, viewDomain } from './views';

/** Where administrators keep the sites of the catalogue. */
export const DOMAINS = '/api/domains';

/** Who acts, for the record. */
export const actorOf = (res: Response): string => principalName(holderOf(res).by);

const taken = (): ApiError => new ApiError('conflict', 'A site with this host is in the catalogue already.');

/** Whether Postgres refused a row because another one has the same name. */
export const isTaken = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '23505';

/** What is compared of an outlet: it has a new secret only where it is another one. */
function withoutSecret(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || !('sealedSecret' in value)) return value;
  const { sealedSecret: _, ...outlet } = value;
  return outlet;
}

/** Names of the fields that a change would change. */
function changesOf(domain: Domain, given: DomainChange): string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const before = domain[name as keyof DomainChange];
    const after = name === 'prices' ? { ...domain.prices, ...(value as object) } : withoutSecret(value);
    return value === undefined || isDeepStrictEqual(before, after) ? [] : [name];
  });
}

async function change(tx: Tx, domainId: string, given: DomainChange, actor: string): Promise<Domain> {
  const domain = await tx.catalogueDomains.domainById({ domainId, lock: true });
  if (!domain) throw new ApiError('not_found', 'Site not found.');
  const fields = changesOf(domain, given);
  if (fields.length === 0) return domain;
  const other = given.host ? await tx.catalogueDomains.domainByHost({ host: given.host }) : undefined;
  if (other && other.id !== domainId) throw taken();
  await tx.catalogueDomains.updateDomain({ domainId, facts: given });
  if (fields.includes('outlet')) {
    await tx.outlets.outletChanged({ domainId });
    if (given.outlet === null) await tx.delivered.outletRemoved({ domainId });
  }
  const note = (action: 'changed' | 'archived' | 'restored', facts: Record<string, unknown>) =>
    tx.catalogueActions.noteCatalogueAction({ action: `domain.${action}`, actor, domainId, facts });
  if (fields.includes('active')) await note(given.active ? 'restored' : 'archived', {});
  const others = fields.filter((name) => name !== 'active').sort();
  if (others.length > 0) await note('changed', { fields: others });
  return (await tx.catalogueDomains.domainById({ domainId }))!;
}

/** The routes by which administrators keep the sites whose articles are sold. */
export function domainRoutes(deps: OutletDeps & { db: Db }): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();

  routes.route(
    {
      method: 'post',
      permission: 'catalogue.write',
      path: DOMAINS,
      summary: 'Add site',
      description: 'A site whose articles are sold. Its host can be in the catalogue once.',
      body: createDomainBody,
      bodySize: 'batch',
      answers: {
        201: {
          description: 'Added. `Location` is the URL of the site.',
          schema: changedDomainView,
          headers: { Location: 'The URL of what was created.' },
          leadsTo: [{ path: `${DOMAINS}/:id`, parameters: { id: '$response.body#/id' } }],
        },
        409: { description: 'The host is in the catalogue already.' },
      },
    },
    async ({ body, res }) => {
      const id = randomUUID();
      const { domain, secret } = await db.transaction(async (tx) => {
        const asked = { domainId: id, hadHook: false, outlet: body.outlet };
        const { outlet, secret: hookSecret } = await outletChange(tx, deps, asked);
        const inserted = await tx.catalogueDomains.insertDomain({ id, active: true, ...body, outlet });
        if (!inserted) throw taken();
        const action = 'domain.created';
        await tx.catalogueActions.noteCatalogueAction({ action, actor: actorOf(res), domainId: id });
        return { domain: inserted, secret: hookSecret };
      });
      const json = { ...viewDomain(domain), ...(secret ? { hookSecret: secret } : {}) };
      return { status: 201, json, headers: { location: `${DOMAINS}/${id}` } };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'catalogue.read',
      path: DOMAINS,
      summary: 'List sites',
      description: 'Newest first.',
      query: listDomainsQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(domainView) } },
    },
    async ({ query }) => ({
      status: 200,
      json: await pageByCreation(
        query,
        (page) => db.catalogueDomains.listDomains({ active: query.active, ...page }),
        viewDomain,
      ),
    }),
  );

  routes.route(
    {
      method: 'get',
      permission: 'catalogue.read',
      path: `${DOMAINS}/:id`,
      summary: 'Get site',
      description: 'What is known of a site, and its prices.',
      params: idParams,
      answers: { 200: { description: 'The site.', schema: domainView } },
    },
    async ({ params }) => {
      const domain = await db.catalogueDomains.domainById({ domainId: params.id });
      if (!domain) throw new ApiError('not_found', 'Site not found.');
      return { status: 200, json: viewDomain(domain) };
    },
  );

  routes.route(
    {
      method: 'patch',
      permission: 'catalogue.write',
      path: `${DOMAINS}/:id`,
      summary: 'Update site',
      description: 'Fields that are left out stay. `active: false` archives the site.',
      params: idParams,
      body: patchDomainBody,
      bodySize: 'batch',
      answers: {
        200: { description: 'The updated site.', schema: changedDomainView },
        409: { description: 'Another site has the host.' },
      },
    },
    async ({ params, body, res }) => {
      const given = Object.fromEntries(
        Object.entries(body).filter(([, value]) => value !== undefined),
      ) as DomainChange;
      const domainId = params.id;
      const { domain, secret } = await db
        .transaction(async (tx) => {
          const before = await tx.catalogueDomains.domainById({ domainId, lock: true });
          const hadHook =
            before?.outlet !== undefined && before.outlet !== null && 'hookUrl' in before.outlet;
          const { outlet, secret: hookSecret } = await outletChange(tx, deps, {
            ...{ domainId, hadHook, outlet: body.outlet },
          });
          const asked = outlet === undefined ? given : { ...given, outlet };
          return { domain: await change(tx, domainId, asked, actorOf(res)), secret: hookSecret };
        })
        .catch((error: unknown) => {
          throw isTaken(error) ? taken() : error;
        });
      return { status: 200, json: { ...viewDomain(domain), ...(secret ? { hookSecret: secret } : {}) } };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'catalogue.read',
      path: `${DOMAINS}/:id/actions`,
      summary: 'List changes',
      description: 'Who did what to a site and its articles, newest first.',
      params: idParams,
      query: actionsQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(actionView) } },
    },
    async ({ params, query }) => {
      const domain = await db.catalogueDomains.domainById({ domainId: params.id });
      if (!domain) throw new ApiError('not_found', 'Site not found.');
      const { articleId, cursor: before, limit } = query;
      const found = await db.catalogueActions.listCatalogueActions({
        ...{ domainId: domain.id, articleId, before },
        limit: limit + 1,
      });
      const { rows, nextCursor } = cutPage(found, limit, ({ id }) => id);
      return { status: 200, json: { items: rows.map(viewAction), nextCursor } };
    },
  );

  return routes;
}
