import { GalleyError } from '../../contract/failures';
import { storable } from '../../domain/text/storable';
import { parseJson, readAnyText, UnusableBody } from '../body';
import { ADDRESS_ODD, addressRefused, classifyHttp, noAnswer, notYet, oddAnswer } from '../failures';
import type { AppCredentials, SiteCall } from '../publisher';
import { createWixTokens } from './tokens';

/** How to reach Wix. `timeoutMs` bounds one request. */
export interface WixOptions extends AppCredentials {
  baseUrl: string;
  timeoutMs: number;
  now: () => number;
  /** Hears of each access token before it is used. */
  onToken?: (token: string) => void;
}

/** Which site a request is for. Wix knows it by the id of our app's instance there. */
export interface WixCall extends SiteCall {
  /** Asks for a new token even where an old one still lives, to find out whether one is granted. */
  renewToken?: boolean;
}

/** One request to the interfaces of a site. */
export interface WixRequest {
  method: string;
  path: string;
  body?: unknown;
  /** An upload address, which carries its own permission: what it refuses says nothing of the site. */
  url?: string;
  raw?: { bytes: Uint8Array; mimeType: string };
}

/** Sends a request and answers its JSON body; everything that is no answer is thrown as a GalleyError. */
export type AskWix = (call: WixCall, request: WixRequest) => Promise<Record<string, unknown>>;

/** An object out of an answer, empty where there is none. */
export function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}

/** A list out of an answer, empty where there is none. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A number of pixels or the like out of an answer; 0 where there is none. */
export function size(value: unknown): number {
  const number = typeof value === 'number' || text(value) ? Number(value) : 0;
  return Number.isFinite(number) && number > 0 ? Math.round(number) : 0;
}

/** A text out of an answer; blank counts as absent. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A list that an answer must hold; without it the site is treated as busy. */
export function listIn(answer: Record<string, unknown>, name: string): unknown[] {
  const list = answer[name];
  if (Array.isArray(list)) return list;
  throw new GalleyError(oddAnswer('wix', 'incomplete', `no ${name} in ${JSON.stringify(answer)}`));
}

/** What an answer must hold; without it the site is treated as busy. */
export function need(value: string | undefined, what: string, answer: unknown): string {
  if (value !== undefined) return value;
  throw new GalleyError(oddAnswer('wix', 'incomplete', `no ${what} in ${JSON.stringify(answer)}`));
}

/** Requests with the site's token; a refused token is renewed once for all calls that wait. */
export function createWixRequests(options: WixOptions): AskWix {
  const tokens = createWixTokens(options);

  async function tokenOf(call: WixCall): Promise<string> {
    const token = await tokens.of(call);
    options.onToken?.(token);
    return token;
  }

  async function send(
    call: WixCall,
    request: WixRequest,
    token: string | undefined,
  ): Promise<{ status: number; headers: Record<string, string>; body: string }> {
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    if (request.raw) headers['content-type'] = request.raw.mimeType;
    else if (request.body !== undefined) headers['content-type'] = 'application/json';
    call.beforeRequest?.();
    try {
      const response = await fetch(request.url ?? `${options.baseUrl}${request.path}`, {
        method: request.method,
        headers,
        signal: AbortSignal.any([call.signal, AbortSignal.timeout(options.timeoutMs)]),
        ...(request.raw
          ? { body: request.raw.bytes as Uint8Array<ArrayBuffer> }
          : request.body === undefined
            ? {}
            : { body: JSON.stringify(request.body) }),
      });
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await readAnyText(response),
      };
    } catch (error) {
      call.signal.throwIfAborted();
      throw new GalleyError(
        error instanceof UnusableBody
          ? oddAnswer('wix', error.reason, error.message)
          : noAnswer('wix', error),
      );
    }
  }

  return async (call, request) => {
    // An upload address carries its own permission.
    const own = request.url !== undefined;
    if (call.renewToken) tokens.forget(call);
    let token = own ? undefined : await tokenOf(call);
    let answer = await send(call, request, token);
    if (answer.status === 401 && token) {
      // A refused token was not acted on, so the same request may go out once more with a fresh one.
      tokens.forget({ ...call, token });
      token = await tokenOf(call);
      answer = await send(call, request, token);
    }
    if (answer.status < 200 || answer.status >= 300) {
      const classify = own ? addressRefused : classifyHttp;
      throw new GalleyError(classify({ provider: 'wix', nowMs: options.now(), ...answer }));
    }
    try {
      return record(storable(answer.body === '' ? {} : parseJson(answer.body)));
    } catch {
      throw new GalleyError(
        own ? notYet('wix', ADDRESS_ODD, answer.body) : oddAnswer('wix', 'not_json', answer.body),
      );
    }
  };
}
