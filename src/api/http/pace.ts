/** Times are in milliseconds; `now` never goes back. */
export interface PaceOptions {
  perSecond: number;
  /** What a source may send at once after a pause, before any of it waits. */
  burst: number;
  /** What would have to wait longer than this is refused. */
  patienceMs: number;
  now: () => number;
}

/** Sources remembered before those that have paused are forgotten. */
const MOST_REMEMBERED = 10_000;

/**
 * How long the requests of each source have to wait so that no more than `perSecond` of them pass, over all time but for the burst. What
 * waits has its own place in time, so nothing has to be done to let it pass.
 */
export class Pace {
  /** When everything that a source has sent would have passed without a burst. */
  private readonly until = new Map<string, number>();
  private readonly everyMs: number;

  constructor(private readonly options: PaceOptions) {
    this.everyMs = 1_000 / options.perSecond;
  }

  /** Gives a request its place: the time that it has to wait. It has none, and is refused, where that is longer than the patience. */
  take(source: string): { waitMs: number } | { refusedForMs: number } {
    const { burst, patienceMs, now } = this.options;
    const at = now();
    const until = Math.max(at, this.until.get(source) ?? at) + this.everyMs;
    const waitMs = Math.max(0, until - at - burst * this.everyMs);
    if (waitMs > patienceMs) return { refusedForMs: waitMs - patienceMs };
    if (this.until.size >= MOST_REMEMBERED && !this.until.has(source)) this.forgetPaused(at);
    this.until.set(source, until);
    return { waitMs };
  }

  /** How many sources are remembered. */
  get size(): number {
    return this.until.size;
  }

  /** Takes back the place of a request that has gone before it passed. */
  giveBack(source: string): void {
    const until = this.until.get(source);
    if (until !== undefined) this.until.set(source, until - this.everyMs);
  }

  private forgetPaused(at: number): void {
    for (const [source, until] of this.until) if (until <= at) this.until.delete(source);
  }
}
