import Replicate from 'replicate';
import type { Prediction as ReplicatePrediction } from 'replicate';
import { GalleyError } from '../contract/failures';
import { saysFlagged, textsIn } from '../domain/providers/picture-flags';
import { storable } from '../domain/text/storable';
import { parseJson, readAnyText, readBytes, UnusableBody } from './body';
import { classifyHttp, isRefusal, noAnswer, oddAnswer } from './failures';
import { providerAddresses } from './provider-address';
import type { AddressOf } from './provider-address';
import { parseUrl } from '../domain/text/parse-url';

/** A picture generation in progress. `aborted` only occurs on old predictions. */
export interface Prediction {
  id: string;
  status: 'starting' | 'processing' | 'succeeded' | 'failed' | 'canceled' | 'aborted';
  /** Address of the first output, while the provider keeps it. */
  outputUrl: string | null;
  error: string | null;
  /** Whether it ended without a picture because of what the prompt or the picture shows. */
  flagged?: boolean;
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
  /** Reads the model that pictures are made with, to find out whether it exists. */
  checkModel(request: { signal: AbortSignal }): Promise<void>;
  /** Downloads an output. */
  download(request: { url: string; signal: AbortSignal }): Promise<Uint8Array>;
}

/** Maximum size of a picture, in bytes. */
const LARGEST_PICTURE = 25 * 1024 * 1024;

/** The cursor in the address of the next page, which is asked for at our own base address. */
function cursorIn(next: unknown): string | null {
  return (typeof next === 'string' && parseUrl(next)?.searchParams.get('cursor')) || null;
}

const STATUSES: readonly string[] = [
  'starting',
  'processing',
  'succeeded',
  'failed',
  'canceled',
  'aborted',
] satisfies Array<Prediction['status']>;

function isStatus(value: unknown): value is Prediction['status'] {
  return STATUSES.includes(value as string);
}

/** What a prediction says of its failure, as text. */
function errorText(error: unknown): string | null {
  if (error === null || error === undefined) return null;
  return typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error));
}

