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
  perItem: TimeRange;
}

/** Deviations from the middle that nine in ten stay under. */
const P90_DEVIATIONS = 1.2816;

/** Mean and deviation of times that are spread as those of most work are (log-normally), in milliseconds. */
function momentsOf({ p50Ms, p90Ms }: TimeRange): { meanMs: number; deviationMs: number } {
  const middle = Math.max(1, p50Ms);
  const sigma = Math.log(Math.max(1, p90Ms / middle)) / P90_DEVIATIONS;
  const meanMs = middle * Math.exp(sigma ** 2 / 2);
  return { meanMs, deviationMs: meanMs * Math.sqrt(Math.exp(sigma ** 2) - 1) };
}

/**
 * When a job will have ended if its items take as long as others did, from now in milliseconds. Items are dealt to the slots in order,
 * each to the one that is free first. The sum of many times tends to their mean, and its spread grows with the root of their number.
 */
export function bulkEta({ remaining, running, delayMs, perItem, ...job }: JobAhead): TimeRange {
  const { meanMs, deviationMs } = momentsOf(perItem);
  const count = Math.max(1, job.concurrency, running.length);
  // What is being written for longer than usual is as good as done.
  const slots = Array.from({ length: count }, (_, n) => ({
    freeMs: n < running.length ? Math.max(0, meanMs - running[n]!) : 0,
    items: n < running.length ? 1 : 0,
  }));
  for (let n = 0; n < remaining; n += 1) {
    const next = slots.reduce((first, slot) => (slot.freeMs < first.freeMs ? slot : first));
    next.freeMs += (next.items > 0 ? delayMs : 0) + meanMs;
    next.items += 1;
  }
  const last = slots.reduce((latest, slot) => (slot.freeMs > latest.freeMs ? slot : latest));
  const above = P90_DEVIATIONS * deviationMs * Math.sqrt(last.items);
  return { p50Ms: Math.round(last.freeMs), p90Ms: Math.round(last.freeMs + above) };
}
