import Replicate from 'replicate';
import type { Prediction as ReplicatePrediction } from 'replicate';
import { GalleyError } from '../contract/failures';
import { storable } from '../domain/text/storable';
import { classifyHttp, isRefusal, noAnswer, oddAnswer } from './failures';

/** A picture generation in progress. `aborted` only occurs on old predictions. */
export interface Prediction {
  id: string;
  status: 'starting' | 'processing' | 'succeeded' | 'failed' | 'canceled' | 'aborted';
  /** Address of the first output, while the provider keeps it. */
  outputUrl: string | null;
  error: string | null;
  createdAt: string;
  input: { prompt?: string; seed?: number };
}

/** Which predictions are asked for. `cursor` is the `next` of the page before. */
export interface RecentRequest {
  signal: AbortSignal;
  cursor?: string | undefined;
  after?: Date | undefined;
  before?: Date | undefined;
}

/** A page of predictions; `next` is null on the last one. */
export interface PredictionPage {
  predictions: Prediction[];
  next: string | null;
}

/** The operations of the picture provider. Each makes at most one request; failures are GalleyErrors. */
export interface PictureClient {
  create(request: { prompt: string; seed: number; signal: AbortSignal }): Promise<Prediction>;
  get(request: { id: string; signal: AbortSignal }): Promise<Prediction>;
  cancel(request: { id: string }): Promise<void>;
  /** One page of the account's predictions, newest first: those created between two times, as far as times are given. */
  recent(request: RecentRequest): Promise<PredictionPage>;
  /** Downloads an output. */
  download(request: { url: string; signal: AbortSignal }): Promise<Uint8Array>;
}

/** Maximum size of a picture, in bytes. */
const LARGEST_PICTURE = 25 * 1024 * 1024;

/** The cursor in the address of the next page, which is asked for at our own base address. */
function cursorIn(next: unknown): string | null {
  if (typeof next !== 'string' || !URL.canParse(next)) return null;
  return new URL(next).searchParams.get('cursor');
}

function read(given: ReplicatePrediction | null): Prediction {
  const raw = storable(given);
  if (typeof raw?.id !== 'string' || typeof raw.status !== 'string')
    throw new GalleyError(oddAnswer('replicate', 'no_prediction', JSON.stringify(raw) ?? 'nothing'));
  const output: unknown = Array.isArray(raw.output) ? raw.output[0] : raw.output;
  const input = (raw.input ?? {}) as Record<string, unknown>;
  return {
    id: raw.id,
    status: raw.status as Prediction['status'],
    outputUrl: typeof output === 'string' ? output : null,
    error: raw.error === null || raw.error === undefined ? null : String(raw.error),
    createdAt: raw.created_at,
    input: {
      ...(typeof input['prompt'] === 'string' ? { prompt: input['prompt'] } : {}),
      ...(typeof input['seed'] === 'number' ? { seed: input['seed'] } : {}),
    },
  };
}

/**
 * Creates a client on the official SDK. The SDK retries up to five times, even a POST after a connection reset, which
 * would pay for a picture twice. It is therefore given a fetch that sends one request and always succeeds; the real
 * outcome is recorded and evaluated afterwards.
 */
export function createReplicateClient(options: {
  apiToken: string;
  baseUrl: string;
  model: string;
  timeoutMs: number;
  now: () => number;
}): PictureClient {
  async function once<T>(
    signal: AbortSignal | undefined,
    use: (replicate: Replicate) => Promise<T>,
  ): Promise<T> {
    let problem: GalleyError | undefined;
    const outgoing = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const timeout = AbortSignal.timeout(options.timeoutMs);
      try {
        const response = await fetch(url, {
          ...init,
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        });
        const body = await response.text();
        if (!response.ok) {
          const headers = Object.fromEntries(response.headers);
          problem = new GalleyError(
            classifyHttp({
              provider: 'replicate',
              status: response.status,
              headers,
              body,
              nowMs: options.now(),
            }),
          );
        } else {
          try {
            JSON.parse(body);
            return new Response(body, { status: 200, headers: { 'content-type': 'application/json' } });
          } catch {
            problem = new GalleyError(oddAnswer('replicate', 'not_json', body));
          }
        }
      } catch (error) {
        problem = new GalleyError(noAnswer('replicate', error));
      }
      return new Response('{}', { status: 200, headers: { 'content-type': 'application/json' } });
    };
    const replicate = new Replicate({
      auth: options.apiToken,
      baseUrl: options.baseUrl,
      useFileOutput: false,
      fetch: outgoing as typeof fetch,
    });
    const value = await use(replicate);
    signal?.throwIfAborted();
    if (problem) throw problem;
    return value;
  }

  return {
    async create({ prompt, seed, signal }) {
      return read(
        await once(signal, (replicate) =>
          replicate.predictions.create({
            model: options.model,
            input: { prompt, seed, aspect_ratio: '16:9', output_format: 'png' },
          }),
        ),
      );
    },
    async get({ id, signal }) {
      return read(await once(signal, (replicate) => replicate.predictions.get(id)));
    },
    async cancel({ id }) {
      await once(undefined, (replicate) => replicate.predictions.cancel(id));
    },
    async recent({ signal, cursor, after, before }) {
      const params = {
        ...(cursor ? { cursor } : {}),
        ...(after ? { created_after: after.toISOString() } : {}),
        ...(before ? { created_before: before.toISOString() } : {}),
      };
      // The SDK's own listing takes no parameters.
      const page = await once(signal, async (replicate) => {
        const response = await replicate.request('/predictions', { method: 'GET', params });
        return (await response.json()) as { results?: ReplicatePrediction[]; next?: unknown } | null;
      });
      return { predictions: (page?.results ?? []).map(read), next: cursorIn(page?.next) };
    },
    async download({ url, signal }) {
      let response: Response;
      let bytes: Uint8Array;
      try {
        response = await fetch(url, {
          signal: AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]),
        });
        bytes = new Uint8Array(await response.arrayBuffer());
      } catch (error) {
        signal.throwIfAborted();
        throw new GalleyError(noAnswer('replicate', error));
      }
      if (response.ok && bytes.length <= LARGEST_PICTURE) return bytes;
      const gone = isRefusal(response.status);
      throw new GalleyError({
        // An expired address never comes back, but a failing server may.
        type: gone || response.ok ? 'Picture.Failed' : 'Provider.Busy',
        reason: response.ok ? 'output_too_large' : gone ? 'output_gone' : `picture_http_${response.status}`,
        detail: `replicate delivery answered ${response.status}, ${bytes.length} bytes`,
      });
    },
  };
}
