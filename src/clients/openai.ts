import OpenAI from 'openai';
import { Agent } from 'undici';
import { GalleyError } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import { readMessage, readUsage } from '../domain/providers/completion';
import type { Usage } from '../domain/providers/completion';
import { storable } from '../domain/text/storable';
import { parseJson, readAnyText, UnusableBody } from './body';
import { messageOf } from './error-body';
import { classifyHttp, noAnswer, oddAnswer } from './failures';
import { bodyOf, FULL_DIALECT, simpler } from './openai-dialect';
import type { Dialect, Question } from './openai-dialect';

/** A request for one structured completion. */
export interface CompletionRequest extends Question {
  signal: AbortSignal;
  /** The key to ask with; that of the setting where left out. */
  apiKey?: string;
}

/** A model's answer. `content` is null if the model declined or the answer was filtered. */
export interface Completion {
  content: string | null;
  refusal: string | null;
  finishReason: string;
  /** What it used up; null if the provider did not say, or nothing that makes sense. */
  usage: Usage | null;
  /** Requests and tokens per minute that its headers say the key bears of the model; left out where they say nothing. */
  limits?: { requests: number; tokens: number };
}

/** The model provider. Throws GalleyError for anything but a completion, and the abort error when cancelled. */
export interface ModelClient {
  complete(request: CompletionRequest): Promise<Completion>;
}

/** Statuses of refusals that may be about a part of the request which can be left out. */
const MAY_BE_SIMPLER = [400, 404, 415, 422, 500, 501];

/** Reasons of `Provider.Closed` that may be about such a part, too. */
const MAY_BE_SIMPLER_REASONS = ['parameter_refused', 'endpoint_not_found'];

/** Pause before a request is made again without what was refused, in milliseconds. */
const SIMPLER_DELAY_MS = 200;

/** What headers say of the requests and tokens per minute. */
function limitsIn(headers: Headers): Completion['limits'] {
  const [requests, tokens] = ['requests', 'tokens'].map((name) =>
    Number(headers.get(`x-ratelimit-limit-${name}`) ?? NaN),
  );
  return requests! > 0 && tokens! > 0 ? { requests: requests!, tokens: tokens! } : undefined;
}

/** Codes of an error that say what it means, although its status is a good one. */
const TELLING = ['Draft.Refused', 'Provider.Closed'];

/**
 * Creates a client on the official SDK with its retries disabled: one call makes at most one request. What a server does not take of
 * a request is left out of the next one, so such a refusal is `Provider.Busy`.
 */
export function createOpenAiClient(options: {
  apiKey: string;
  baseUrl: string;
  timeoutMs: number;
  now: () => number;
}): ModelClient {
  const openai = new OpenAI({
    apiKey: options.apiKey || 'not-set',
    baseURL: options.baseUrl,
    timeout: options.timeoutMs,
    maxRetries: 0,
    // Node gives up after five minutes without headers or body otherwise, whatever the SDK is told.
    fetchOptions: {
      dispatcher: new Agent({ headersTimeout: options.timeoutMs, bodyTimeout: options.timeoutMs }),
    },
  });
  const dialects = new Map<string, Dialect>();

  function refusalOf(response: Response, body: string, model: string, dialect: Dialect): ClassifiedFailure {
    const { status } = response;
    const headers = Object.fromEntries(response.headers);
    const failure = classifyHttp({ provider: 'openai', model, status, headers, body, nowMs: options.now() });
    const isOfRequest =
      MAY_BE_SIMPLER_REASONS.includes(failure.reason) ||
      failure.type === 'Provider.Rejected' ||
      failure.type === 'Provider.Busy';
    const mayBeSimpler = isOfRequest && MAY_BE_SIMPLER.includes(status);
    const next = mayBeSimpler ? simpler(dialect, messageOf(body)) : undefined;
    if (!next) return failure;
    // Another request may have found that out in the meantime, or something else.
    if (dialects.get(model) === dialect || !dialects.has(model)) dialects.set(model, next);
    return {
      type: 'Provider.Busy',
      reason: 'parameter_dropped',
      status,
      delayMs: SIMPLER_DELAY_MS,
      detail: failure.detail,
    };
  }

  /** The body of a good answer, or why there is none. */
  async function outcomeOf(response: Response, model: string, dialect: Dialect): Promise<unknown> {
    let body: string;
    try {
      body = await readAnyText(response);
    } catch (error) {
      if (!(error instanceof UnusableBody)) throw error;
      throw new GalleyError(oddAnswer('openai', error.reason, error.message));
    }
    if (!response.ok) throw new GalleyError(refusalOf(response, body, model, dialect));
    try {
      return storable(parseJson(body));
    } catch {
      throw new GalleyError(oddAnswer('openai', 'not_json', body));
    }
  }

  /** What an answer without a message means: an error that says so, or nothing that anybody knows. */
  function withoutMessage(answer: unknown, model: string): GalleyError {
    const body = JSON.stringify(answer) ?? 'nothing';
    const failure = classifyHttp({
      provider: 'openai',
      model,
      status: 200,
      headers: {},
      body,
      nowMs: options.now(),
    });
    const isError = answer !== null && typeof answer === 'object' && 'error' in answer;
    return new GalleyError(
      isError && TELLING.includes(failure.type) ? failure : oddAnswer('openai', 'no_choices', body),
    );
  }

  return {
    async complete(request) {
      const { model } = request;
      const dialect = dialects.get(model) ?? FULL_DIALECT;
      let limits: Completion['limits'];
      let outcome: { answer: unknown } | { error: unknown } | undefined;
      // The SDK gets an answer in any case: what really came is judged here, whatever it is.
      const outgoing = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
        try {
          const response = await fetch(url, init);
          limits = limitsIn(response.headers);
          outcome = { answer: await outcomeOf(response, model, dialect) };
        } catch (error) {
          outcome = { error };
        }
        return new Response('{}', { headers: { 'content-type': 'application/json' } });
      };
      // The SDK's own timeout only covers the headers, but the body may stall as well.
      const timeout = AbortSignal.timeout(options.timeoutMs);
      let thrown: unknown;
      try {
        await openai
          .withOptions({
            fetch: outgoing,
            ...(request.apiKey === undefined ? {} : { apiKey: request.apiKey }),
          })
          .chat.completions.create(
            bodyOf(request, dialect) as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming,
            { signal: AbortSignal.any([request.signal, timeout]) },
          );
      } catch (error) {
        thrown = error;
      }
      if (outcome && 'answer' in outcome)
        return { ...completionOf(outcome.answer, model), ...(limits ? { limits } : {}) };
      const error = outcome?.error ?? thrown;
      if (error instanceof GalleyError) throw error;
      if (request.signal.aborted) throw error;
      throw new GalleyError(noAnswer('openai', error));
    },
  };

  function completionOf(answer: unknown, model: string): Completion {
    const { choices, usage } = (answer ?? {}) as { choices?: unknown; usage?: unknown };
    const [choice] = Array.isArray(choices) ? (choices as unknown[]) : [];
    const { message, finish_reason: finishReason } = (choice ?? {}) as {
      message?: unknown;
      finish_reason?: unknown;
    };
    if (message === null || typeof message !== 'object') throw withoutMessage(answer, model);
    const read = readMessage(message as Record<string, unknown>);
    if (!read) throw new GalleyError(oddAnswer('openai', 'odd_content', JSON.stringify(message)));
    return {
      ...read,
      finishReason: typeof finishReason === 'string' ? finishReason : 'unknown',
      usage: readUsage(usage),
    };
  }
}
