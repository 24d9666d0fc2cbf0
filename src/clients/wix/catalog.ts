import type { AddressOf } from '../provider-address';
import type { Publisher, SiteCall } from '../publisher';
import { createCatalogV1 } from './catalog-v1';
import { createCatalogV3 } from './catalog-v3';
import { createCatalogVersions, isMoved } from './catalog-version';
import type { CatalogVersion } from './catalog-version';
import type { WixCatalog } from './catalogs';
import { list, record, text } from './request';
import type { AskWix } from './request';

type Catalog = WixCatalog & Pick<Publisher, 'check' | 'author'>;

/** Products, their categories and the members of a site, from whichever catalogue the site has (Stores catalogue v1 or v3, Members v1). */
export function createWixCatalog(deps: { ask: AskWix; addressOf: AddressOf; now: () => number }): Catalog {
  const { ask, addressOf, now } = deps;
  const catalogs: Record<CatalogVersion, WixCatalog> = {
    v1: createCatalogV1(ask, addressOf),
    v3: createCatalogV3(ask, addressOf),
  };
  const versions = createCatalogVersions(ask, now);

  async function firstMember(call: SiteCall & { renewToken?: boolean }): Promise<string | undefined> {
    const answer = await ask(call, { method: 'GET', path: '/members/v1/members?paging.limit=1' });
    return text(record(list(answer['members'])[0])['id']);
  }

  return {
    async check(call) {
      await firstMember({ ...call, renewToken: true });
    },
    author: (call) => firstMember(call),
    product: (call) => versions.use(call, 1, (version) => catalogs[version].product(call)),
    async products(call) {
      const search = () => versions.use(call, 1, (version) => catalogs[version].products(call));
      // A person waits for the answer, so a site that has moved is not left to the next call.
      return search().catch((error: unknown) => {
        if (!isMoved(error)) throw error;
        return search();
      });
    },
    // Its products are read next, in the same activity.
    category: (call) => versions.use(call, 2, (version) => catalogs[version].category(call)),
    categoryProducts: (call) => versions.use(call, 1, (version) => catalogs[version].categoryProducts(call)),
  };
}
