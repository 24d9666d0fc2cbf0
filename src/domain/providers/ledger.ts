import type { AccountBudget } from './budget';

/** Calls on an account, and the tokens they were charged. */
export interface Charges {
  calls: number;
  tokens: number;
}

/**
 * What an account has left over or has overspent, in seconds of its limits; negative if overspent. Kept for requests and tokens, since
 * either may be the scarcer one.
 */
export interface Ledger {
  requests: number;
  tokens: number;
}

/** Nothing left over, nothing overspent. */
export const EVEN: Ledger = { requests: 0, tokens: 0 };

/** Fraction of the limits that is used; the margin keeps every minute below them. */
const AIM = 0.99;

/** The most seconds that may be made up for. What was left over before that is lost. */
const MOST_LEFT = 1;
const MOST_OVERSPENT = 10;

/** Enters what was charged within the last `seconds`. */
export function enterCharges(
  ledger: Ledger,
  entry: { account: AccountBudget; charged: Charges; seconds: number },
): Ledger {
  const { account, charged, seconds } = entry;
  const after = (left: number, used: number, perMinute: number | null): number => {
    if (perMinute === null) return MOST_LEFT;
    if (perMinute <= 0) return Math.min(left, 0);
    const next = left + AIM * seconds - used / (perMinute / 60);
    return Math.min(MOST_LEFT, Math.max(-MOST_OVERSPENT, next));
  };
  return {
    requests: after(ledger.requests, charged.calls, account.requestsPerMinute),
    tokens: after(ledger.tokens, charged.tokens, account.tokensPerMinute),
  };
}

/** Seconds in which what was left over or overspent is made up for. */
const MADE_UP_SECONDS = 3;

/** Bounds of the factor. */
const LEAST_FACTOR = 0.5;
const MOST_FACTOR = 1.3;

/**
 * The factor by which limits are set above or below the computed rates, so that what is charged comes to the aim: tasks arrive unevenly,
 * lanes with little work leave part of their share, and calls cost more or less than expected.
 */
export function factorOf({ requests, tokens }: Ledger): number {
  const factor = 1 + Math.min(requests, tokens) / MADE_UP_SECONDS;
  return Math.min(MOST_FACTOR, Math.max(LEAST_FACTOR, factor));
}
