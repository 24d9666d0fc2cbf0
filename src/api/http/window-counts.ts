/** How often something may happen within a while. Times are in milliseconds. */
export interface WindowOptions {
  most: number;
  withinMs: number;
  /** Names that are counted at once; with more of them the oldest are forgotten. */
  mostNames: number;
  /** A clock that does not go back. */
  now: () => number;
}

/** Counts by name, within this process. The time of a name begins with the first that is counted. */
export class WindowCounts {
  private readonly windows = new Map<string, { since: number; many: number }>();

  constructor(private readonly options: WindowOptions) {}

  /** Counts one more. Answers 0, or after how long one will be counted where there are too many already. */
  take(name: string): number {
    const { most, withinMs, now } = this.options;
    const window = this.windows.get(name);
    const leftMs = window ? window.since + withinMs - now() : 0;
    if (!window || leftMs <= 0) this.begin(name);
    else if (window.many < most) window.many += 1;
    else return leftMs;
    return 0;
  }

  /** Takes back one that was counted. */
  giveBack(name: string): void {
    const window = this.windows.get(name);
    if (!window) return;
    window.many -= 1;
    if (window.many <= 0) this.windows.delete(name);
  }

  private begin(name: string): void {
    // At the end of the order in which names are forgotten.
    this.windows.delete(name);
    this.windows.set(name, { since: this.options.now(), many: 1 });
    const [oldest] = this.windows.keys();
    if (this.windows.size > this.options.mostNames) this.windows.delete(oldest!);
  }
}
