import { backoffMs } from '../../contract/backoff';

/** Millionths of a US dollar in a cent. */
const MICROS_PER_CENT = 10_000;

/** A tenant's spending caps per day and per month (UTC), in US cents; null means no cap. */
export interface Caps {
  dailyCents: number | null;
  monthlyCents: number | null;
}

/** Spending in a period, in millionths of a US dollar: settled, and reserved for calls in progress. */
export interface Spent {
  settledMicros: number;
  reservedMicros: number;
}

/** A tenant's spending today and this month, with its caps. */
export interface CapUsage {
  caps: Caps;
  day: Spent;
  month: Spent;
}

/**
 * `full`: the money is spent; `set_aside`: reservations of calls in progress reach the cap, and may be released when
 * they end.
 */
export interface Capped {
  reason: 'daily_cap' | 'monthly_cap';
  by: 'full' | 'set_aside';
}

/** Whether an amount in millionths of a US dollar reaches a cap. */
export function isReached(capCents: number | null, micros: number): boolean {
  return capCents !== null && micros >= capCents * MICROS_PER_CENT;
}

/**
 * The cap that blocks the next call, counting money spent and reserved, or undefined. If both do, the monthly one is
 * reported.
 */
export function cappedBy({ caps, day, month }: CapUsage): Capped | undefined {
  const both = [
    { reason: 'monthly_cap', cap: caps.monthlyCents, spent: month },
    { reason: 'daily_cap', cap: caps.dailyCents, spent: day },
  ] as const;
  const full = both.find(({ cap, spent }) => isReached(cap, spent.settledMicros));
  if (full) return { reason: full.reason, by: 'full' };
  const taken = both.find(({ cap, spent }) => isReached(cap, spent.settledMicros + spent.reservedMicros));
  return taken && { reason: taken.reason, by: 'set_aside' };
}

/** A capped call is retried after an hour at the latest, because the wake that should resume it may be lost. */
const MAX_WAIT_MS = 3_600_000;

/** Calls waiting for the same moment are spread over this many milliseconds. */
const SPREAD_MS = 60_000;

/**
 * First pause while calls in progress may still release their reservations, in milliseconds; doubles up to the maximum.
 */
const SET_ASIDE_WAIT_MS = 5_000;
const MAX_SET_ASIDE_WAIT_MS = 300_000;

/** End of the day or month (UTC) that a cap applies to. */
function endOf(reason: Capped['reason'], now: Date): number {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return reason === 'daily_cap' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1);
}

/**
 * Milliseconds until a capped call may be retried: when the next day or month starts, or when calls in progress may
 * have ended. `tries` counts from 1; `spread`, 0 to 1, spaces out calls that wait for the same moment.
 */
export function cappedDelay(capped: Capped, at: { now: Date; tries: number; spread: number }): number {
  if (capped.by === 'full') {
    const untilMs = endOf(capped.reason, at.now) - at.now.getTime();
    return Math.ceil(Math.min(untilMs, MAX_WAIT_MS - SPREAD_MS) + at.spread * SPREAD_MS);
  }
  return backoffMs({
    baseMs: SET_ASIDE_WAIT_MS,
    failures: at.tries,
    maxMs: MAX_SET_ASIDE_WAIT_MS,
    random: at.spread,
  });
}

/** A number from 0 to below 1, always the same for an identifier. */
export function spreadOf(id: string): number {
  return (Number.parseInt(id.replace(/-/g, '').slice(-6), 16) || 0) / 0x1000000;
}
