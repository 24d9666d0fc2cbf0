import type { Account } from '../../contract/lanes';

/** A provider account's limits; null where it has no such limit. */
export interface AccountBudget {
  requestsPerMinute: number;
  tokensPerMinute: number | null;
}

/** The configured limits of all accounts, per minute. */
export interface Budgets {
  openaiRpm: number;
  openaiTpm: number;
  replicateRpm: number;
}

/** The limits of one account. */
export function accountBudget(budgets: Budgets, account: Account): AccountBudget {
  return account === 'openai'
    ? { requestsPerMinute: budgets.openaiRpm, tokensPerMinute: budgets.openaiTpm }
    : { requestsPerMinute: budgets.replicateRpm, tokensPerMinute: null };
}

/** What a platform takes of each site by itself. */
export interface SiteLimits {
  requestsPerMinute: number;
  /** Requests that one activity makes at most. */
  requestsPerActivity: number;
}

/** Activities a minute for each store. They share one queue, whose limit for a store cannot tell platforms apart, so the strictest counts. */
export function activitiesPerStore(platforms: readonly SiteLimits[]): number {
  return Math.min(
    ...platforms.map(({ requestsPerMinute, requestsPerActivity }) => requestsPerMinute / requestsPerActivity),
  );
}

/** The current load of a lane. */
export interface LaneLoad {
  lane: string;
  /** Tasks queued on the server. */
  backlog: number;
  /** Slots across all workers of the lane, and how many are in use. */
  slots: number;
  busy: number;
  /** Average tokens charged per call. */
  meanTokens: number;
  /** Average time a call holds its slot, in seconds. */
  meanSeconds: number;
}

/**
 * Fraction of the account that each idle lane keeps, so that its next task does not have to wait for the next
 * redistribution.
 */
const TRICKLE = 0.01;

/** Iterations of the bisection; the remaining error is far below one call per hour. */
const HALVINGS = 60;

/** Fraction of the account that one call per minute takes, by the scarcer of requests and tokens. */
function dominantShare(account: AccountBudget, load: LaneLoad): number {
  const ofTokens = account.tokensPerMinute ? load.meanTokens / account.tokensPerMinute : 0;
  return Math.max(1 / account.requestsPerMinute, ofTokens);
}

/**
 * Calls per minute that a lane could start within the next second if nothing held them back, bounded by its backlog and
 * free slots.
 */
function demandOf(load: LaneLoad): number {
  const free = Math.max(0, load.slots - load.busy);
  const freed = load.slots / Math.max(load.meanSeconds, 0.1);
  return Math.min(load.backlog, free + freed) * 60;
}

/** Fraction of the account used at the given rates, by the scarcer of requests and tokens. */
function usage(account: AccountBudget, loads: readonly LaneLoad[], rates: readonly number[]): number {
  const requests = rates.reduce((sum, rate) => sum + rate, 0) / account.requestsPerMinute;
  if (account.tokensPerMinute === null) return requests;
  const tokens = rates.reduce((sum, rate, n) => sum + rate * loads[n]!.meanTokens, 0);
  return Math.max(requests, tokens / account.tokensPerMinute);
}

/** The highest level, up to `most`, whose rates fit within the account. */
function highestLevel(fits: (level: number) => boolean, most: number): number {
  if (fits(most)) return most;
  let low = 0;
  let high = most;
  for (let n = 0; n < HALVINGS; n += 1) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Divides an account among its lanes, in calls per minute, in the order given. Lanes with work get equal shares,
 * measured by whichever of requests or tokens the lane uses up sooner (dominant resource fairness, Ghodsi et al. 2011),
 * capped by what each can start. The remainder is spread evenly over all lanes so that work arriving before the next
 * redistribution can start at once. Never exceeds either limit, and uses all of the account while there is work to
 * start.
 */
export function shareBudget(account: AccountBudget, loads: readonly LaneLoad[]): number[] {
  if (account.requestsPerMinute <= 0 || account.tokensPerMinute === 0) return loads.map(() => 0);
  const shares = loads.map((load) => dominantShare(account, load));
  const demands = loads.map(demandOf);
  const fits = (rates: readonly number[]): boolean => usage(account, loads, rates) <= 1;
  const atLevel = (level: number): number[] =>
    loads.map((load, n) =>
      Math.min(
        load.backlog > 0 ? Math.max(demands[n]!, TRICKLE / shares[n]!) : TRICKLE / shares[n]!,
        level / shares[n]!,
      ),
    );
  const level = highestLevel((candidate) => fits(atLevel(candidate)), 1);
  const base = atLevel(level);
  const raised = (extra: number): number[] => base.map((rate, n) => rate + extra / shares[n]!);
  return raised(highestLevel((candidate) => fits(raised(candidate)), 1));
}

/** A minute, plus the longest burst in seconds that the server's limiter allows on top of its rate. */
const SECONDS_WITH_BURST = 61;

/** The server-side rate limit, in dispatches per second, that keeps a lane below a number of calls in any minute. */
export function dispatchRate(callsPerMinute: number): number {
  return callsPerMinute / SECONDS_WITH_BURST;
}

/** Bounds of the correction, and the fraction of the difference corrected per second. */
const MIN_CORRECTION = 0.9;
const MAX_CORRECTION = 1.08;
const CORRECTION_PER_SECOND = 0.1;

/** Target utilisation; the margin keeps every minute below the limit. */
const AIM = 0.99;

/**
 * The factor by which limits are set above or below the computed rates so that actual usage comes close to the
 * account's limit: tasks arrive unevenly, and lanes with little work leave part of their share. `usedShare` is the
 * fraction used over a period that had work throughout, or undefined if there was none.
 */
export function nextCorrection(correction: number, usedShare: number | undefined): number {
  // Without work there is nothing to learn from, and what was learnt from an earlier mix fades out.
  if (usedShare === undefined) return correction + (1 - correction) * CORRECTION_PER_SECOND;
  const next = correction + (AIM - usedShare) * CORRECTION_PER_SECOND;
  return Math.min(MAX_CORRECTION, Math.max(MIN_CORRECTION, next));
}
