import { isOutdated } from './outdated';

/** The state of a provider account, or of one of its models. Times are in milliseconds since 1970. */
export interface AccountState {
  /**
   * `cooling`: it rejected a call and asked us to slow down; `closed`: it takes no calls until somebody pays or fixes a
   * key.
   */
  state: 'open' | 'cooling' | 'closed';
  /** Machine-readable reason why the account is not open. */
  reason: string | null;
  /** Fraction of the budget in use, greater than 0 and at most 1. */
  factor: number;
  coolingUntil: number | null;
  /** Time of the next probe of a closed account, and the number of those in vain since a call last succeeded. */
  probeAt: number | null;
  probes: number;
  /** While it is closed: one call may find out whether it is open again (`offered`), or is doing so (`taken`). */
  trial: 'offered' | 'taken' | null;
  /** When it was last closed or opened. */
  changedAt: number;
}

/** A rate-limit rejection cuts the budget to this fraction; it then recovers by a fixed fraction per second. */
const LOWERED_TO = 0.7;
const MIN_FACTOR = 0.05;
const RECOVERY_PER_SECOND = 0.05;

/** A rejection that asks for no more than this is over by the budget's next refill, so nothing needs to stop. */
const SHORT_COOLING_MS = 2_000;

/**
 * A closed account is probed at even intervals first, then after a sixth of the time it has been closed, at most a
 * minute apart: an account that was closed for a minute is reopened within ten seconds.
 */
const FIRST_PROBE_MS = 5_000;
const MAX_PROBE_MS = 60_000;
const EVEN_PROBES = 6;
const PROBE_GROWTH = 7 / 6;

/** A trial that no call has taken is offered anew after this. */
const OFFER_MS = 60_000;

/** Fraction of the budget that is used to bring one call to a closed account. */
const TRIAL_FACTOR = 0.25;

/** Pause before the next probe after so many in vain. */
function probePause(probes: number): number {
  const grown = FIRST_PROBE_MS * PROBE_GROWTH ** Math.min(Math.max(0, probes - EVEN_PROBES), 50);
  return Math.min(MAX_PROBE_MS, Math.round(grown));
}

/** After a probe or a trial in vain: the next one is due after a longer pause. */
function inVain(account: AccountState, now: number): AccountState {
  const probes = account.probes + 1;
  return { ...account, trial: null, probes, probeAt: now + probePause(probes) };
}

/** Handles a rate-limit rejection: lowers the budget, once per cooling period. */
export function afterRefusal(
  account: AccountState,
  refusal: { reason: string; delayMs: number | undefined; now: number; askedAt: number },
): AccountState {
  if (account.state === 'closed' || isOutdated(account, refusal)) return account;
  const until = refusal.now + (refusal.delayMs ?? 0);
  const isCooling = account.coolingUntil !== null && account.coolingUntil > refusal.now;
  return {
    ...account,
    state: 'cooling',
    reason: refusal.reason,
    factor: isCooling ? account.factor : Math.max(MIN_FACTOR, account.factor * LOWERED_TO),
    coolingUntil: Math.max(until, account.coolingUntil ?? 0, refusal.now + 1_000),
  };
}

/**
 * Closes the account. How often it was probed in vain is forgotten only when a call succeeds, so that an account which opens and
 * closes again is probed less and less often.
 */
export function afterClosing(
  account: AccountState,
  closing: { reason: string; now: number; askedAt: number },
): AccountState {
  if (account.state === 'closed' || isOutdated(account, closing)) return account;
  return {
    ...account,
    state: 'closed',
    reason: closing.reason,
    coolingUntil: null,
    probeAt: closing.now + probePause(account.probes),
    trial: null,
  };
}

/**
 * Handles the result of a probe. A probe costs little or nothing, so its success does not prove that calls are served: while orders
 * wait, one of them goes first.
 */
export function afterProbe(
  account: AccountState,
  probe: { taken: boolean; isWaitedFor: boolean; now: number },
): AccountState {
  if (account.state !== 'closed') return account;
  if (!probe.taken) return inVain(account, probe.now);
  if (probe.isWaitedFor) return { ...account, trial: 'offered', probeAt: probe.now + OFFER_MS };
  return { ...account, state: 'open', reason: null, probeAt: null, trial: null };
}

/** Opens the account after a call that was served. */
export function afterSuccess(account: AccountState, call: { askedAt: number }): AccountState {
  if (isOutdated(account, call)) return account;
  if (account.state !== 'closed') return { ...account, probes: 0 };
  return { ...account, state: 'open', reason: null, probeAt: null, probes: 0, trial: null };
}

/** Ends a trial whose call was not served: refused again, not answered, or never made. */
export function afterFailedTrial(
  account: AccountState,
  call: { now: number; askedAt: number },
): AccountState {
  if (account.state !== 'closed' || account.trial !== 'taken' || isOutdated(account, call)) return account;
  return inVain(account, call.now);
}

/** Restores the lowered budget gradually once the cooling period has ended. */
export function afterTime(account: AccountState, passed: { seconds: number; now: number }): AccountState {
  if (account.state === 'closed') return account;
  if (account.coolingUntil !== null && account.coolingUntil > passed.now) return account;
  const factor = Math.min(1, account.factor + RECOVERY_PER_SECOND * passed.seconds);
  return { ...account, state: 'open', reason: null, coolingUntil: null, factor };
}

/** Fraction of the budget that may be used now: none while the account is closed, but for a trial, or cools for long. */
export function usableFactor(account: AccountState, now: number): number {
  if (account.state === 'closed') return account.trial === 'offered' ? TRIAL_FACTOR : 0;
  const coolingMs = (account.coolingUntil ?? 0) - now;
  // When tokens run out, larger calls fail first; the remaining budget still serves smaller ones.
  const stops = account.reason !== 'rate_limit_tokens' && coolingMs > SHORT_COOLING_MS;
  return stops ? 0 : account.factor;
}
