import type { Call, Reply } from '../core/http';
import { json } from '../core/http';
import { SAMPLE_STORES } from '../products';
import { wixError } from './errors';

/** How the shop of a site stands: one of the two catalogues, one that is being set up, or none. */
export type SiteCatalog = 'v1' | 'v3' | 'provisioning' | 'none';

/** Every state of a shop. */
export const SITE_CATALOGS: readonly SiteCatalog[] = ['v1', 'v3', 'provisioning', 'none'];

/** Which catalogue each site has. */
export interface CatalogVersions {
  of(instanceId: string): SiteCatalog;
  /** Changes a site, as when it is moved to the other catalogue. */
  set(instanceId: string, catalog: SiteCatalog): void;
  /** Handles `GET /stores/v3/provision/version`. */
  version(call: Call, instanceId: string): Reply;
  /** The refusal of a request to a catalogue that the site does not have. */
  refusal(instanceId: string, asked: 'v1' | 'v3'): Reply | undefined;
  clear(): void;
}

const answers: Record<SiteCatalog, string> = {
  v1: 'V1_CATALOG',
  v3: 'V3_CATALOG',
  provisioning: 'V3_CATALOG',
  none: 'STORES_NOT_INSTALLED',
};

/** Creates the catalogues of all sites: those of the sample stores, and the first version for any other. */
export function createCatalogVersions(): CatalogVersions {
  const changed = new Map<string, SiteCatalog>();
  const of = (instanceId: string): SiteCatalog =>
    changed.get(instanceId) ??
    SAMPLE_STORES.find((store) => store.instanceId === instanceId)?.catalog ??
    'v1';
  return {
    of,
    set: (instanceId, catalog) => void changed.set(instanceId.toLowerCase(), catalog),
    version: (_, instanceId) => json(200, { catalogVersion: answers[of(instanceId)] }),
    refusal: (instanceId, asked) => {
      const has = of(instanceId);
      if (has === asked) return undefined;
      if (has === 'none') return wixError(401, 'STORES_NOT_INSTALLED', 'Wix Stores is not installed');
      if (has === 'provisioning')
        return wixError(
          428,
          'CATALOG_V3_SITE_PROVISIONING',
          'Site is currently being provisioned for CATALOG_V3',
        );
      const [site, api] = [has, asked].map((version) => version.toUpperCase());
      return wixError(
        428,
        `CATALOG_${site}_SITE_CALLING_CATALOG_${api}_API`,
        `The site has Catalog ${site}, and this is an API of Catalog ${api}`,
      );
    },
    clear: () => changed.clear(),
  };
}
