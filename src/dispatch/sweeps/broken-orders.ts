import type { Pool } from 'pg';
import { takeTurn } from '../../db/outbox/turns';
import { refundBroken } from '../../db/purchases/broken';
import { readPurchaseLimits } from '../../db/purchases/limits';
import type { Logger } from '../../telemetry/logger';
import type { Sweep } from './sweep';

/** How often is looked, in milliseconds. */
const EVERY_MS = 60_000;

/** Has the money go back of orders that could not be done and that nobody retried in time. */
export function brokenOrdersSweep(options: {
  pool: Pool;
  log: Logger;
  pace?: { everyMs: number } | undefined;
}): Sweep {
  const { pool, log, pace = { everyMs: EVERY_MS } } = options;
  const name = 'refund orders that could not be done';
  return {
    name,
    everyMs: pace.everyMs,
    async run() {
      if (!(await takeTurn(pool, { name, everyMs: pace.everyMs }))) return;
      const { refundGraceMs: graceMs } = await readPurchaseLimits(pool);
      const orders = await refundBroken(pool, { graceMs });
      if (orders > 0) log.warn('orders that could not be done are refunded', { orders });
    },
  };
}
