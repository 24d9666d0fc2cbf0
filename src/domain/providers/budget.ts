import type { Account } from '../../contract/lanes';

/** What a provider's account lets through in a minute; null where it has no such limit. */
export interface AccountBudget {
  requestsPerMinute: number;
  tokensPerMinute: number | null;
}

/** What all accounts let through in a minute, as configured. */
export interface Budgets {
  openaiRpm: number;
  openaiTpm: number;
  replicateRpm: number;
}

/** What an account lets through in a minute. */
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

/** A lane of the account as it stands now. */
export interface LaneLoad {
  lane: string;
  /** Tasks that wait on the server. */
  backlog: number;
  /** Slots of all workers of the lane together, and how many of them are in use. */
  slots: number;
  busy: number;
  /** What a call is charged on average, in tokens. */
  meanTokens: number;
  /** How long a call holds its slot on average, in seconds. */
  meanSeconds: number;
}

/** Share of the account that each lane without work keeps, so that its next task need not wait for the next division. */
const TRICKLE = 0.01;

/** Halvings of the search for a level; after these the rest is far below a call an hour. */
const HALVINGS = 60;

/** How much of the account a lane's call a minute takes: of its scarcer side. */
function dominantShare(account: AccountBudget, load: LaneLoad): number {
  const ofTokens = account.tokensPerMinute ? load.meanTokens / account.tokensPerMinute : 0;
  return Math.max(1 / account.requestsPerMinute, ofTokens);
}

/** Calls a minute that a lane could begin within the next second, if they were let through: what waits, as far as slots are free. */
function demandOf(load: LaneLoad): number {
  const free = Math.max(0, load.slots - load.busy);
  const freed = load.slots / Math.max(load.meanSeconds, 0.1);
  return Math.min(load.backlog, free + freed) * 60;
}

/** Part of the account that so many calls a minute take, of its fuller side. */
function usage(account: AccountBudget, loads: readonly LaneLoad[], rates: readonly number[]): number {
  const requests = rates.reduce((sum, rate) => sum + rate, 0) / account.requestsPerMinute;
  if (account.tokensPerMinute === null) return requests;
  const tokens = rates.reduce((sum, rate, n) => sum + rate * loads[n]!.meanTokens, 0);
  return Math.max(requests, tokens / account.tokensPerMinute);
}

/** The highest level, up to `most`, whose rates still fit into the account. */
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
 * Divides an account among its lanes, in calls a minute for each, in their order. Lanes with work get equal parts of the account
 * (measured by the side, requests or tokens, that a lane uses up sooner: dominant resource fairness, Ghodsi et al. 2011), none
 * more than it can begin; what is left over is spread equally over all, so that work that comes before the next division finds
 * room. Never above either limit, never below full while there is work that could begin.
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

/** Longest stretch, in seconds, that a limit of the server may let through at once on top of its rate, plus the minute itself. */
const SECONDS_OF_A_MINUTE = 61;

/** The server's limit, in dispatches a second, that keeps a lane under so many calls in any minute. */
export function dispatchRate(callsPerMinute: number): number {
  return callsPerMinute / SECONDS_OF_A_MINUTE;
}

/** What of an account was used lately is corrected within these bounds, by this part of the difference a second. */
const LEAST_CORRECTION = 0.9;
const MOST_CORRECTION = 1.08;
const CORRECTED_A_SECOND = 0.1;

/** The part of the account that is aimed at: what is left keeps any minute below the limit. */
const AIM = 0.99;

/**
 * By how much limits are set above or below what they should let through, so that what is really used comes near the account: tasks
 * are not evenly spread, and lanes with little work leave their part. `usedShare` is what was used of the account over a stretch in
 * which there was work all the time; undefined where there was not.
 */
export function nextCorrection(correction: number, usedShare: number | undefined): number {
  // Without work nothing is learnt, and what was learnt of another mix is forgotten.
  if (usedShare === undefined) return correction + (1 - correction) * CORRECTED_A_SECOND;
  const next = correction + (AIM - usedShare) * CORRECTED_A_SECOND;
  return Math.min(MOST_CORRECTION, Math.max(LEAST_CORRECTION, next));
}
