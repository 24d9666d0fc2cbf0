import type { z } from 'zod';
import { storable } from '../text/storable';
import { expectShape, readModelJson } from './model-json';

/** A model's answer as returned by its client. */
export interface ModelAnswer {
  content: string | null;
  refusal: string | null;
  finishReason: string;
}

/** The parsed answer, or why it cannot be used: another attempt may help (`unusable`) or will not (`refused`). */
export type ReadAnswer<T> =
  | { outcome: 'read'; value: T }
  | { outcome: 'unusable'; reason: string; problems: string[]; hint?: string }
  | { outcome: 'refused'; reason: string };

/** Parses a structured answer. A truncated document is never repaired. */
export function readAnswer<T>(answer: ModelAnswer, shape: z.ZodType<T>): ReadAnswer<T> {
  if (answer.refusal) return { outcome: 'refused', reason: 'refusal' };
  if (answer.finishReason === 'content_filter') return { outcome: 'refused', reason: 'content_filter' };
  if (answer.finishReason === 'length')
    return { outcome: 'unusable', reason: 'cut_off', problems: ['The answer was cut off before the end.'] };
  const document = readModelJson(answer.content ?? '');
  if (!document.ok)
    return {
      outcome: 'unusable',
      reason: document.reason,
      problems: ['The answer was not a single JSON document of the requested shape.'],
    };
  // Cleaned here again, because what Postgres refuses may have been escaped in the document.
  const shaped = expectShape(shape, storable(document.value));
  return shaped.ok
    ? { outcome: 'read', value: shaped.value }
    : { outcome: 'unusable', reason: 'wrong_shape', problems: shaped.problems };
}

/** The text of one part of a message: undefined if it is something else, such as the model's thoughts. */
function textOfPart(part: unknown): string | undefined {
  if (typeof part === 'string') return part;
  const { type, text } = (part ?? {}) as { type?: unknown; text?: unknown };
  return (type === 'text' || type === 'output_text') && typeof text === 'string' ? text : undefined;
}

/** A refusal among the parts of a message. */
function refusalIn(parts: readonly unknown[]): string | null {
  const [refusal] = parts.flatMap((part) => {
    const { type, refusal: said } = (part ?? {}) as { type?: unknown; refusal?: unknown };
    return type === 'refusal' && typeof said === 'string' && said !== '' ? [said] : [];
  });
  return refusal ?? null;
}

/**
 * Reads the content of a message, which is a text, nothing, or a list of parts whose texts are joined. Undefined for anything else,
 * and for a list that holds no text.
 */
export function readMessage(
  message: Record<string, unknown>,
): Pick<ModelAnswer, 'content' | 'refusal'> | undefined {
  const { content } = message;
  const refusal =
    typeof message['refusal'] === 'string' && message['refusal'] !== '' ? message['refusal'] : null;
  if (content === null || content === undefined) return { content: null, refusal };
  if (typeof content === 'string') return { content, refusal };
  if (!Array.isArray(content)) return refusal ? { content: null, refusal } : undefined;
  const declined = refusal ?? refusalIn(content);
  const texts = content.flatMap((part) => textOfPart(part) ?? []);
  return texts.length > 0 || declined ? { content: texts.join('') || null, refusal: declined } : undefined;
}

/** Tokens that a completion used up. */
export interface Usage {
  promptTokens: number;
  completionTokens: number;
}

/** More tokens than any model takes or gives. */
const MAX_TOKENS = 10_000_000;

function isTokenCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_TOKENS;
}

/** Reads the usage in a provider's answer; null if it is missing or makes no sense. No prompt takes no tokens at all. */
export function readUsage(usage: unknown): Usage | null {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = (usage ?? {}) as Record<
    string,
    unknown
  >;
  return isTokenCount(promptTokens) && promptTokens > 0 && isTokenCount(completionTokens)
    ? { promptTokens, completionTokens }
    : null;
}

/** A rough token count for a prompt, before the provider has counted. */
export function estimatedTokens(prompt: string): number {
  return Math.ceil(prompt.length / 4);
}

/**
 * Tokens a provider counts against the rate limit when it accepts a request: the larger of the answer's maximum and the
 * prompt's estimate.
 */
export function chargedTokens(request: { prompt: string; maxCompletionTokens: number }): number {
  return Math.max(request.maxCompletionTokens, estimatedTokens(request.prompt));
}
