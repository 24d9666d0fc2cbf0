import { GalleyError } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import { classifyHttp, noAnswer, oddAnswer } from './failures';
import type { HttpAnswer } from './failures';

/** A token is renewed this long before it would end, in milliseconds. */
const RENEW_EARLY_MS = 60_000;

/** A refused token request: our app's secret is wrong (401), or the app is not (any more) on that site. */
function classifyToken(answer: HttpAnswer): ClassifiedFailure {
  if (answer.status === 401) return { ...classifyHttp({ ...answer, status: 403 }), reason: 'app_refused' };
  return classifyHttp([400, 404].includes(answer.status) ? { ...answer, status: 403 } : answer);
}

/** Access tokens of stores: fetched once for all calls that wait, kept until shortly before they end. */
export function createWixTokens(options: {
  appId: string;
  appSecret: string;
  baseUrl: string;
  timeoutMs: number;
  now: () => number;
}) {
  const known = new Map<string, { token: string; endsAt: number }>();
  const underway = new Map<string, Promise<string>>();

  async function fetchToken(instanceId: string): Promise<string> {
    let response: Response;
    let body: string;
    try {
      // One caller's cancellation must not fail the others that wait for the same token, so only the time-out ends it.
      response = await fetch(`${options.baseUrl}/oauth2/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          grant_type: 'client_credentials',
          client_id: options.appId,
          client_secret: options.appSecret,
          instance_id: instanceId,
        }),
        signal: AbortSignal.timeout(options.timeoutMs),
      });
      body = await response.text();
    } catch (error) {
      throw new GalleyError(noAnswer('wix', error));
    }
    if (!response.ok) {
      const headers = Object.fromEntries(response.headers);
      throw new GalleyError(
        classifyToken({ provider: 'wix', status: response.status, headers, body, nowMs: options.now() }),
      );
    }
    try {
      const parsed = JSON.parse(body) as { access_token?: unknown; expires_in?: unknown };
      if (typeof parsed.access_token === 'string') {
        const seconds = typeof parsed.expires_in === 'number' ? parsed.expires_in : 300;
        known.set(instanceId, { token: parsed.access_token, endsAt: options.now() + seconds * 1000 });
        return parsed.access_token;
      }
    } catch {
      // Told below, like a body without a token. The body may hold a token, so it is not quoted.
    }
    throw new GalleyError(oddAnswer('wix', 'no_token', 'the token answer held no token'));
  }

  return {
    /** The store's token; all callers that come while one is fetched share that fetch. */
    async of({ instanceId, signal }: { instanceId: string; signal: AbortSignal }): Promise<string> {
      const cached = known.get(instanceId);
      if (cached && cached.endsAt - RENEW_EARLY_MS > options.now()) return cached.token;
      let fetching = underway.get(instanceId);
      if (!fetching) {
        fetching = fetchToken(instanceId).finally(() => underway.delete(instanceId));
        underway.set(instanceId, fetching);
      }
      return orAborted(fetching, signal);
    },
    /** Drops a token that the store refused, unless a newer one is there already. */
    forget({ instanceId, token }: { instanceId: string; token: string }): void {
      if (known.get(instanceId)?.token === token) known.delete(instanceId);
    },
  };
}

/** The shared fetch goes on for the others; this caller leaves when it is cancelled. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let leave = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
