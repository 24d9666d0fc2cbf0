import type { Pool } from 'pg';
import type { OrderKind } from '../../contract/orders';
import { oddRuns, quietOrders } from '../../db/orders/lost-runs';
import { eachAlone } from '../../db/pool';
import type { Reconciler } from '../reconciler';
import type { Dispatcher } from '../temporal';
import { inTurn } from './in-turn';
import type { Sweep } from './sweep';

/** How often all orders are compared with all runs, and how long an order must have been unchanged for that; in milliseconds. */
export interface ReconcilePace {
  everyMs: number;
  quietMs: number;
  /** How long a superfluous run may take to close by itself. */
  closingMs?: number;
}

const PACE: ReconcilePace = { everyMs: 60_000, quietMs: 60_000 };

/** Looks whether it is this process's turn, within one interval. */
const LOOKS = 4;

/** Orders that are checked at the same time. */
const CHECKS = 8;

/**
 * Compares the orders that should have a run with the runs there are, in one process at a time. The lists only tell what to look at: each
 * order that stands out is judged by its own run.
 */
export function reconcileSweep(options: {
  pool: Pool;
  dispatcher: Pick<Dispatcher, 'runs'>;
  reconciler: Reconciler;
  pace?: ReconcilePace | undefined;
}): Sweep {
  const { pool, dispatcher, reconciler, pace = PACE } = options;
  return inTurn(
    pool,
    { name: 'compare orders with runs', everyMs: pace.everyMs, lookEveryMs: pace.everyMs / LOOKS },
    async () => {
      const quiet = new Map((await quietOrders(pool, pace)).map((order) => [order.orderId, order]));
      const odd: Array<{ kind: OrderKind; orderId: string }> = [];
      for await (const page of dispatcher.runs.running()) {
        odd.push(...(await oddRuns(pool, page)));
        for (const { orderId } of page) quiet.delete(orderId);
      }
      const checks = [...quiet.values(), ...odd].map((order) => () => reconciler.check(order));
      await eachAlone(checks, { atOnce: CHECKS });
    },
  );
}
