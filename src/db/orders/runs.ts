import { readerOf } from '../../contract/failures';
import type { FailureType } from '../../contract/failures';
import { DEFAULT_POLICY } from '../../contract/orders';
import type { OrderKind, OrderPolicy, Phase } from '../../contract/orders';
import { PLAN_WEIGHT } from '../../contract/tenancy';
import type { Plan } from '../../contract/tenancy';
import { endsCancelled, endStatus, firstStatus, isEnded, resumeAt } from '../../domain/orders/lifecycle';
import type { StatusOf } from '../../domain/orders/lifecycle';
import { addEvent } from '../events/events';
import type { NewEvent } from '../events/events';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { KIND_RULES } from './kinds';
import { findOrder, moveOrder } from './orders';
import type { Move, Order } from './orders';

/** Which run of which order speaks. */
export interface RunKey {
  orderId: string;
  startNo: number;
}

/** What every run is told when it opens and may go on. */
export interface OpenFacts {
  round: number;
  priority: number;
  policy: OrderPolicy;
  /** The tenant's share of busy lanes. */
  weight: number;
}

/** What a run is told that may not go on: a newer one took over, the order has ended, or nobody should have started the run. */
export type ClosedRun =
  | { state: 'stale' }
  | { state: 'ended'; status: string }
  | { state: 'unknown'; reason: 'no_such_order' | 'no_such_start' | 'wrong_workflow_id' | 'not_admitted' };

/** How a run ended, from the run's point of view. */
export type Ending =
  { outcome: 'failed'; failureType: FailureType; reason?: string } | { outcome: 'cancelled'; by: 'operator' };

/** Postgres' answer: whether this ending took hold, and how the order stands now. */
export interface EndingAnswer {
  ended: boolean;
  status: string;
  phase: Phase;
}

/**
 * Opens a run in the caller's transaction: refuses a stale one and one whose order has ended, and notes that this one has opened.
 * `isFirst`: it had not opened before. The order is the caller's, locked.
 */
export async function openRun(
  tx: Queryable,
  run: RunKey,
  order: Order | undefined,
): Promise<ClosedRun | { state: 'open'; isFirst: boolean; facts: OpenFacts }> {
  if (!order) return { state: 'unknown', reason: 'no_such_order' };
  if (run.startNo > order.startNo) return { state: 'unknown', reason: 'no_such_start' };
  if (run.startNo < order.startNo) return { state: 'stale' };
  if (isEnded(order.kind, order.status)) return { state: 'ended', status: order.status };
  const tenant = await tx.query<{ plan: Plan; weight: number | null }>(
    'select plan, fairness_weight as weight from tenants where id = $1',
    [order.tenantId],
  );
  const { plan, weight } = tenant.rows[0]!;
  const opened = await tx.query(
    `insert into order_runs (order_id, start_no, opened_at) values ($1, $2, clock_timestamp())
     on conflict (order_id, start_no) do update set opened_at = excluded.opened_at
       where order_runs.opened_at is null`,
    [order.id, run.startNo],
  );
  return {
    state: 'open',
    isFirst: opened.rowCount === 1,
    facts: {
      round: order.round,
      priority: order.priority,
      // An order that was accepted before a setting existed gets its default.
      policy: { ...DEFAULT_POLICY, ...order.policy },
      weight: weight ?? PLAN_WEIGHT[plan],
    },
  };
}

/** After an order's end, in its transaction: whatever its kind does then. */
export async function afterEnd(tx: Queryable, orderId: string): Promise<void> {
  const order = await findOrder(tx, { orderId });
  if (order) await KIND_RULES[order.kind].afterEnd(tx, order);
}

/** Ends an order where its lifecycle allows it, with the timeline's entry and what its kind does then. Answers whether this call ended it. */
export async function endOrder<K extends OrderKind>(
  tx: Queryable,
  move: Move<K>,
  event: Pick<NewEvent, 'type' | 'data'>,
): Promise<boolean> {
  const { orderId } = move;
  if (!(await moveOrder(tx, move))) return false;
  await addEvent(tx, { orderId, ...event });
  await afterEnd(tx, orderId);
  return true;
}

/** Puts an order whose run has just opened for the first time where its finished steps say. Answers its status. */
export async function resumeOrder<K extends OrderKind>(
  tx: Queryable,
  order: Order<K>,
  done: readonly string[],
): Promise<StatusOf<K>> {
  const { kind, id: orderId, startNo } = order;
  const { status: to, phase } = resumeAt(kind, new Set(done));
  // One whose start was delivered is queued already.
  if (order.status !== to || order.phase !== phase)
    await moveOrder(tx, { kind, orderId, startNo, from: [firstStatus(kind)], to, phase });
  await addEvent(tx, { orderId, type: 'run.opened', data: { startNo } });
  return to;
}

/** An order that is gone counts as cancelled. */
const GONE = { status: 'gone', phase: 'cancelled' } as const;

/** How an order stands after a run's attempt to move it. */
async function stateNow(tx: Queryable, run: RunKey): Promise<{ status: string; phase: Phase }> {
  const order = await findOrder(tx, { orderId: run.orderId });
  return order ? { status: order.status, phase: order.phase } : GONE;
}

/** How an order of a kind ends where its run was cancelled although nobody can cancel such an order: as one whose run was lost. */
const CANCELLED_RUN: Ending = { outcome: 'failed', failureType: 'Run.Lost', reason: 'cancelled' };

/** Writes an ending. An order that has moved on (published, cancelled by a person) keeps what it has. */
export async function endRun(db: Queryable, run: RunKey & { ending: Ending }): Promise<EndingAnswer> {
  return atomically(db, async (tx) => {
    const order = await findOrder(tx, { orderId: run.orderId, lock: true });
    if (!order) return { ended: false, ...GONE };
    const { kind } = order;
    if ((await KIND_RULES[kind].failsWithRun?.(tx, order)) === false)
      return { ended: false, ...(await stateNow(tx, run)) };
    const ending = run.ending.outcome === 'failed' || endsCancelled(kind) ? run.ending : CANCELLED_RUN;
    const failed = ending.outcome === 'failed';
    const ended = await endOrder(
      tx,
      {
        kind,
        orderId: run.orderId,
        startNo: run.startNo,
        to: endStatus(kind, ending.outcome),
        error: failed
          ? { type: ending.failureType, sentence: readerOf(ending.failureType, ending.reason) }
          : null,
      },
      {
        type: failed ? 'order.failed' : 'order.cancelled',
        data: failed
          ? { failureType: ending.failureType, ...(ending.reason ? { reason: ending.reason } : {}) }
          : { by: ending.by },
      },
    );
    return { ended, ...(await stateNow(tx, run)) };
  });
}

/** All work of an order is done. Answers its status then; an order that has moved on keeps what it has. Repeating it changes nothing. */
export async function finishRun(
  db: Queryable,
  run: RunKey & { data?: Record<string, unknown> },
): Promise<{ status: string; phase: Phase }> {
  return atomically(db, async (tx) => {
    const order = await findOrder(tx, { orderId: run.orderId, lock: true });
    if (!order) return GONE;
    const { kind } = order;
    const done = endStatus(kind, 'done');
    await endOrder(
      tx,
      { kind, orderId: run.orderId, startNo: run.startNo, to: done },
      { type: 'order.done', ...(run.data ? { data: run.data } : {}) },
    );
    return stateNow(tx, run);
  });
}
