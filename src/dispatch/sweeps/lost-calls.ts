import type { Pool } from 'pg';
import { settleLostCalls } from '../../db/spending/lost-calls';
import type { Logger } from '../../telemetry/logger';
import type { Sweep } from './sweep';

/**
 * Interval of the sweep, in milliseconds, and the time after which a request can no longer be under way: an activity of
 * a provider's lane may run for 20 minutes, and a worker that lost it may take a little longer to notice.
 */
const EVERY_MS = 60_000;
const AFTER_MS = 25 * 60_000;

/** Settles the requests of killed workers, so that their reservations do not count against the caps for ever. */
export function lostCallsSweep(options: {
  pool: Pool;
  log: Logger;
  pace?: { everyMs: number; afterMs: number } | undefined;
}): Sweep {
  const { pool, log, pace = { everyMs: EVERY_MS, afterMs: AFTER_MS } } = options;
  return {
    name: 'settle the requests of killed workers',
    everyMs: pace.everyMs,
    async run() {
      const { settled, failed } = await settleLostCalls(pool, { afterMs: pace.afterMs });
      if (settled > 0) log.warn('settled requests whose end was never recorded', { requests: settled });
      if (failed > 0) throw new Error('some requests could not be settled');
    },
  };
}
