import { createWixRequests } from '../clients/wix/request';
import { createWixTokens } from '../clients/wix/tokens';
import { GalleyError } from '../contract/failures';
import { failedRequest } from './doctor-ask';
import type { CheckOptions, PlatformDoctor } from './doctor-ask';
import { hostOf, printable } from './doctor-report';
import type { Diagnosis } from './doctor-report';

const PART = 'Wix';

const SETTING = 'WIX_BASE_URL';
const SITE_SETTING = 'WIX_INSTANCE_ID';

function noToken(error: unknown, baseUrl: string): string {
  const reason = error instanceof GalleyError ? error.failure.reason : '';
  if (reason === 'app_refused' || reason === 'token_refused')
    return 'the app is refused: WIX_APP_ID or WIX_APP_SECRET is wrong';
  if (reason === 'store_disconnected')
    return 'no token for this site: the app is not installed there, has lost its permissions, or the instance id is wrong';
  return failedRequest({ error, baseUrl, setting: SETTING });
}

function notRead(what: string, error: unknown, baseUrl: string): string {
  const { type, reason } = error instanceof GalleyError ? error.failure : { type: '', reason: '' };
  if (reason === 'token_refused' || reason === 'store_disconnected')
    return `a token, but it may not read the site's ${what}: the app lacks the permission, or is no longer installed`;
  if (type === 'Order.Invalid') return `a token, but the site has no ${what} to read`;
  return `a token, but its ${what} cannot be read: ${failedRequest({ error, baseUrl, setting: SETTING })}`;
}

/** Gets a token for one site and reads its members and blog categories, one of each. */
async function check(options: CheckOptions & { siteId: string }): Promise<Diagnosis> {
  const { config, timeoutMs, now, siteId } = options;
  const { appId, appSecret, baseUrl } = config.wix;
  const told = (verdict: Diagnosis['verdict'], says: string): Diagnosis => ({ part: PART, verdict, says });
  if (!appId && !appSecret)
    return told(
      'unset',
      'no WIX_APP_ID and WIX_APP_SECRET: npm start uses its simulator, npm run worker does not start',
    );
  if (!appId || !appSecret)
    return told('broken', `${appId ? 'WIX_APP_SECRET' : 'WIX_APP_ID'} is missing: both are needed`);
  if (!siteId)
    return told('untried', `id and secret are set; name a site with --instance <id> (or ${SITE_SETTING})`);
  const wix = { appId, appSecret, baseUrl, timeoutMs, now };
  const call = { siteId, signal: AbortSignal.timeout(timeoutMs * 3) };
  try {
    await createWixTokens(wix).of(call);
  } catch (error) {
    return told('broken', noToken(error, baseUrl));
  }
  const ask = createWixRequests(wix);
  try {
    const { members } = await ask(call, { method: 'GET', path: '/members/v1/members?paging.limit=1' });
    if (!Array.isArray(members) || members.length === 0)
      return told('broken', 'a token, but the site shows no member, and a post needs one as its author');
  } catch (error) {
    return told('broken', notRead('members', error, baseUrl));
  }
  try {
    await ask(call, { method: 'GET', path: '/blog/v3/categories?paging.limit=1' });
  } catch (error) {
    return told('broken', notRead('blog', error, baseUrl));
  }
  return told(
    'works',
    `token, members and blog of site ${printable(siteId)} can be read at ${hostOf(baseUrl)}; reading products, uploading and publishing were not tried`,
  );
}

/** The doctor's part for Wix. */
export const wixDoctor: PlatformDoctor = {
  siteSetting: SITE_SETTING,
  check,
  secrets: ({ wix }) => ({ values: [wix.appSecret], addresses: [wix.baseUrl] }),
};
