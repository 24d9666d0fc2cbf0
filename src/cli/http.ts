import { randomUUID } from 'node:crypto';
import createClient from 'openapi-fetch';
import type { paths } from '../openapi/api-types';
import { CliFailure, EXIT, Interrupted } from './io';
import type { CliIo } from './io';
import type { Settings } from './settings';
import { plainLine } from './text';

/** Time limits of one try, in milliseconds. What is accepted may wait at the server's door for some time. */
const READ_TIMEOUT_MS = 30_000;
const WRITE_TIMEOUT_MS = 60_000;

/** Tries of a request whose answer was lost, and the pause before the second one in milliseconds; each further one is twice as long. */
const LOST_TRIES = 4;
const LOST_PAUSE_MS = 500;

/** Longest wait for a server that is busy, in seconds, over all tries of a request; by default. */
export const MAX_WAIT_SECONDS = 600;

/** How a command calls the API. */
export interface ApiOptions {
  settings: Settings;
  io: CliIo;
  /** Longest wait for a server that is busy, in seconds. */
  maxWaitSeconds: number;
  /** The key under which the server does a request once; by default one of its own. */
  idempotencyKey?: string | undefined;
}

/** A function with which a request is sent. */
type Fetch = (request: Request) => Promise<Response>;

/** What Node says of a connection that could not be made, in a few words. */
function reasonOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: string; message?: string }; name?: string };
  if (name === 'TimeoutError') return 'no answer in time';
  const code = cause?.code ?? '';
  const words: Record<string, string> = {
    ECONNREFUSED: 'connection refused',
    ENOTFOUND: 'unknown host',
    EAI_AGAIN: 'the name could not be looked up',
    ECONNRESET: 'the connection broke',
    UND_ERR_SOCKET: 'the connection broke',
    UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
    CERT_HAS_EXPIRED: 'its certificate has expired',
  };
  return words[code] ?? (code || plainLine(cause?.message ?? 'no connection'));
}

/** Whether the request may have arrived, and would only be repeated in vain where it has not. */
function isLost(error: unknown): boolean {
  const { cause, name } = error as { cause?: { code?: string }; name?: string };
  return name === 'TimeoutError' || /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(cause?.code ?? '');
}

/** The seconds after which a busy server wants to be asked again; undefined where it does not say so. */
export function retryAfter(response: Response, nowMs: number): number | undefined {
  if (response.status !== 429 && response.status !== 503) return undefined;
  const header = response.headers.get('retry-after')?.trim();
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - nowMs) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0.1, seconds);
}

/** The failure that there is no server to talk to. */
export function unreachable(url: string, error: unknown): CliFailure {
  return new CliFailure(`Could not reach ${url}: ${reasonOf(error)}.`, EXIT.unreachable);
}

/**
 * Sends requests until they are answered: one whose answer was lost is sent again, which is safe as the server knows it by its key, and
 * a server that is busy is asked again when it says so.
 */
function patientFetch({ settings, io, maxWaitSeconds }: ApiOptions): Fetch {
  async function once(request: Request): Promise<Response> {
    const limit = request.method === 'GET' ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS;
    try {
      return await fetch(request.clone(), {
        redirect: 'manual',
        signal: AbortSignal.any([io.interrupted, AbortSignal.timeout(limit)]),
      });
    } catch (error) {
      if (io.interrupted.aborted) throw new Interrupted();
      throw error;
    }
  }
  return async (request) => {
    let waited = 0;
    for (let lost = 1; ;) {
      let response: Response;
      try {
        response = await once(request);
      } catch (error) {
        if (error instanceof Interrupted) throw error;
        if (!isLost(error) || lost === LOST_TRIES) throw unreachable(settings.url, error);
        await io.sleep(LOST_PAUSE_MS * 2 ** (lost - 1));
        lost += 1;
        continue;
      }
      const seconds = retryAfter(response, io.now());
      if (seconds === undefined || waited + seconds > maxWaitSeconds) return response;
      waited += seconds;
      await response.body?.cancel();
      io.stderr.write(`The server is busy; trying again in ${Math.ceil(seconds)} s.\n`);
      await io.sleep(seconds * 1_000);
    }
  };
}

