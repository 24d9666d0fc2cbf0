import Replicate from 'replicate';
import type { Prediction as ReplicatePrediction } from 'replicate';
import { GalleyError } from '../contract/failures';
import { classifyHttp, noAnswer, oddAnswer } from './failures';

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

/** The operations of the picture provider. Each makes at most one request; failures are GalleyErrors. */
export interface PictureClient {
  create(request: { prompt: string; seed: number; signal: AbortSignal }): Promise<Prediction>;
  get(request: { id: string; signal: AbortSignal }): Promise<Prediction>;
  cancel(request: { id: string }): Promise<void>;
  /** The account's most recent predictions, one page. */
  recent(request: { signal: AbortSignal }): Promise<Prediction[]>;
  /** Downloads an output. */
  download(request: { url: string; signal: AbortSignal }): Promise<Uint8Array>;
}

/** Maximum size of a picture, in bytes. */
const LARGEST_PICTURE = 25 * 1024 * 1024;

function read(raw: ReplicatePrediction | null): Prediction {
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
    async recent({ signal }) {
      const page = await once(signal, (replicate) => replicate.predictions.list());
      return (page?.results ?? []).map(read);
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
      const gone = [401, 403, 404, 410].includes(response.status);
      throw new GalleyError({
        // An expired address never comes back, but a failing server may.
        type: gone || response.ok ? 'Picture.Failed' : 'Provider.Busy',
        reason: response.ok ? 'output_too_large' : gone ? 'output_gone' : `picture_http_${response.status}`,
        detail: `replicate delivery answered ${response.status}, ${bytes.length} bytes`,
      });
    },
  };
}
