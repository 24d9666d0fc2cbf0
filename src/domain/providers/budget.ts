import type { Account, Lane } from '../../contract/lanes';

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

/** How a site's requests per minute are shared; the parts add up to no more than the whole. */
export interface SiteShares {
  /** Publishing activities. */
  publishing: number;
  /** People who ask a site that is proved to be their tenant's. */
  people: number;
  /** Attempts to prove that a site is somebody's, so that strangers never use up its owner's share. */
  attempts: number;
}

/** People's parts of a site's requests. */
const PEOPLE_PART = 0.15;
const ATTEMPTS_PART = 0.05;
/** What people need at least to get an answer, and how much of a small limit that may take for each of both. */
const LEAST_FOR_PEOPLE = 6;
const MOST_OF_SMALL = 0.25;

/** Shares the requests per minute that a platform takes of one site: by default 160 for publishing, 30 for people, 10 for attempts. */
export function siteShares(requestsPerMinute: number): SiteShares {
  const least = Math.min(LEAST_FOR_PEOPLE, Math.floor(requestsPerMinute * MOST_OF_SMALL));
  const part = (of: number): number => Math.max(least, Math.floor(requestsPerMinute * of));
  const people = part(PEOPLE_PART);
  const attempts = part(ATTEMPTS_PART);
  return { publishing: requestsPerMinute - people - attempts, people, attempts };
}

/** How many sites' shares one tenant may use up in a minute, however many stores it has. */
const SITES_OF_TENANT = 3;

/** Requests per minute that one tenant's people may cause at all sites together. */
export function requestsOfTenant(requestsPerMinute: number): number {
  return siteShares(requestsPerMinute).people * SITES_OF_TENANT;
}

/**
 * Publishing activities a minute for each store. They share one queue, whose limit for a store cannot tell platforms apart, so the
 * strictest counts.
 */
export function activitiesPerStore(platforms: readonly SiteLimits[]): number {
  return Math.min(
    ...platforms.map(
      ({ requestsPerMinute, requestsPerActivity }) =>
        siteShares(requestsPerMinute).publishing / requestsPerActivity,
    ),
  );
}

/** The current load of a lane. */
export interface LaneLoad {
  lane: Lane;
  /** Tasks queued on the server. */
  backlog: number;
  /** Tasks that join the queue per second. */
  arrivals: number;
  /** Slots across all workers of the lane, and how many are in use. */
  slots: number;
  busy: number;
  /** Calls begun per second lately, which is the rate at which slots become free. */
  callsPerSecond: number;
  /** Average tokens charged per call. */
  meanTokens: number;
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
 * Calls per minute that a lane could start within the next second if nothing held them back, bounded by its work and
 * free slots.
 */
function demandOf(load: LaneLoad): number {
  const free = Math.max(0, load.slots - load.busy);
  return Math.min(load.backlog + load.arrivals, free + load.callsPerSecond) * 60;
}

/** Weights of lanes with work: of ideas, of the others, and of those while texts run out. */
const IDEAS = 28;
const EVEN = { writing: 1, quality: 1 };
const TEXTS_FIRST = { writing: 1.9, quality: 0.1 };

/** A lane runs out if its queue holds less work than this many times the duration of one of its calls. */
const CALLS_UNTIL_OUT = 8;

/** Seconds that a lane's queue would last if it had the whole account. */
function secondsLeft(account: AccountBudget, load: LaneLoad): number {
  return load.backlog * dominantShare(account, load) * 60;
}

/**
 * How lanes with work share an account, in the order given. People wait for ideas, so ideas go first; 28 to 1 leaves the others at
 * least a fifteenth between them. Reviews follow texts: when few texts are left, they go before reviews, so that enough reviews remain to
 * use the account while the last texts are written.
 */
export function laneWeights(account: AccountBudget, loads: readonly LaneLoad[]): number[] {
  const texts = loads.find(({ lane }) => lane === 'writing');
  const callSeconds = texts ? texts.busy / Math.max(texts.callsPerSecond, 0.01) : 0;
  const runOut = texts !== undefined && secondsLeft(account, texts) < CALLS_UNTIL_OUT * callSeconds;
  const weights: Partial<Record<Lane, number>> = { ideas: IDEAS, ...(runOut ? TEXTS_FIRST : EVEN) };
  return loads.map(({ lane }) => weights[lane] ?? 1);
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
 * Divides an account among its lanes, in calls per minute, in the order given. Lanes with work share it by their weights, measured by
 * whichever of requests or tokens the lane uses up sooner (dominant resource fairness, Ghodsi et al. 2011), capped by what each can
 * start. The remainder is spread evenly over all lanes so that work arriving before the next redistribution can start at once. Never
 * exceeds either limit, and uses all of the account while there is work to start.
 */
export function shareBudget(account: AccountBudget, loads: readonly LaneLoad[]): number[] {
  if (account.requestsPerMinute <= 0 || account.tokensPerMinute === 0) return loads.map(() => 0);
  const shares = loads.map((load) => dominantShare(account, load));
  const weights = laneWeights(account, loads);
  const most = loads.map((load, n) => Math.max(demandOf(load), TRICKLE / shares[n]!));
  const fits = (rates: readonly number[]): boolean => usage(account, loads, rates) <= 1;
  const atLevel = (level: number): number[] =>
    most.map((rate, n) => Math.min(rate, (level * weights[n]!) / shares[n]!));
  const level = highestLevel((candidate) => fits(atLevel(candidate)), 1 / Math.min(...weights));
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
