import { GalleyError } from '../contract/failures';
import type { TakenKey } from '../db/lanes/provider-keys';
import { accountBudget } from '../domain/providers/budget';
import type { ActivityDeps } from './deps';

/** The key that a call is made with, beside others. */
export interface PooledKey extends Omit<TakenKey, 'sealedKey'> {
  /** The key itself; that of the setting where undefined. */
  apiKey: string | undefined;
}

type Deps = Pick<ActivityDeps, 'db' | 'opened' | 'budgets' | 'classify' | 'log'>;

/** Pause before a call is repeated with another key, in milliseconds. */
const OTHER_KEY_DELAY_MS = 200;

/** Refusals that are about what is asked for, which no other key changes. */
const NOT_OF_KEYS = ['endpoint_not_found', 'parameter_refused'];

/** Picks the key for a call of OpenAI; undefined if all were paused in this moment, which leaves that of the setting. */
export async function pickKey(deps: Deps, tokens: number): Promise<PooledKey | undefined> {
  const ofSetting = accountBudget(deps.budgets, 'openai');
  const taken = await deps.db.providerKeys.takeKey({ tokens, ofSetting });
  if (!taken) return undefined;
  const { sealedKey, ...key } = taken;
  return { ...key, apiKey: sealedKey ? deps.opened.providerKey(key.id, sealedKey) : undefined };
}

/** Saves that a key which was shut was served. */
export async function noteServed(deps: Deps, key: PooledKey | undefined): Promise<void> {
  if (!key?.wasShut) return;
  try {
    await deps.db.providerKeys.openKey(key);
    deps.log.info('provider key is served again', { key: key.id });
  } catch {
    deps.log.warn('could not save that a provider key is served', { key: key.id });
  }
}

/**
 * What a failure means where there are several keys: one that is refused is left out, and the call is repeated with another. The failure
 * stays what it is where there is no other one, so that the account as a whole is closed or slowed down.
 */
export async function failureOfKey(deps: Deps, key: PooledKey | undefined, error: unknown): Promise<unknown> {
  if (!key || !(error instanceof GalleyError)) return error;
  const { type, reason, delayMs = 0, detail } = error.failure;
  const isShut = type === 'Provider.Closed' && !NOT_OF_KEYS.includes(reason);
  const isBusy = type === 'Provider.Busy' && reason.startsWith('rate_limit');
  if (!isShut && !isBusy) return error;
  try {
    const { hasOther, isNew } = isShut
      ? await deps.db.providerKeys.shutKey({ id: key.id, reason })
      : { ...(await deps.db.providerKeys.coolKey({ id: key.id, reason, delayMs })), isNew: false };
    if (!hasOther) return error;
    if (isNew) deps.log.error('provider key refused; others are used', { key: key.id, reason });
    return new GalleyError({
      type: 'Provider.Busy',
      reason: isShut ? 'key_shut' : 'key_busy',
      delayMs: OTHER_KEY_DELAY_MS,
      detail,
    });
  } catch {
    deps.log.warn('could not save the state of a provider key', { key: key.id });
    return error;
  }
}
