import { GalleyError } from '../../contract/failures';
import { notYet } from '../failures';
import type { SiteCall } from '../publisher';
import { createShared } from '../shared';
import type { AskWix } from './request';

/** Which of Wix's two catalogues a site has. They share neither addresses nor shapes, and each refuses the other's. */
export type CatalogVersion = 'v1' | 'v3';

/** How long an answer is remembered, in milliseconds. A site that moves in between refuses what it is asked, and is asked anew. */
const REMEMBERED_MS = 60 * 60_000;

/** Pauses before a site is asked again that has no catalogue yet, in milliseconds: the first one, and the longest. */
const PROVISIONING_DELAY_MS = 1_000;
const LONGEST_PROVISIONING_DELAY_MS = 60_000;

/** A site that cannot be asked for products yet, or any more in that way; it is asked again from the start. */
function noCatalogYet(reason: string, detail: string): GalleyError {
  return new GalleyError({
    ...notYet('wix', reason, detail),
    delayMs: PROVISIONING_DELAY_MS,
    longestDelayMs: LONGEST_PROVISIONING_DELAY_MS,
  });
}

/** A site that does not know the question is from before there was a second catalogue. */
function whereUnknown(error: unknown): Record<string, unknown> {
  if (error instanceof GalleyError && error.failure.status === 404) return { catalogVersion: 'V1_CATALOG' };
  throw error;
}

/** Asks a site which catalogue it has. Throws `Store.NoCatalog` if it has none, `Provider.Busy` while it is being set up. One request. */
export async function readCatalogVersion(ask: AskWix, call: SiteCall): Promise<CatalogVersion> {
  const answer = await ask(call, { method: 'GET', path: '/stores/v3/provision/version' }).catch(whereUnknown);
  switch (answer['catalogVersion']) {
    case 'V1_CATALOG':
      return 'v1';
    case 'V3_CATALOG':
      return 'v3';
    case 'STORES_NOT_INSTALLED':
      throw new GalleyError({
        type: 'Store.NoCatalog',
        reason: 'stores_not_installed',
        detail: `the site ${call.siteId} has no Wix Stores`,
      });
    default:
      throw noCatalogYet('catalog_unknown', `no catalogue version in ${JSON.stringify(answer)}`);
  }
}

/** Whether a refusal may mean that the site has the other catalogue by now (428), or none yet (428) or any more (401). */
function mayHaveMoved(error: unknown): error is GalleyError {
  return error instanceof GalleyError && [401, 428].includes(error.failure.status ?? 0);
}

/** Whether a call failed because the site was remembered with the other catalogue, so that it is worth repeating. */
export function isMoved(error: unknown): boolean {
  return error instanceof GalleyError && /^catalog_v\d_site_calling_/.test(error.failure.reason);
}

/** Knows which catalogue each site has, and asks it at most once for all calls that wait. */
export function createCatalogVersions(ask: AskWix, now: () => number) {
  const known = new Map<string, { version: CatalogVersion; endsAt: number }>();
  const shared = createShared<CatalogVersion>();

  function remembered(siteId: string): CatalogVersion | undefined {
    const found = known.get(siteId);
    return found && found.endsAt > now() ? found.version : undefined;
  }

  async function askAnew({ signal, ...call }: SiteCall): Promise<CatalogVersion> {
    return shared.of(
      JSON.stringify([call.siteId, call.credentials?.appId, call.credentials?.appSecret]),
      async () => {
        // One caller's cancellation must not fail the others, so only the request's own time-out ends it.
        const version = await readCatalogVersion(ask, { ...call, signal: new AbortController().signal });
        for (const [siteId, { endsAt }] of known) if (endsAt <= now()) known.delete(siteId);
        known.set(call.siteId, { version, endsAt: now() + REMEMBERED_MS });
        return version;
      },
      signal,
    );
  }

  return {
    /**
     * Makes requests to the catalogue that the site has; `requests` is how many. Where that cannot be done together with asking which one
     * it is, within two requests, the call is to be repeated. A site that refuses because it has the other one is asked anew next time.
     */
    async use<T>(call: SiteCall, requests: 1 | 2, work: (version: CatalogVersion) => Promise<T>): Promise<T> {
      const before = remembered(call.siteId);
      const version = before ?? (await askAnew(call));
      if (!before && requests > 1)
        throw new GalleyError({
          ...notYet('wix', 'catalog_asked', `the site has catalogue ${version}`),
          delayMs: 1,
        });
      try {
        return await work(version);
      } catch (error) {
        if (!mayHaveMoved(error)) throw error;
        known.delete(call.siteId);
        throw error.failure.status === 428 ? noCatalogYet(error.failure.reason, error.failure.detail) : error;
      }
    },
  };
}
