import type { Pool } from 'pg';
import { raiseWaiting } from '../../db/orders/priority-aging';
import type { Logger } from '../../telemetry/logger';
import type { Sweep } from './sweep';

/** Interval of priority aging, in milliseconds, and the waiting time after which an order moves up one level. */
const EVERY_MS = 30_000;
const AFTER_MS = 10 * 60_000;

/** Raises the priority of orders that have waited long, since Temporal's levels do not age. */
export function priorityAgingSweep(options: {
  pool: Pool;
  log: Logger;
  pace?: { everyMs: number; afterMs: number } | undefined;
}): Sweep {
  const { pool, log, pace = { everyMs: EVERY_MS, afterMs: AFTER_MS } } = options;
  return {
    name: 'raise the priority of waiting orders',
    everyMs: pace.everyMs,
    async run() {
      const raised = await raiseWaiting(pool, { afterMs: pace.afterMs });
      if (raised.length > 0)
        log.info('raised the priority of orders that waited long', { orders: raised.length });
    },
  };
}