/** An error of the API as one sentence, with the fields it is about. */
export function failureOf(response: Response, body: unknown, url: string): CliFailure {
  const { status } = response;
  if (status >= 300 && status < 400)
    return new CliFailure(`${url} leads elsewhere. Set GALLEY_URL to the address of the API itself.`);
  const { message, problems, requestId } = (typeof body === 'object' ? (body ?? {}) : {}) as {
    message?: unknown;
    problems?: unknown;
    requestId?: unknown;
  };
  if (typeof message !== 'string')
    return new CliFailure(`${url} answered with HTTP ${status}, not as Galley does.`);
  const listed = (Array.isArray(problems) ? problems : []) as Array<{ field?: unknown; problem?: unknown }>;
  const fields = listed.map(
    ({ field, problem }) => `${String(field).replace(/^body\./, '')}: ${String(problem)}`,
  );
  const facts = [
    ...(fields.length > 0 ? [fields.slice(0, 5).join('; ') + (fields.length > 5 ? '; …' : '')] : []),
    ...(status >= 500 && requestId ? [`request ${String(requestId)}`] : []),
  ];
  return new CliFailure(plainLine(message + (facts.length > 0 ? ` (${facts.join('; ')})` : '')));
}

type Call = Promise<{ data?: unknown; error?: unknown; response: Response }>;

/** Creates the functions that call the API. Each answers what the server did, and throws a {@link CliFailure} otherwise. */
export function createApi(options: ApiOptions) {
  const { settings } = options;
  const headers = { authorization: `Bearer ${settings.apiKey}`, 'user-agent': 'galley-command' };
  const patient = patientFetch(options);
  const client = createClient<paths>({ baseUrl: settings.url, headers, fetch: patient });
  const idempotencyKey = options.idempotencyKey ?? randomUUID();
  const written = { 'idempotency-key': idempotencyKey };

  async function answered<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
    let answer;
    try {
      answer = await call;
    } catch (error) {
      if (error instanceof CliFailure) throw error;
      // What came is no JSON.
      if (error instanceof SyntaxError)
        throw new CliFailure(`${settings.url} did not answer as Galley does.`);
      throw error;
    }
    const { data, error, response } = answer;
    if (!response.ok) throw failureOf(response, error, settings.url);
    return data as T;
  }
  /** The same calls for addresses that are put together. */
  const untyped = client as unknown as Record<'GET' | 'POST', (path: string, init: object) => Call>;
  return {
    settings,
    headers,
    /** The typed client of the API, for addresses that are known; its calls are passed to `answered`. */
    client,
    answered,
    /** Header of everything that is asked for once. */
    written,
    read: async <T>(path: string, params: { path?: object; query?: object } = {}): Promise<T> =>
      (await answered(untyped.GET(path, { params }))) as T,
    /** Sends an action. One of several that a command sends has a key of its own by its `part`. */
    act: async <T>(path: string, params: { path?: object }, body: object = {}, part?: string): Promise<T> => {
      const headers = part === undefined ? written : { 'idempotency-key': `${idempotencyKey}:${part}` };
      return (await answered(untyped.POST(path, { params, body, headers }))) as T;
    },
    /** Sends a table as it is. */
    sendCsv: async <T>(path: string, text: string): Promise<T> =>
      (await answered(
        untyped.POST(path, {
          body: text,
          bodySerializer: (body: string) => body,
          headers: { ...written, 'content-type': 'text/csv' },
        }),
      )) as T,
    /** Reads something that is no JSON. */
    download: async (path: string): Promise<Response> => {
      const response = await patient(new Request(`${settings.url}${path}`, { headers }));
      if (response.ok) return response;
      throw failureOf(response, await response.json().catch(() => undefined), settings.url);
    },
  };
}

export type Api = ReturnType<typeof createApi>;
