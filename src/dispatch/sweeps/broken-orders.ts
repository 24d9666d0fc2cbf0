import type { Pool } from 'pg';
import { refundBroken } from '../../db/purchases/broken';
import { readPurchaseLimits } from '../../db/purchases/limits';
import type { Logger } from '../../telemetry/logger';
import { inTurn } from './in-turn';
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
  return inTurn(pool, { name: 'refund orders that could not be done', everyMs: pace.everyMs }, async () => {
    const { refundGraceMs: graceMs } = await readPurchaseLimits(pool);
    const orders = await refundBroken(pool, { graceMs });
    if (orders > 0) log.warn('orders that could not be done are refunded', { orders });
  });
}
