import { cancellationSignal, Context, sleep } from '@temporalio/activity';
import { GalleyError } from '../contract/failures';
import type { FailureType } from '../contract/failures';
import { isPlatform } from '../contract/platforms';
import type { Step } from '../contract/steps';
import type { Admission } from '../db/lanes/admission';
import type { NewProviderCall, ProviderCallEnd } from '../db/spending/provider-calls';
import type { Tx } from '../db/db';
import { chargeOf } from '../domain/spending/charge';
import type { ActivityDeps } from './deps';
import { failureOfKey, noteServed, pickKey } from './pooled-key';
import type { PooledKey } from './pooled-key';

/** Pauses between attempts to save a paid answer, in milliseconds; the last one repeats. */
const SAVE_PAUSES_MS = [200, 500, 1_000, 2_000, 5_000];

/**
 * Saves an answer that has been paid for. While Postgres is unavailable, the answer is kept in memory and the save
 * retried for as long as the activity lives; its heartbeats continue.
 */
export async function saveWithRetry<T>(
  deps: Pick<ActivityDeps, 'classify'>,
  save: () => Promise<T>,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await save();
    } catch (error) {
      if (deps.classify(error).type !== 'Database.Unavailable') throw error;
      await sleep(SAVE_PAUSES_MS[Math.min(tries, SAVE_PAUSES_MS.length - 1)]!);
    }
  }
}

/** Saves what a call showed of its provider account; without Postgres the trial is repeated. */
async function settle(
  deps: ActivityDeps,
  admission: Admission | undefined,
  isServed: boolean,
): Promise<void> {
  if (!admission?.isTrial) return;
  const { account, model } = admission;
  try {
    const { isOpened } = await deps.db.admission.settleTrial({ ...admission, isServed });
    if (isOpened) deps.log.info('provider account reopened', { provider: account, model: model ?? null });
  } catch {
    deps.log.warn('could not save the result of a trial', { provider: account });
  }
}

/** Failures of a call that was served all the same: the answer is about what was asked. */
const SERVED: readonly FailureType[] = [
  'Draft.Refused',
  'Order.Invalid',
  'Picture.Failed',
  'Provider.Rejected',
];

/**
 * Makes one request to a provider, recorded in `provider_calls` before it is sent. A failure ends the row here, at the
 * most the request can cost unless it certainly cost nothing; after a success, the caller ends it with `withAnswer`.
 * Throws `Provider.Closed` or `Spending.Capped` without sending anything if the account is closed or the tenant has
 * reached a cap.
 */
export async function recordedCall<T>(
  deps: ActivityDeps,
  step: Step,
  call: Omit<NewProviderCall, 'tries' | 'keyId' | keyof Step>,
  request: (signal: AbortSignal, key?: PooledKey) => Promise<T>,
): Promise<{ callId: string; answer: T }> {
  const { provider, model } = call;
  // Limits of platforms apply per store, so there is no account that could be closed.
  const admission = isPlatform(provider)
    ? undefined
    : await deps.db.admission.admitCall({ account: provider, model });
  const tries = Context.current().info.attempt;
  const begin = async (): Promise<{ callId: string; key: PooledKey | undefined }> => {
    const key = provider === 'openai' ? await pickKey(deps, call.chargedTokens ?? 0) : undefined;
    const keyId = key?.id;
    return { callId: await deps.db.providerCalls.beginCall({ ...step, ...call, tries, keyId }), key };
  };
  const { callId, key } = await begin().catch(async (error: unknown) => {
    await settle(deps, admission, false);
    throw error;
  });
  const signal = cancellationSignal();
  try {
    const answer = await request(signal, key);
    await noteServed(deps, key);
    await settle(deps, admission, true);
    return { callId, answer };
  } catch (error) {
    await settle(deps, admission, SERVED.includes(deps.classify(error).type));
    await endQuietly(deps, callId, endOf(deps, error, signal));
    throw await failureOfKey(deps, key, error);
  }
}

function endOf(
  deps: Pick<ActivityDeps, 'classify'>,
  error: unknown,
  { aborted }: AbortSignal,
): ProviderCallEnd {
  // A refusal that arrived before the cancellation took hold is still a refusal.
  if (aborted && !(error instanceof GalleyError)) return { state: 'aborted', cost: 'unknown' };
  const failure = deps.classify(error);
  const cost = chargeOf(failure);
  if (aborted) return { state: 'aborted', cost };
  return { state: 'failed', failureType: failure.type, reason: failure.reason, cost };
}

/**
 * Ends a call's row. If that fails, it stays "begun", which counts the request at the most it can cost, and the error
 * that led here matters more.
 */
async function endQuietly(
  deps: Pick<ActivityDeps, 'db' | 'log'>,
  callId: string,
  end: ProviderCallEnd,
): Promise<void> {
  await deps.db.providerCalls.endCall(callId, end).catch(() => {
    deps.log.warn('could not save the end of a provider call', { callId });
  });
}

/**
 * Saves what an answer brought, in the transaction that ends its call. Ending it comes last, as it locks what the tenant has spent today;
 * with `endsFirst` before, for a save that counts the calls that have ended.
 */
export type SaveAnswer = <T>(save: (tx: Tx) => Promise<T>, options?: { endsFirst: boolean }) => Promise<T>;

/**
 * Uses the answer of a call. What `use` saves with the given function is saved in the transaction that ends the call;
 * if anything goes wrong for good before that is done, the call ends anyway, because it has been paid for: in the same
 * way, or `otherwise`.
 */
export async function withAnswer<R>(
  deps: ActivityDeps,
  call: { callId: string; end: ProviderCallEnd; otherwise?: ProviderCallEnd },
  use: (save: SaveAnswer) => Promise<R>,
): Promise<R> {
  const { callId, end, otherwise = end } = call;
  let isEnded = false;
  try {
    return await use(async (save, { endsFirst } = { endsFirst: false }) => {
      const saved = await saveWithRetry(deps, () =>
        deps.db.transaction(async (tx) => {
          if (endsFirst) await tx.providerCalls.endCall(callId, end);
          const result = await save(tx);
          if (!endsFirst) await tx.providerCalls.endCall(callId, end);
          return result;
        }),
      );
      isEnded = true;
      return saved;
    });
  } finally {
    if (!isEnded) await endQuietly(deps, callId, otherwise);
  }
}

/**
 * Whether a failed request may nevertheless have taken effect: unless it certainly did not, because it was refused or
 * never sent.
 */
export function mayHaveWorked(error: unknown): boolean {
  if (!(error instanceof GalleyError) || error.failure.type === 'Provider.Closed') return false;
  return chargeOf(error.failure) === 'unknown';
}

/** What every step of an activity has in common. */
export function stepOf(
  order: { id: string; tenantId: string },
  input: { round: number; attempt: number },
): Pick<Step, 'orderId' | 'tenantId' | 'round' | 'attempt'> {
  return { orderId: order.id, tenantId: order.tenantId, round: input.round, attempt: input.attempt };
}
