/** A task queue of the Temporal server in simulated time: turns between stores, and a rate limit. Times are in seconds. */
export interface TaskQueueModel<T> {
  add(task: T, store: number, weight?: number): void;
  /** The next task if the limit lets one through now. */
  take(now: number): T | undefined;
  setRate(rate: number, now: number): void;
  rate(): number;
  backlog(): number;
}

/** Seconds' worth of tasks that the server lets through at once after a pause. */
const BURST = 1;

/** Creates a queue without a limit set, which lets nothing through. */
export function createTaskQueueModel<T>(): TaskQueueModel<T> {
  const tasks: Array<{ task: T; pass: number }> = [];
  const lastPass = new Map<number, number>();
  let dispatchedPass = 0;
  let perSecond = 0;
  let readyAt = 0;
  return {
    add(task, store, weight = 1) {
      const pass = Math.max(dispatchedPass, (lastPass.get(store) ?? 0) + 1 / weight);
      lastPass.set(store, pass);
      const behind = tasks.findIndex((other) => other.pass > pass);
      tasks.splice(behind === -1 ? tasks.length : behind, 0, { task, pass });
    },
    take(now) {
      const [next] = tasks;
      if (!next || perSecond <= 0 || readyAt > now) return undefined;
      readyAt = Math.max(readyAt, now - BURST) + 1 / perSecond;
      tasks.shift();
      dispatchedPass = Math.max(dispatchedPass, next.pass);
      return next.task;
    },
    setRate(rate, now) {
      perSecond = rate;
      // What a low limit put off for long is brought forward by a higher one, but not to now.
      if (rate > 0) readyAt = Math.min(readyAt, now + BURST + 1 / rate);
    },
    rate: () => perSecond,
    backlog: () => tasks.length,
  };
}
