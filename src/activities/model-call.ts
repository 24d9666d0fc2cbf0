import type { z } from 'zod';
import type { Completion } from '../clients/openai';
import { GalleyError, isOdd } from '../contract/failures';
import type { Step } from '../contract/steps';
import type { SavedFinding } from '../db/blog/findings';
import { chargedTokens, readAnswer } from '../domain/providers/completion';
import type { ReadAnswer } from '../domain/providers/completion';
import { maxPriceOfCompletion, priceOfCompletion } from '../domain/spending/prices';
import { parseContextExcess } from '../domain/providers/delay';
import { cutAtGrapheme } from '../domain/text/text';
import type { ActivityDeps, StageModel } from './deps';
import { recordedCall, saveWithRetry, withAnswer } from './recorded-call';
import type { SaveAnswer } from './recorded-call';

type Unusable = Extract<ReadAnswer<never>, { outcome: 'unusable' }>;

/** What people are told to do about answers that are none. */
const ODD_HINT = 'Retry later; if it happens again, contact support.';

/** A structured question to the model on behalf of an order. */
export interface ModelQuestion<T> {
  model: StageModel;
  /** Quality control's findings on the previous attempt. */
  before: readonly SavedFinding[];
  prompt: { system: string; user: string };
  schemaName: string;
  schema: Record<string, unknown>;
  shape: z.ZodType<T>;
}

/** Factor by which the maximum answer length grows after a truncated answer. */
const LONGER_ANSWER_FACTOR = 1.75;

/** Id of the finding for a prompt that exceeded the model's context. */
export const TOO_LONG = 'context_length';

/** Approximate characters per token, for shortening a prompt by a number of tokens. */
const CHARACTERS_PER_TOKEN = 4;

/** Tokens to shorten by if the provider did not state the excess. */
const DEFAULT_EXCESS_TOKENS = 2_000;

/**
 * Turns a context overflow into an unusable answer, so that the prompt is shortened once by the excess the provider
 * stated; a second overflow is rethrown and ends the order.
 */
function tooLong(error: unknown, before: readonly SavedFinding[]): { read: Unusable } {
  const known = error instanceof GalleyError && error.failure.reason === TOO_LONG ? error.failure : undefined;
  if (!known || before.some((finding) => finding.id === TOO_LONG)) throw error;
  const stated = parseContextExcess(known.detail);
  const excess = stated ? Math.max(1, stated.requested - stated.maximum) : DEFAULT_EXCESS_TOKENS;
  return { read: { outcome: 'unusable', reason: TOO_LONG, problems: [`${excess}`] } };
}

/** Id of the finding for answers that were none. */
export const ODD_ANSWER = 'odd_answer';

/** Odd answers of one attempt that are waited out; each may have been paid for. */
export const MAX_ODD_ANSWERS = 2;

const ODD_WORDS: Partial<Record<string, string>> = {
  not_json: 'it was a page or a text instead of data',
  no_choices: 'it held no text',
  odd_content: 'its text was of another type',
};

/** Whether a failure is one odd answer too many for its attempt. The call has ended already, so it is counted. */
export async function isOneTooMany(deps: ActivityDeps, step: Step, error: unknown): Promise<boolean> {
  if (!(error instanceof GalleyError) || !isOdd(error.failure)) return false;
  const odd = await saveWithRetry(deps, () => deps.db.providerCalls.countCalls({ ...step, which: 'odd' }));
  return odd > MAX_ODD_ANSWERS;
}

/** What an attempt comes to whose answers were none, as often as they were waited out. */
function oddAnswers({ reason }: { reason: string }): { read: Unusable } {
  const what = ODD_WORDS[reason] ?? 'it could not be decoded';
  const problem = `The AI provider's answer could not be used ${MAX_ODD_ANSWERS + 1} times: ${what}.`;
  return { read: { outcome: 'unusable', reason: ODD_ANSWER, problems: [problem], hint: ODD_HINT } };
}

/** Drops facts, last ones first, until an overlong prompt fits. */
export function fittingFacts(facts: readonly string[], before: readonly SavedFinding[]): string[] {
  const finding = before.find((one) => one.id === TOO_LONG);
  let excess = finding ? Number(finding.reason) * CHARACTERS_PER_TOKEN : 0;
  const remaining = [...facts];
  while (excess > 0 && remaining.length > 0) {
    const last = remaining.pop()!;
    if (last.length > excess + 1) {
      remaining.push(cutAtGrapheme(last, last.length - excess));
      break;
    }
    excess -= last.length;
  }
  return remaining;
}

/** Saves what an answer said of the limits of its key; the next one says it again. */
async function saveLimits(
  deps: Pick<ActivityDeps, 'db' | 'log'>,
  { keyId, model, answer }: { keyId: string | undefined; model: string; answer: Completion },
): Promise<void> {
  if (keyId === undefined || !answer.limits) return;
  await deps.db.providerKeys.saveReadLimits({ id: keyId, model, ...answer.limits }).catch(() => {
    deps.log.warn('could not save the limits of a provider key', { key: keyId });
  });
}

/**
 * Calls the model once and hands its parsed answer to `use`, with a function that saves in the transaction that ends the
 * call. If nothing is saved for good, the call ends at its price all the same.
 */
export async function askModel<T, R>(
  deps: ActivityDeps,
  step: Step,
  question: ModelQuestion<T>,
  use: (read: ReadAnswer<T>, save: SaveAnswer) => Promise<R>,
): Promise<R> {
  const { model, maxCompletionTokens } = question.model;
  const cutOff = question.before.some((finding) => finding.id === 'cut_off');
  const ceiling = cutOff ? Math.ceil(maxCompletionTokens * LONGER_ANSWER_FACTOR) : maxCompletionTokens;
  const prompt = question.prompt.system + question.prompt.user;
  const call = await recordedCall<Completion>(
    deps,
    step,
    {
      provider: 'openai',
      model,
      chargedTokens: chargedTokens({ prompt, maxCompletionTokens: ceiling }),
      mostMicros: maxPriceOfCompletion(deps.prices, { model, prompt, maxCompletionTokens: ceiling }),
    },
    async (signal, key) => {
      const answer = await deps.model.complete({
        model,
        ...question.prompt,
        schemaName: question.schemaName,
        schema: question.schema,
        maxCompletionTokens: ceiling,
        signal,
        ...(key?.apiKey === undefined ? {} : { apiKey: key.apiKey }),
      });
      await saveLimits(deps, { keyId: key?.apiKey === undefined ? undefined : key.id, model, answer });
      return answer;
    },
  ).catch(async (error: unknown) => {
    if (await isOneTooMany(deps, step, error)) return oddAnswers((error as GalleyError).failure);
    return tooLong(error, question.before);
  });
  // A call that failed has ended already.
  if ('read' in call) return use(call.read, (save) => saveWithRetry(deps, () => deps.db.transaction(save)));
  const { callId, answer } = call;
  const { usage } = answer;
  const end = usage
    ? { usage, cost: { micros: priceOfCompletion(deps.prices, { model, ...usage }) } }
    : { cost: 'unknown' as const };
  return withAnswer(deps, { callId, end: { state: 'answered', ...end } }, (save) =>
    use(readAnswer(answer, question.shape), save),
  );
}
