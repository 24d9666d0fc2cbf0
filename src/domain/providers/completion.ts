import type { z } from 'zod';
import { expectShape, readModelJson } from './model-json';

/** What a model said, as its client hands it on. */
export interface ModelAnswer {
  content: string | null;
  refusal: string | null;
  finishReason: string;
}

/** The answer read, or why it cannot be used: a further attempt may help (`unusable`), or none will (`refused`). */
export type ReadAnswer<T> =
  | { outcome: 'read'; value: T }
  | { outcome: 'unusable'; reason: string; problems: string[] }
  | { outcome: 'refused'; reason: string };

/** Reads a structured answer. Half a document is never repaired into a shorter one. */
export function readAnswer<T>(answer: ModelAnswer, shape: z.ZodType<T>): ReadAnswer<T> {
  if (answer.refusal) return { outcome: 'refused', reason: 'refusal' };
  if (answer.finishReason === 'content_filter') return { outcome: 'refused', reason: 'content_filter' };
  if (answer.finishReason === 'length')
    return { outcome: 'unusable', reason: 'cut_off', problems: ['The answer was cut off before its end.'] };
  const document = readModelJson(answer.content ?? '');
  if (!document.ok)
    return {
      outcome: 'unusable',
      reason: document.reason,
      problems: ['The answer was not one JSON document of the shape asked for.'],
    };
  const shaped = expectShape(shape, document.value);
  return shaped.ok
    ? { outcome: 'read', value: shaped.value }
    : { outcome: 'unusable', reason: 'wrong_shape', problems: shaped.problems };
}

/** Tokens of a prompt, roughly, before anybody has counted them. */
export function estimatedTokens(prompt: string): number {
  return Math.ceil(prompt.length / 4);
}

/** Tokens a provider charges when it lets a request in: the larger of the answer's ceiling and the prompt's estimate. */
export function chargedTokens(request: { prompt: string; maxCompletionTokens: number }): number {
  return Math.max(request.maxCompletionTokens, estimatedTokens(request.prompt));
}
