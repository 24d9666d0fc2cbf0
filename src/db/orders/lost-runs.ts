import { FAILURES } from '../../contract/failures';
import type { OrderKind } from '../../contract/orders';
import { addEvent } from '../events/events';
import { endItem } from '../items/runs';
import { moveOrder } from './orders';
import { atomically } from '../pool';
import type { Queryable } from '../pool';

/**
 * Ends an order whose current run was terminated or timed out from outside: nothing works on it any more, and a person may
 * start it again. Also from `PUBLISHING`, where the retry finds the draft and the post on record. Answers whether it did.
 */
export async function endLostRun(
  db: Queryable,
  run: { kind: OrderKind; orderId: string; runId: string },
): Promise<boolean> {
  return atomically(db, async (tx) => {
    const known = await tx.query<{ startNo: number }>(
      'select start_no as "startNo" from order_runs where order_id = $1 and run_id = $2',
      [run.orderId, run.runId],
    );
    const startNo = known.rows[0]?.startNo;
    if (startNo === undefined) return false;
    if (run.kind === 'item') {
      const key = { orderId: run.orderId, startNo };
      return (await endItem(tx, key, { outcome: 'failed', failureType: 'Run.Lost' })).ended;
    }
    const ended = await moveOrder(tx, {
      orderId: run.orderId,
      startNo,
      to: 'FAILED',
      phase: 'failed',
      error: { type: 'Run.Lost', sentence: FAILURES['Run.Lost'].reader },
    });
    if (ended)
      await addEvent(tx, { orderId: run.orderId, type: 'order.failed', data: { failureType: 'Run.Lost' } });
    return ended;
  });
}
