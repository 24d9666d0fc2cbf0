/** How long one item takes, in milliseconds: half of them at most `p50Ms`, nine in ten at most `p90Ms`. */
export interface ItemTimes {
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
  /** Rest of a slot between two items. */
  delayMs: number;
  perItem: ItemTimes;
}

export function bulkEta({ remaining, running, concurrency, delayMs, perItem }: JobAhead): ItemTimes {
  const ends = (ms: number): number => {
    const slots = Array.from({ length: concurrency }, (_, n) =>
      n < running.length ? Math.max(0, ms - running[n]!) : 0,
    );
    for (let n = 0; n < remaining; n += 1) {
      slots.sort((a, b) => a - b);
      slots[0]! += (n < running.length ? delayMs : 0) + ms;
    }
    return Math.max(0, ...slots);
  };
  return { p50Ms: ends(perItem.p50Ms), p90Ms: ends(perItem.p90Ms) };
}
