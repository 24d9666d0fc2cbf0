import { GalleyError } from '../../contract/failures';
import type { ClassifiedFailure } from '../../contract/failures';
import { parseJson, readAnyText, UnusableBody } from '../body';
import { classifyHttp, noAnswer, oddAnswer } from '../failures';
import type { HttpAnswer } from '../failures';
import type { AppCredentials, SiteCall } from '../publisher';
import { createShared } from '../shared';

/** A token is renewed this long before it would end, in milliseconds. */
const RENEW_EARLY_MS = 60_000;

/** Whose token is wanted; without credentials of the store's own it is that of the installation's app. */
interface TokenKey {
  siteId: string;
  credentials?: AppCredentials | undefined;
}

/**
 * A refused token request: the installation's secret is wrong (401), or the app is not (any more) on that site. A store's own
 * secret that is wrong concerns that store alone, which must be connected anew.
 */
function classifyToken(answer: HttpAnswer, ownCredentials: boolean): ClassifiedFailure {
  if (answer.status === 401) {
    const refused = classifyHttp({ ...answer, status: 403 });
    return ownCredentials ? refused : { ...refused, reason: 'app_refused' };
  }
  return classifyHttp([400, 404].includes(answer.status) ? { ...answer, status: 403 } : answer);
}

/** Access tokens of sites: fetched once for all calls that wait, kept until shortly before they end. */
export function createWixTokens(
  options: AppCredentials & { baseUrl: string; timeoutMs: number; now: () => number },
) {
  const known = new Map<string, { token: string; endsAt: number }>();
  const shared = createShared<string>();

  // With the credentials in the name, changed ones never meet a token that was fetched with those of before.
  const nameOf = ({ siteId, credentials }: TokenKey): string =>
    JSON.stringify([siteId, credentials?.appId, credentials?.appSecret]);

  function keep(name: string, entry: { token: string; endsAt: number }): void {
    for (const [other, { endsAt }] of known) if (endsAt <= options.now()) known.delete(other);
    known.set(name, entry);
  }

  async function fetchToken(key: TokenKey, beforeRequest: SiteCall['beforeRequest']): Promise<string> {
    beforeRequest?.();
    const { appId, appSecret } = key.credentials ?? options;
    let response: Response;
    let body: string;
    try {
      // One caller's cancellation must not fail the others that wait for the same token, so only the time-out ends it.
      response = await fetch(`${options.baseUrl}/oauth2/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          grant_type: 'client_credentials',
          client_id: appId,
          client_secret: appSecret,
          instance_id: key.siteId,
        }),
        signal: AbortSignal.timeout(options.timeoutMs),
      });
      body = await readAnyText(response);
    } catch (error) {
      throw new GalleyError(
        error instanceof UnusableBody
          ? oddAnswer('wix', error.reason, error.message)
          : noAnswer('wix', error),
      );
    }
    if (!response.ok) {
      const headers = Object.fromEntries(response.headers);
      throw new GalleyError(
        classifyToken(
          { provider: 'wix', status: response.status, headers, body, nowMs: options.now() },
          key.credentials !== undefined,
        ),
      );
    }
    try {
      const parsed = parseJson(body) as { access_token?: unknown; expires_in?: unknown };
      if (typeof parsed.access_token === 'string') {
        const seconds = typeof parsed.expires_in === 'number' ? parsed.expires_in : 300;
        keep(nameOf(key), { token: parsed.access_token, endsAt: options.now() + seconds * 1000 });
        return parsed.access_token;
      }
    } catch {
      // Told below, like a body without a token. The body may hold a token, so it is not quoted.
    }
    throw new GalleyError(oddAnswer('wix', 'no_token', 'the token answer held no token'));
  }

  return {
    /** The site's token; all callers that come while one is fetched share that fetch. */
    async of({
      signal,
      beforeRequest,
      ...key
    }: TokenKey & Pick<SiteCall, 'signal' | 'beforeRequest'>): Promise<string> {
      const name = nameOf(key);
      const cached = known.get(name);
      if (cached && cached.endsAt - RENEW_EARLY_MS > options.now()) return cached.token;
      return shared.of(name, () => fetchToken(key, beforeRequest), signal);
    },
    /** Drops a token that the site refused, or any where none is named, unless a newer one is there already. */
    forget({ token, ...key }: TokenKey & { token?: string }): void {
      const name = nameOf(key);
      if (token === undefined || known.get(name)?.token === token) known.delete(name);
    },
  };
}
