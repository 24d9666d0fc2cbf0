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
