import type { Pool } from 'pg';
import { orderOfWorkflowId } from '../../contract/ids';
import { endLostRun } from '../../db/orders/runs';
import type { Logger } from '../../telemetry/logger';
import type { Dispatcher } from '../temporal';
import type { Sweep } from './sweep';

/**
 * Interval between checks for lost runs, in milliseconds, and how far each check looks back. The first check of a
 * process looks back further, because none may have been made for days.
 */
const EVERY_MS = 15_000;
const LOOK_BACK_MS = 10 * 60_000;
const FIRST_LOOK_BACK_MS = 7 * 24 * 60 * 60_000;

/** Ends the orders whose runs were terminated or timed out without being able to tell. */
export function lostRunsSweep(options: {
  pool: Pool;
  dispatcher: Pick<Dispatcher, 'lostRuns'>;
  log: Logger;
  everyMs?: number | undefined;
}): Sweep {
  const { pool, dispatcher, log } = options;
  let since = Date.now() - FIRST_LOOK_BACK_MS;
  return {
    name: 'check for lost runs',
    everyMs: options.everyMs ?? EVERY_MS,
    async run() {
      const begun = Date.now();
      for (const run of await dispatcher.lostRuns(new Date(since))) {
        const order = orderOfWorkflowId(run.workflowId);
        if (order && (await endLostRun(pool, { orderId: order.orderId, runId: run.runId })))
          log.error('a run ended without telling; its order failed', { orderId: order.orderId });
      }
      // Only a successful check moves on. Temporal's lists lag slightly, so consecutive checks overlap.
      since = begun - LOOK_BACK_MS;
    },
  };
}
