import { backoffMs } from '../../contract/backoff';

/** Millionths of a US dollar in a cent. */
const MICROS_A_CENT = 10_000;

/** What a tenant may spend in a day and in a month (UTC), in cents of a US dollar; no limit where null. */
export interface Caps {
  dailyCents: number | null;
  monthlyCents: number | null;
}

/** Money of a stretch of time in millionths of a US dollar: spent, and set aside for calls under way. */
export interface Spent {
  settledMicros: number;
  reservedMicros: number;
}

/** What a tenant has spent today and this month, against its caps. */
export interface Standing {
  caps: Caps;
  day: Spent;
  month: Spent;
}

/** `full`: spent; `set_aside`: calls under way may spend the rest, and room may come back as they end. */
export interface Capped {
  reason: 'daily_cap' | 'monthly_cap';
  by: 'full' | 'set_aside';
}

/** Whether so many millionths of a US dollar reach a cap. */
export function isReached(capCents: number | null, micros: number): boolean {
  return capCents !== null && micros >= capCents * MICROS_A_CENT;
}

/** Which cap keeps the next call back, if one does: what is spent and set aside has reached it. The longer one is named. */
export function cappedBy({ caps, day, month }: Standing): Capped | undefined {
  const both = [
    { reason: 'monthly_cap', cap: caps.monthlyCents, spent: month },
    { reason: 'daily_cap', cap: caps.dailyCents, spent: day },
  ] as const;
  const full = both.find(({ cap, spent }) => isReached(cap, spent.settledMicros));
  if (full) return { reason: full.reason, by: 'full' };
  const taken = both.find(({ cap, spent }) => isReached(cap, spent.settledMicros + spent.reservedMicros));
  return taken && { reason: taken.reason, by: 'set_aside' };
}

/** A capped call is tried again after an hour at most: the wake that should wake it may be lost. */
const LONGEST_WAIT_MS = 3_600_000;

/** Calls that waited for the same moment come back within this time of it, in milliseconds. */
const SPREAD_MS = 60_000;

/** First pause while calls under way may still give back what is set aside for them, in milliseconds; doubled, up to the longest. */
const SET_ASIDE_WAIT_MS = 5_000;
const LONGEST_SET_ASIDE_WAIT_MS = 300_000;

/** When the day or month (UTC) of a cap ends. */
function endOf(reason: Capped['reason'], now: Date): number {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return reason === 'daily_cap' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1);
}

/**
 * Milliseconds until a capped call may be tried again: until the next day or month begins, or until calls under way may have ended.
 * `tries` counts from 1; `spread`, from 0 to 1, keeps calls that wait for the same moment apart.
 */
export function cappedDelay(capped: Capped, at: { now: Date; tries: number; spread: number }): number {
  if (capped.by === 'full') {
    const untilMs = endOf(capped.reason, at.now) - at.now.getTime();
    return Math.ceil(Math.min(untilMs, LONGEST_WAIT_MS - SPREAD_MS) + at.spread * SPREAD_MS);
  }
  return backoffMs({
    baseMs: SET_ASIDE_WAIT_MS,
    failures: at.tries,
    maxMs: LONGEST_SET_ASIDE_WAIT_MS,
    random: at.spread,
  });
}

/** A number from 0 to below 1 that is an identifier's own. */
export function spreadOf(id: string): number {
  return (Number.parseInt(id.replace(/-/g, '').slice(-6), 16) || 0) / 0x1000000;
}
