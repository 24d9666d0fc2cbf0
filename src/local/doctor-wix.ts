import { readCatalogVersion } from '../clients/wix/catalog-version';
import { createWixRequests } from '../clients/wix/request';
import type { AskWix } from '../clients/wix/request';
import { createWixTokens } from '../clients/wix/tokens';
import { GalleyError } from '../contract/failures';
import { SITE_IDS } from '../contract/platforms';
import { failedRequest } from './doctor-ask';
import type { SiteCall } from '../clients/publisher';
import type { CheckOptions, PlatformDoctor } from './doctor-ask';
import { hostOf, printable } from './doctor-report';
import type { Diagnosis } from './doctor-report';

const PART = 'Wix';

const SETTING = 'WIX_BASE_URL';
const SITE_SETTING = 'WIX_INSTANCE_ID';

function noToken(error: unknown, baseUrl: string): string {
  const reason = error instanceof GalleyError ? error.failure.reason : '';
  if (reason === 'app_refused' || reason === 'token_refused')
    return 'the app is rejected: WIX_APP_ID or WIX_APP_SECRET is wrong';
  if (reason === 'store_disconnected')
    return 'no token for this site: the app is not installed there, has lost its permissions, or the instance id is wrong';
  return failedRequest({ error, baseUrl, setting: SETTING });
}

function notRead(what: string, error: unknown, baseUrl: string): string {
  const { type, reason } = error instanceof GalleyError ? error.failure : { type: '', reason: '' };
  if (reason === 'token_refused' || reason === 'store_disconnected')
    return `the token works, but cannot read the site's ${what}: the app lacks the permission, or is no longer installed`;
  if (type === 'Order.Invalid') return `the token works, but the site has no ${what}`;
  return `the token works, but its ${what} cannot be read: ${failedRequest({ error, baseUrl, setting: SETTING })}`;
}

/** Which catalogue a site has, in a clause. Posts about keywords need none, so a site without one works. */
async function catalogOf(ask: AskWix, call: SiteCall, baseUrl: string): Promise<string> {
  try {
    return `its products are in Catalog ${(await readCatalogVersion(ask, call)).toUpperCase()}`;
  } catch (error) {
    const { type, reason } = error instanceof GalleyError ? error.failure : { type: '', reason: '' };
    if (type === 'Store.NoCatalog')
      return 'it has no Wix Stores, so there are no posts about products or categories';
    if (reason === 'catalog_unknown') return 'its Wix Stores is still being set up';
    return `its catalog version could not be read (${failedRequest({ error, baseUrl, setting: SETTING })})`;
  }
}

/** Requests a token for one site, and reads one of its members, one blog category and the version of its catalog. */
async function check(options: CheckOptions & { siteId: string }): Promise<Diagnosis> {
  const { config, timeoutMs, now, siteId } = options;
  const { appId, appSecret, baseUrl } = config.wix;
  const diagnosis = (verdict: Diagnosis['verdict'], message: string): Diagnosis => ({
    part: PART,
    verdict,
    message,
  });
  if (!appId && !appSecret)
    return diagnosis(
      'unset',
      'no WIX_APP_ID and WIX_APP_SECRET: npm start uses a simulator, npm run worker does not start',
    );
  if (!appId || !appSecret)
    return diagnosis('broken', `${appId ? 'WIX_APP_SECRET' : 'WIX_APP_ID'} is missing: both are needed`);
  if (!siteId)
    return diagnosis(
      'untried',
      `id and secret are set; to test a site, use --instance <id> (or ${SITE_SETTING})`,
    );
  const canonicalId = SITE_IDS.wix.canonical(siteId);
  if (!canonicalId) return diagnosis('broken', `the site to test must be ${SITE_IDS.wix.says}`);
  const wix = { appId, appSecret, baseUrl, timeoutMs, now };
  const call = { siteId: canonicalId, signal: AbortSignal.timeout(timeoutMs * 3) };
  try {
    await createWixTokens(wix).of(call);
  } catch (error) {
    return diagnosis('broken', noToken(error, baseUrl));
  }
  const ask = createWixRequests(wix);
  try {
    const { members } = await ask(call, { method: 'GET', path: '/members/v1/members?paging.limit=1' });
    if (!Array.isArray(members) || members.length === 0)
      return diagnosis(
        'broken',
        'the token works, but the site has no member, and a post needs one as its author',
      );
  } catch (error) {
    return diagnosis('broken', notRead('members', error, baseUrl));
  }
  try {
    await ask(call, { method: 'GET', path: '/blog/v3/categories?paging.limit=1' });
  } catch (error) {
    return diagnosis('broken', notRead('blog', error, baseUrl));
  }
  return diagnosis(
    'works',
    `token, members and blog of site ${printable(canonicalId)} can be read at ${hostOf(baseUrl)}; ${await catalogOf(ask, call, baseUrl)}; reading products, uploading and publishing were not tested`,
  );
}

/** The doctor's part for Wix. */
export const wixDoctor: PlatformDoctor = {
  siteSetting: SITE_SETTING,
  check,
};
