/** Work that is repeated with a pause in between, never concurrently. It rejects where it could not be done this time. */
export interface Sweep {
  /** What could not be done, for the log. */
  name: string;
  everyMs: number;
  run: () => Promise<void>;
}

/**
 * How long after the start a sweep is done for the first time, in milliseconds, unless it is repeated more often. A process that never
 * lives as long as its rarest sweep would otherwise leave it to nobody.
 */
const FIRST_AFTER_MS = 5_000;

/**
 * Repeats sweeps until stopped. `track` is handed each run; `onFailure` is told when a sweep begins to fail. A sweep that fails is
 * tried again like any other.
 */
export function startSweeps(
  sweeps: readonly Sweep[],
  on: { track: (work: Promise<void>) => void; onFailure: (name: string) => void },
): () => void {
  const timers = new Map<Sweep, NodeJS.Timeout>();
  const failing = new Set<Sweep>();
  let stopped = false;
  function schedule(sweep: Sweep, afterMs: number): void {
    if (stopped) return;
    const work = (): Promise<void> =>
      sweep
        .run()
        .then(
          () => void failing.delete(sweep),
          () => {
            if (!failing.has(sweep)) on.onFailure(sweep.name);
            failing.add(sweep);
          },
        )
        .finally(() => schedule(sweep, sweep.everyMs));
    timers.set(
      sweep,
      setTimeout(() => on.track(work()), afterMs),
    );
  }
  for (const sweep of sweeps) schedule(sweep, Math.min(sweep.everyMs, FIRST_AFTER_MS));
  return () => {
    stopped = true;
    timers.forEach((timer) => clearTimeout(timer));
  };
}
