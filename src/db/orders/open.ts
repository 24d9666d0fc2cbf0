import { workflowIdOf } from '../../contract/ids';
import type { OrderKind } from '../../contract/orders';
import { stepsOf } from '../../domain/orders/lifecycle';
import { openBlogRun } from '../blog/runs';
import { openJob } from '../bulk/advance';
import { openContent } from '../content/runs';
import { openItem } from '../items/runs';
import { atomically } from '../pool';
import { openPurchase } from '../purchases/runs';
import type { Queryable } from '../pool';
import { findOrder } from './orders';
import { openRun, resumeOrder } from './runs';
import type { ClosedRun, OpenFacts, RunKey } from './runs';

/** What a run is told when it opens: that it may not go on, or whatever its kind has saved. */
export type OpenedRun = ClosedRun | { state: 'open' | 'waiting' | 'done' };

/** What the run of an order is told whose kind has nothing of its own to tell it but the steps that are done. */
export type OpenedPlainRun = OpenFacts & { state: 'open'; done: string[] };

/** Opens the run of an order whose kind saves nothing but the completion of its stages. */
export async function openPlainRun(db: Queryable, run: RunKey): Promise<ClosedRun | OpenedPlainRun> {
  return atomically(db, async (tx) => {
    const order = await findOrder(tx, { orderId: run.orderId, lock: true });
    const opened = await openRun(tx, run, order);
    if (opened.state !== 'open' || !order) return opened as ClosedRun;
    const completed = await tx.query<{ stage: string }>(
      `select distinct stage from order_events where order_id = $1 and type = 'stage.completed'`,
      [order.id],
    );
    const steps: readonly string[] = stepsOf(order.kind);
    const done = completed.rows.map(({ stage }) => stage).filter((stage) => steps.includes(stage));
    if (opened.isFirst) await resumeOrder(tx, order, done);
    return { state: 'open', ...opened.facts, done };
  });
}

/** How the run of each kind opens. */
const OPEN: { readonly [K in OrderKind]: (db: Queryable, run: RunKey) => Promise<OpenedRun> } = {
  blog: openBlogRun,
  item: openItem,
  article: openPurchase,
  backlink: openPurchase,
  content: openContent,
  bulk: openJob,
};

/** Opens the run of an order of any kind, unless it is not the workflow that orders of its kind have. */
export async function openOrder(
  db: Queryable,
  run: RunKey & { workflowId?: string | undefined },
): Promise<OpenedRun> {
  const { orderId, startNo, workflowId } = run;
  const order = await findOrder(db, { orderId });
  if (!order) return { state: 'unknown', reason: 'no_such_order' };
  // A second run under another id would do and pay everything again.
  if (workflowId !== undefined && workflowId !== workflowIdOf({ kind: order.kind, orderId: order.id }))
    return { state: 'unknown', reason: 'wrong_workflow_id' };
  return OPEN[order.kind](db, { orderId, startNo });
}
