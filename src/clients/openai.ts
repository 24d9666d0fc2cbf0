import OpenAI, { APIConnectionError, APIError } from 'openai';
import { GalleyError } from '../contract/failures';
import { readUsage } from '../domain/providers/completion';
import type { Usage } from '../domain/providers/completion';
import { storable } from '../domain/text/storable';
import { classifyHttp, isBrokenAnswer, noAnswer, oddAnswer } from './failures';

/** A request for one structured completion. `schema` is a JSON Schema in OpenAI's strict subset. */
export interface CompletionRequest {
  model: string;
  system: string;
  user: string;
  schemaName: string;
  schema: Record<string, unknown>;
  maxCompletionTokens: number;
  signal: AbortSignal;
}

/** A model's answer. `content` is null if the model declined or the answer was filtered. */
export interface Completion {
  content: string | null;
  refusal: string | null;
  finishReason: string;
  /** What it used up; null if the provider did not say, or nothing that makes sense. */
  usage: Usage | null;
}

/** The model provider. Throws GalleyError for anything but a completion, and the abort error when cancelled. */
export interface ModelClient {
  complete(request: CompletionRequest): Promise<Completion>;
}

/** Creates a client on the official SDK with its retries disabled: one call makes at most one request. */
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
  });
  return {
    async complete(request) {
      let completion: OpenAI.ChatCompletion;
      // The SDK's own timeout only covers the headers, but the body may stall as well.
      const timeout = AbortSignal.timeout(options.timeoutMs);
      try {
        completion = await openai.chat.completions.create(
          {
            model: request.model,
            messages: [
              { role: 'system', content: request.system },
              { role: 'user', content: request.user },
            ],
            response_format: {
              type: 'json_schema',
              json_schema: { name: request.schemaName, schema: request.schema, strict: true },
            },
            max_completion_tokens: request.maxCompletionTokens,
          },
          { signal: AbortSignal.any([request.signal, timeout]) },
        );
      } catch (error) {
        if (request.signal.aborted) throw error;
        if (error instanceof APIError && typeof error.status === 'number')
          throw new GalleyError(
            classifyHttp({
              provider: 'openai',
              model: request.model,
              status: error.status,
              headers: Object.fromEntries(error.headers ?? []),
              body: JSON.stringify({ error: error.error ?? { message: error.message } }),
              nowMs: options.now(),
            }),
          );
        if (timeout.aborted || error instanceof APIConnectionError || isBrokenAnswer(error))
          throw new GalleyError(noAnswer('openai', error));
        throw error;
      }
      completion = storable(completion);
      const choice = (completion as Partial<OpenAI.ChatCompletion> | null | undefined)?.choices?.[0];
      if (!choice?.message)
        throw new GalleyError(
          oddAnswer('openai', 'no_choices', `no choices in ${JSON.stringify(completion)}`),
        );
      return {
        content: choice.message.content ?? null,
        refusal: choice.message.refusal ?? null,
        finishReason: choice.finish_reason,
        usage: readUsage(completion.usage),
      };
    },
  };
}
