import { addEvent } from '../events/events';
import { askAdmins } from './ask-admins';
import { assertCurrentRun, beginStage } from '../orders/stages';
import { openRun } from '../orders/runs';
import type { ClosedRun, OpenFacts, RunKey } from '../orders/runs';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { findPurchased } from './purchases';
import type { PurchasedOrder } from './purchases';
import { READY_AT } from './sql';

/** What an order that was bought needs next: a text, its buyer, an administrator, to go live, or to be delivered. */
export const NEXT_STEPS = ['write', 'review', 'approval', 'publish', 'delivery'] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** What the run of an order is told that was bought. */
export type OpenedPurchase =
  | ClosedRun
  /** It is paid for, and nothing can be done yet. Answered before texts were written; runs from then replay with it. */
  | (OpenFacts & { state: 'waiting' })
  /** All of its work is done. */
  | { state: 'done'; status: string }
  | (OpenFacts & {
      state: 'open';
      next: NextStep;
      isAdminOrder: boolean;
      /** When the wait for a person began, in milliseconds since 1970; 0 where nobody is waited for. */
      waitingSince: number;
      /** For how long they have been waited for by Postgres' clock, in milliseconds. */
      waitedMs: number;
      /** Whether they have been reminded in this round. */
      isReminded: boolean;
    });

/** What an order of this status needs next. */
function nextOf(order: PurchasedOrder): NextStep {
  if (order.status === 'QUALITY_CHECK') return 'review';
  if (order.status !== 'ADMIN_REVIEW') return 'write';
  if (order.approvedAt === null) return 'approval';
  return order.publishedVersionId === null ? 'publish' : 'delivery';
}

const WAITED = `select coalesce((extract(epoch from w.since) * 1000)::float8, 0) as "waitingSince",
    greatest(0, coalesce((extract(epoch from clock_timestamp() - w.since) * 1000)::float8, 0)) as "waitedMs",
    exists (select 1 from order_events e where e.order_id = o.id and e.type = 'review.reminder' and e.round = o.round) as "isReminded"
  from orders o join purchases p on p.id = o.id
  cross join lateral (select case when o.status = 'QUALITY_CHECK' then ${READY_AT}
    when o.status = 'ADMIN_REVIEW' then greatest(p.submitted_at, ${READY_AT}) end as since) w
  where o.id = $1`;

interface Waited {
  waitingSince: number;
  waitedMs: number;
  isReminded: boolean;
}

/**
 * Tells a run what to do next. A run that somebody started of an order that is neither paid for nor an administrator's may do nothing. A text
 * that waits for the administrators is told to them here at the latest.
 */
export async function openPurchase(db: Queryable, run: RunKey): Promise<OpenedPurchase> {
  return atomically(db, async (tx) => {
    const { orderId, startNo } = run;
    const order = await findPurchased(tx, { orderId, lock: true });
    if (order && !order.paidAt && order.source !== 'admin')
      return { state: 'unknown', reason: 'not_admitted' };
    if (order?.startNo === startNo && order.phase === 'done') return { state: 'done', status: order.status };
    const opened = await openRun(tx, run, order);
    if (opened.state !== 'open' || !order) return opened as ClosedRun;
    if (opened.isFirst) await addEvent(tx, { orderId, type: 'run.opened', data: { startNo } });
    const next = nextOf(order);
    if (next === 'approval') await askAdmins(tx, order);
    const waited = await tx.query<Waited>(WAITED, [orderId]);
    const isAdminOrder = order.source === 'admin';
    return { state: 'open', ...opened.facts, next, isAdminOrder, ...waited.rows[0]! };
  });
}

/** The order of a run that may still touch it; throws `Order.Ended` or `Run.Stale` otherwise. */
export async function currentPurchase(db: Queryable, run: RunKey): Promise<PurchasedOrder> {
  return assertCurrentRun(run, await findPurchased(db, { orderId: run.orderId }));
}

/** The writing of an order begins (again), or goes on. Throws `Order.Ended` or `Run.Stale` where the run may not go on. */
export async function beginWriting(
  db: Queryable,
  { order, startNo, round }: { order: PurchasedOrder; startNo: number; round: number },
): Promise<void> {
  const { kind, id: orderId } = order;
  await beginStage(db, { kind, orderId, startNo, round, stage: 'writing', from: ['PROCESSING'] });
}
