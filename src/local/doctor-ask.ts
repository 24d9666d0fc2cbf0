import { classifyHttp, noAnswer, oddAnswer } from '../clients/failures';
import type { Config } from '../config/config';
import { GalleyError } from '../contract/failures';
import { hostOf } from './doctor-report';
import type { Diagnosis } from './doctor-report';

/** Options of a check. Times are in milliseconds. */
export interface CheckOptions {
  config: Config;
  timeoutMs: number;
  now: () => number;
}

/** How the doctor examines a platform on which stores have their sites. */
export interface PlatformDoctor {
  /** Setting that names the site to try where the command line names none. */
  siteSetting: string;
  /** Tries the platform with reads alone; without a site (an empty id) only what needs none. */
  check(options: CheckOptions & { siteId: string }): Promise<Diagnosis>;
}

/** A request to a provider. */
export interface ProviderRequest {
  provider: 'openai' | 'replicate';
  url: string;
  /** Empty for a server that needs none. */
  key: string;
  /** The model that is asked for, where a refusal may be about it. */
  model?: string;
  /** Sent as JSON in a POST; without it, a GET is made. */
  body?: unknown;
  timeoutMs: number;
  now: () => number;
}

/**
 * The names, codes and messages of an error and its causes. If every address of a host refused, only the code is
 * useful.
 */
function causesOf(error: unknown): string {
  const parts: string[] = [];
  let at = error as { name?: unknown; code?: unknown; message?: unknown; cause?: unknown } | undefined | null;
  for (; at && typeof at === 'object' && parts.length < 4; at = at.cause as typeof at)
    parts.push(`${String(at.name)} ${String(at.code)}: ${String(at.message)}`);
  return parts.join(' <- ');
}

/** Makes one request, once. Throws the same GalleyError that workers would see. */
export async function askProvider(
  request: ProviderRequest,
): Promise<{ headers: Headers; json: Record<string, unknown> }> {
  const { provider, url, key, model, body, timeoutMs, now } = request;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (error) {
    throw new GalleyError({ ...noAnswer(provider, error), detail: causesOf(error) });
  }
  const { status, headers } = response;
  if (!response.ok)
    throw new GalleyError(
      classifyHttp({
        provider,
        ...(model === undefined ? {} : { model }),
        status,
        headers: Object.fromEntries(headers),
        body: text,
        nowMs: now(),
      }),
    );
  try {
    const json = JSON.parse(text) as unknown;
    if (json !== null && typeof json === 'object') return { headers, json: json as Record<string, unknown> };
  } catch {
    // Handled below, like a document that is not an object.
  }
  throw new GalleyError(oddAnswer(provider, 'not_json', text));
}

function describeBreak(detail: string): string {
  if (/ENOTFOUND|EAI_AGAIN/.test(detail)) return 'its name cannot be resolved';
  if (/ECONNREFUSED/.test(detail)) return 'nothing is listening there';
  if (/TimeoutError|ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT/.test(detail)) return 'timed out';
  if (/certificate|SSL|TLS/i.test(detail)) return 'its TLS certificate is not trusted';
  return 'the connection broke';
}

/** Describes a failed request in one sentence that is safe to print: by its kind, never quoting its text. */
export function failedRequest(options: { error: unknown; baseUrl: string; setting: string }): string {
  const { error, baseUrl, setting } = options;
  const host = hostOf(baseUrl);
  if (!(error instanceof GalleyError)) return 'the check itself failed';
  const { type, reason, detail, delayMs } = error.failure;
  if (reason === 'no_answer') return `no response from ${host}: ${describeBreak(detail)}`;
  if (reason === 'not_json')
    return `${host} responds, but not with JSON: check ${setting}, and whether there is a proxy in between`;
  if (reason.startsWith('rate_limit'))
    return `the account is rate limited${delayMs === undefined ? '' : ` for ${Math.ceil(delayMs / 1000)} s`}: try again later`;
  const status = /answered (\d{3})/.exec(detail)?.[1];
  if (type === 'Provider.Busy' && status) return `${host} returns ${status}: try again later`;
  return `${host} returns ${status ?? 'an unexpected response'}: check ${setting}`;
}
