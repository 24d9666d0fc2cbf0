import { classifyHttp } from '../../src/clients/failures';
import type { HttpAnswer } from '../../src/clients/failures';

/** The moment at which the answers of these tables arrive. */
const NOW = Date.parse('2026-03-01T10:00:00.000Z');

/** Classifies an answer as it arrives at {@link NOW}. */
export function classify(
  provider: HttpAnswer['provider'],
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const model = provider === 'wix' ? {} : { model: 'a-model' };
  const prompt = provider === 'replicate' ? { prompt: 'a prompt' } : {};
  return classifyHttp({ provider, ...model, ...prompt, status, headers, body: text, nowMs: NOW });
}

/** A line of a table: what a provider answers, and what that means. */
export type Row = [
  name: string,
  status: number,
  body: unknown,
  headers: Record<string, string>,
  type: string,
  reason: string,
  delayMs: number | undefined,
];
