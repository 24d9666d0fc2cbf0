import { addEvent } from '../events/events';
import { findOrder } from '../orders/orders';
import { openRun } from '../orders/runs';
import type { ClosedRun, OpenFacts, RunKey } from '../orders/runs';
import { atomically } from '../pool';
import type { Queryable } from '../pool';

/** What the run of an order is told that was bought. */
export type OpenedPurchase =
  | ClosedRun
  /** It is paid for, and nothing can be done yet. */
  | (OpenFacts & { state: 'waiting' });

/** Tells a run what to do. A run that somebody started of an order that is not paid for may do nothing. */
export async function openPurchase(db: Queryable, run: RunKey): Promise<OpenedPurchase> {
  return atomically(db, async (tx) => {
    const order = await findOrder(tx, { orderId: run.orderId, lock: true });
    const paid = await tx.query('select 1 from purchases where id = $1 and paid_at is not null', [
      run.orderId,
    ]);
    if (order && paid.rowCount !== 1) return { state: 'unknown', reason: 'not_admitted' };
    const opened = await openRun(tx, run, order);
    if (opened.state !== 'open') return opened;
    if (opened.isFirst)
      await addEvent(tx, { orderId: run.orderId, type: 'run.opened', data: { startNo: run.startNo } });
    return { state: 'waiting', ...opened.facts };
  });
}
