/** How long something takes, in milliseconds: half of the time at most `p50Ms`, nine times in ten at most `p90Ms`. */
export interface TimeRange {
  p50Ms: number;
  p90Ms: number;
}

/** What a job has still to do. Times in milliseconds. */
export interface JobAhead {
  /** Items that have not begun. */
  remaining: number;
  /** For how long each item that is being written has been worked on. */
  running: readonly number[];
  /** Items written at once at most. */
  concurrency: number;
  /** Rest of a slot between the end of an item and the start of the next. */
  delayMs: number;
  /** How long items of all jobs take. */
  perItem: TimeRange;
  /** How long those items of this job took that were written or failed. */
  took?: readonly number[];
  /** How much of its rest a free slot has still before it; 0 where left out. */
  restMs?: number;
}

/** Mean and deviation of a time, in milliseconds, and how many times they come from. */
interface Moments {
  meanMs: number;
  deviationMs: number;
  count: number;
}

/** Deviations from the middle that nine in ten stay under. */
const P90_DEVIATIONS = 1.2816;

/** Items of a job from which on they say more of the next ones than those of other jobs do. */
const ENOUGH = 3;

/** An item that took longer than so many others, and longer than this, waited for something; it counts as this at most. */
const LONG = { middles: 5, ms: 30_000 } as const;

/** What is known of times that are spread as those of most work are: log-normally. */
function momentsOfRange({ p50Ms, p90Ms }: TimeRange): Moments {
  const middle = Math.max(1, p50Ms);
  const sigma = Math.log(Math.max(1, p90Ms / middle)) / P90_DEVIATIONS;
  const meanMs = middle * Math.exp(sigma ** 2 / 2);
  return { meanMs, deviationMs: meanMs * Math.sqrt(Math.exp(sigma ** 2) - 1), count: Infinity };
}

function momentsOfTimes(times: readonly number[]): Moments {
  const middle = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
  const most = Math.max(LONG.middles * middle, LONG.ms);
  const kept = times.map((ms) => Math.min(ms, most));
  const meanMs = kept.reduce((sum, ms) => sum + ms, 0) / kept.length;
  const squares = kept.reduce((sum, ms) => sum + (ms - meanMs) ** 2, 0);
  return { meanMs, deviationMs: Math.sqrt(squares / (kept.length - 1)), count: kept.length };
}

/**
 * When a job will have ended, from now in milliseconds, if its items take as long as its earlier ones or, before there are enough, as
 * those of other jobs. Items are dealt to the slots in order, each to the one that is free first. The sum of many times tends to their
 * number times the mean; its spread grows with the root of their number, and with what the mean itself is unsure by.
 */
export function bulkEta(job: JobAhead): TimeRange {
  const { remaining, running, delayMs, took = [], restMs = 0 } = job;
  const { meanMs, deviationMs, count } =
    took.length >= ENOUGH ? momentsOfTimes(took) : momentsOfRange(job.perItem);
  const slots = Array.from({ length: Math.max(1, job.concurrency, running.length) }, (_, n) =>
    n < running.length
      ? // What is being written for longer than usual is as good as done.
        { freeMs: Math.max(0, meanMs - running[n]!), items: 1 }
      : { freeMs: 0, items: 0 },
  );
  for (let n = 0; n < remaining; n += 1) {
    const next = slots.reduce((first, slot) => (slot.freeMs < first.freeMs ? slot : first));
    next.freeMs += (next.items > 0 ? delayMs : restMs) + meanMs;
    next.items += 1;
  }
  const last = slots.reduce((latest, slot) => (slot.freeMs > latest.freeMs ? slot : latest));
  const above = P90_DEVIATIONS * deviationMs * Math.sqrt(last.items + last.items ** 2 / count);
  return { p50Ms: Math.round(last.freeMs), p90Ms: Math.round(last.freeMs + above) };
}
