import type { Db } from '../../db/db';
import { pageByCreation } from '../http/cursor';
import { envelopeOf, inEnvelope } from '../http/envelope';
import { networkGuard } from '../http/network-turns';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import type { LimitedMail } from '../tenants/sign-in-limit';
import type { Texts } from '../texts/texts';
import { addLink } from './confirm';
import type { ConfirmDeps } from './confirm';
import { addStatusLink } from './orders';
import { siteView, sitesQuery } from './schemas';
import { addStart } from './start';
import { viewSite } from './views';

/** The routes by which everybody buys: none needs a key. */
export function purchaseRoutes(
  deps: ConfirmDeps & { db: Db; texts: Texts; limitedMail: LimitedMail },
): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();
  const guard = networkGuard();

  routes.route(
    {
      method: 'get',
      permission: 'open',
      path: '/api/v1/domains',
      summary: 'Browse sites',
      description: 'Active sites with what a link and a new article cost there, newest first.',
      query: sitesQuery,
      guard,
      answers: { 200: { description: 'One page of results.', schema: envelopeOf(pageOf(siteView)) } },
    },
    async ({ query }) => {
      const page = await pageByCreation(
        query,
        (where) => db.catalogueDomains.listDomains({ active: true, ...where }),
        viewSite,
      );
      return inEnvelope(page.items.length === 0 ? 'No sites found.' : 'Sites found.', page);
    },
  );
  addStart(routes, { ...deps, guard });
  addLink(routes, deps);
  addStatusLink(routes, deps);
  return routes;
}
