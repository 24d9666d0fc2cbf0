import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../telemetry/logger';

/** Pause between attempts while the database is away or not yet set up, in milliseconds. */
const RETRY_MS = 2_000;

/** Does something in the database that a process does at its start, however long the database is away. `what` is for the log. */
export async function whenReachable(options: {
  what: string;
  work: () => Promise<void>;
  log: Logger;
  stopped: AbortSignal;
}): Promise<void> {
  const { what, work, log, stopped } = options;
  for (let tries = 1; !stopped.aborted; tries += 1) {
    try {
      return await work();
    } catch {
      if (tries === 1) log.warn('the database cannot be asked yet; trying again', { what });
      await pause(RETRY_MS, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
}