/** The first address among outputs, which some models put into lists or objects. */
function addressIn(output: unknown, depth = 0): string | null {
  if (typeof output === 'string') return output === '' ? null : output;
  if (output === null || typeof output !== 'object' || depth > 3) return null;
  for (const value of Object.values(output)) {
    const found = addressIn(value, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

type RawPrediction = Partial<Record<keyof ReplicatePrediction, unknown>>;

/** Whether an ended prediction was flagged: its error says so or, where a model counts having made nothing as a success, its log. */
function isFlagged(
  { status, error, logs }: RawPrediction,
  { outputUrl, prompt }: { outputUrl: string | null; prompt: string | undefined },
): boolean {
  if (status === 'failed' || status === 'aborted') return saysFlagged(textsIn(error), prompt);
  return status === 'succeeded' && outputUrl === null && saysFlagged(textsIn([error, logs]), prompt);
}

function read(given: unknown): Prediction {
  const kept = storable(given);
  const raw = (kept ?? {}) as RawPrediction;
  const { id, status } = raw;
  if (typeof id !== 'string' || id === '' || !isStatus(status))
    throw new GalleyError(oddAnswer('replicate', 'no_prediction', JSON.stringify(kept) ?? 'nothing'));
  const input = (raw.input ?? {}) as Record<string, unknown>;
  const prompt = typeof input['prompt'] === 'string' ? input['prompt'] : undefined;
  const outputUrl = addressIn(raw.output);
  return {
    id,
    status,
    outputUrl,
    error: errorText(raw.error),
    flagged: isFlagged(raw, { outputUrl, prompt }),
    createdAt: typeof raw.created_at === 'string' ? raw.created_at : '',
    input: {
      ...(prompt === undefined ? {} : { prompt }),
      ...(typeof input['seed'] === 'number' ? { seed: input['seed'] } : {}),
    },
  };
}

/** Judged by its name, because it may come from another realm. */
function isBadJson(error: unknown): error is Error {
  return (error as { name?: unknown } | null)?.name === 'SyntaxError';
}

/** Where a picture may be fetched: from the web, or from the answer itself. */
function pictureAddress(url: string, addressOf: AddressOf): string | null {
  return /^data:/i.test(url) ? url : addressOf(url);
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
  const addressOf = providerAddresses(options.baseUrl);

  /** Makes one request. A refusal is about `model`, if the request names one. */
  async function once<T>(
    signal: AbortSignal | undefined,
    use: (replicate: Replicate) => Promise<T>,
    about: { model?: string; prompt?: string } = {},
  ): Promise<T> {
    let problem: GalleyError | undefined;
    const outgoing = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const timeout = AbortSignal.timeout(options.timeoutMs);
      try {
        const response = await fetch(url, {
          ...init,
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        });
        const body = await readAnyText(response);
        if (response.ok) {
          parseJson(body);
          return new Response(body, { status: 200, headers: { 'content-type': 'application/json' } });
        }
        problem = new GalleyError(
          classifyHttp({
            provider: 'replicate',
            ...about,
            status: response.status,
            headers: Object.fromEntries(response.headers),
            body,
            nowMs: options.now(),
          }),
        );
      } catch (error) {
        problem = new GalleyError(
          error instanceof UnusableBody
            ? oddAnswer('replicate', error.reason, error.message)
            : isBadJson(error)
              ? oddAnswer('replicate', 'not_json', error.message)
              : noAnswer('replicate', error),
        );
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
        await once(
          signal,
          (replicate) =>
            replicate.predictions.create({
              model: options.model,
              input: { prompt, seed, aspect_ratio: '16:9', output_format: 'png' },
            }),
          { prompt, model: options.model },
        ),
      );
    },
    async get({ id, signal }) {
      try {
        return read(await once(signal, (replicate) => replicate.predictions.get(id)));
      } catch (error) {
        if (!(error instanceof GalleyError) || ![404, 410].includes(error.failure.status ?? 0)) throw error;
        // It is forgotten, or was never there.
        throw new GalleyError({ ...error.failure, type: 'Picture.Failed', reason: 'prediction_gone' });
      }
    },
    async checkModel({ signal }) {
      const path = `/models/${options.model}`;
      await once(signal, (replicate) => replicate.request(path, { method: 'GET' }), { model: options.model });
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
      const page = await once(
        signal,
        async (replicate) => {
          const response = await replicate.request('/predictions', { method: 'GET', params });
          return (await response.json()) as { results?: unknown; next?: unknown } | null;
        },
        { model: options.model },
      );
      const results = page?.results;
      if (!Array.isArray(results))
        throw new GalleyError(oddAnswer('replicate', 'no_list', JSON.stringify(storable(page))));
      return { predictions: results.map(read), next: cursorIn(page?.next) };
    },
    async download({ url, signal }) {
      const address = pictureAddress(url, addressOf);
      if (address === null)
        throw new GalleyError({
          type: 'Picture.Failed',
          reason: 'output_unusable',
          detail: 'the output is no address that a picture could be fetched from',
        });
      let response: Response;
      let bytes: Uint8Array;
      try {
        response = await fetch(address, {
          signal: AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]),
        });
        bytes = await readBytes(response, LARGEST_PICTURE);
      } catch (error) {
        signal.throwIfAborted();
        throw new GalleyError(
          error instanceof UnusableBody
            ? { type: 'Picture.Failed', reason: `output_${error.reason}`, detail: error.message }
            : noAnswer('replicate', error),
        );
      }
      if (response.ok) return bytes;
      const gone = isRefusal(response.status);
      throw new GalleyError({
        // An expired address never comes back, but a failing server may.
        type: gone ? 'Picture.Failed' : 'Provider.Busy',
        reason: gone ? 'output_gone' : `picture_http_${response.status}`,
        detail: `replicate delivery answered ${response.status}, ${bytes.length} bytes`,
      });
    },
  };
}
