import type { z } from 'zod';
import type { Completion } from '../clients/openai';
import type { Queryable } from '../db/pool';
import { chargedTokens, readAnswer } from '../domain/completion';
import type { ReadAnswer } from '../domain/completion';
import { priceOfCompletion } from '../domain/prices';
import type { ActivityDeps, StageModel } from './deps';
import { recordedCall } from './recorded-call';

/** A structured question to the model on behalf of an order. */
export interface ModelQuestion<T> {
  orderId: string;
  tenantId: string;
  lane: string;
  stage: string;
  round: number;
  attempt: number;
  basis?: string;
  model: StageModel;
  /** The answer before was cut off: this one gets more room. */
  moreRoom?: boolean;
  prompt: { system: string; user: string };
  schemaName: string;
  schema: Record<string, unknown>;
  shape: z.ZodType<T>;
}

/** How much longer an answer may be after one was cut off. */
const MORE_ROOM = 1.75;

/** Asks once, and answers what was understood with a function that closes the call's row in the saving transaction. */
export async function askModel<T>(
  deps: ActivityDeps,
  question: ModelQuestion<T>,
): Promise<{ read: ReadAnswer<T>; endCall: (tx: Queryable) => Promise<void> }> {
  const { model, maxCompletionTokens } = question.model;
  const ceiling = question.moreRoom ? Math.ceil(maxCompletionTokens * MORE_ROOM) : maxCompletionTokens;
  const { callId, answer } = await recordedCall<Completion>(
    deps,
    {
      orderId: question.orderId,
      tenantId: question.tenantId,
      lane: question.lane,
      provider: 'openai',
      model,
      stage: question.stage,
      round: question.round,
      attempt: question.attempt,
      ...(question.basis ? { basis: question.basis } : {}),
      chargedTokens: chargedTokens({
        prompt: question.prompt.system + question.prompt.user,
        maxCompletionTokens: ceiling,
      }),
    },
    (signal) =>
      deps.model.complete({
        model,
        ...question.prompt,
        schemaName: question.schemaName,
        schema: question.schema,
        maxCompletionTokens: ceiling,
        signal,
      }),
  );
  const price = priceOfCompletion(deps.prices, { model, ...answer });
  return {
    read: readAnswer(answer, question.shape),
    endCall: (tx) =>
      deps.store.providerCalls.endCall(tx, callId, {
        state: 'answered',
        promptTokens: answer.promptTokens,
        completionTokens: answer.completionTokens,
        ...(price === null ? {} : { costMicros: price }),
      }),
  };
}
