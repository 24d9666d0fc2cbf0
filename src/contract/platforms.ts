/** Platforms on which stores have their sites. `stores.platform` allows the same ones. */
export const PLATFORMS = ['wix'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** The platform of a store that was registered without naming one. */
export const DEFAULT_PLATFORM: Platform = 'wix';

/** One entry for each platform; it does not compile while one is missing. */
export type PerPlatform<T> = { readonly [P in Platform]: T };

/** The entry for a store's platform. */
export function platformEntry<T>(entries: PerPlatform<T>, store: { platform: Platform }): T {
  return entries[store.platform];
}

/** Whether a word names a platform. */
export function isPlatform(word: string): word is Platform {
  return (PLATFORMS as readonly string[]).includes(word);
}

/** How a platform writes the id by which we know a site. */
export interface SiteIdForm {
  /** The one form in which an id is stored and compared; undefined for what cannot be an id of this platform. */
  canonical(given: string): string | undefined;
  /** What an id looks like, to complete "must be …". */
  says: string;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The lower-case form of a GUID; undefined for anything else. */
export function canonicalGuid(given: string): string | undefined {
  const lower = given.toLowerCase();
  return GUID.test(lower) ? lower : undefined;
}

/** The form of site ids on each platform. The check `stores_canonical_site` allows the same ones. */
export const SITE_IDS: PerPlatform<SiteIdForm> = {
  wix: {
    canonical: canonicalGuid,
    says: 'an instance ID such as 3f2a9c1e-7b44-4f0e-9d55-0c1b2a3d4e5f',
  },
};

/** The canonical forms of an id whose platform is not named: at most one a platform. */
export function canonicalSiteIds(given: string): string[] {
  return [...new Set(PLATFORMS.flatMap((platform) => SITE_IDS[platform].canonical(given) ?? []))];
}
