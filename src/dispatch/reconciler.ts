import type { Pool } from 'pg';
import { workflowIdOf } from '../contract/ids';
import type { OrderKind } from '../contract/orders';
import { adoptRun, endLost, findReconciled } from '../db/orders/lost-runs';
import type { ReconciledOrder } from '../db/orders/lost-runs';
import type { Logger } from '../telemetry/logger';
import type { FoundRun } from './runs';
import type { Dispatcher } from './temporal';

/** What became of an order that was compared with its run. */
export type Reconciled = 'fine' | 'lost' | 'adopted' | 'terminated';

/** How long a run of an order that has ended or was started again may take to close by itself, in milliseconds. */
const CLOSING_MS = 5 * 60_000;

/** Compares orders with their runs, one at a time: Postgres says whether there is work, Temporal whether anybody does it. */
export interface Reconciler {
  check(order: { kind: OrderKind; orderId: string }): Promise<Reconciled>;
}

/**
 * Creates a reconciler. An order that is open although its run is over, however it ended, or missing, is lost and may be started again. A
 * run that an operator has reset goes on as the order's own. A run of an earlier start, or of an order that has ended, is terminated.
 */
export function createReconciler(options: {
  pool: Pool;
  dispatcher: Pick<Dispatcher, 'runs'>;
  log: Logger;
  /** How long a superfluous run may take to close by itself, in milliseconds. */
  closingMs?: number | undefined;
}): Reconciler {
  const { pool, dispatcher, log, closingMs = CLOSING_MS } = options;

  async function judgeRunning(
    order: ReconciledOrder,
    workflowId: string,
    run: Extract<FoundRun, { state: 'running' }>,
  ): Promise<Reconciled> {
    const { orderId, startNo } = order;
    const { runId } = run;
    const isCurrent = runId === order.runId || (await run.startNo()) === startNo;
    if (isCurrent && !order.isEnded) {
      if (runId === order.runId || !order.isStarted) return 'fine';
      return (await adoptRun(pool, { orderId, startNo, runId })) ? 'adopted' : 'fine';
    }
    if (order.unchangedMs < closingMs) return 'fine';
    const reason = isCurrent ? 'The order has ended.' : 'The order is in another start.';
    await dispatcher.runs.terminate({ workflowId, runId, reason });
    log.warn('terminated a run that its order has no use for', { orderId });
    return 'terminated';
  }

  return {
    async check({ kind, orderId }) {
      const run = await dispatcher.runs.find(workflowIdOf({ kind, orderId }));
      const order = await findReconciled(pool, { orderId });
      if (!order) return 'fine';
      if (run.state === 'running') return judgeRunning(order, workflowIdOf({ kind, orderId }), run);
      if (order.isEnded || !order.isStarted) return 'fine';
      if (!(await endLost(pool, { orderId, startNo: order.startNo }))) return 'fine';
      log.error('nothing works on an open order any more; it failed', { orderId });
      return 'lost';
    },
  };
}
