import { GalleyError } from '../../contract/failures';
import type { OrderKind } from '../../contract/orders';
import { isEnded, statusAfterStep, statusOfStep } from '../../domain/orders/lifecycle';
import type { StepOf } from '../../domain/orders/lifecycle';
import { addEvent, addEventOnce } from '../events/events';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { findOrder, moveOrder } from './orders';
import type { Order } from './orders';
import { afterEnd } from './runs';
import type { RunKey } from './runs';
import { workedMs } from './work-time';

/** A stage of one kind, in one round of one run. */
export interface StageKey<K extends OrderKind> extends RunKey {
  kind: K;
  stage: StepOf<K>;
  round: number;
}

/** Why a run may not go on with its order: it ended, or a newer run has taken over. */
export function refusalFor(order: Order | undefined, run: RunKey): GalleyError {
  const stale = order !== undefined && order.startNo !== run.startNo;
  const ended = !order || isEnded(order.kind, order.status);
  return new GalleyError({
    type: stale ? 'Run.Stale' : 'Order.Ended',
    reason: stale ? 'newer_start' : ended ? 'ended' : 'moved_on',
    detail: `status ${order?.status ?? 'none'}, start ${order?.startNo ?? 'none'}, run ${run.startNo}`,
  });
}

/** Answers the order of a run that may still touch it; throws `Order.Ended` or `Run.Stale` otherwise. */
export function assertCurrentRun<O extends Order>(run: RunKey, order: O | undefined): O {
  if (!order || order.startNo !== run.startNo || isEnded(order.kind, order.status))
    throw refusalFor(order, run);
  return order;
}

/**
 * A stage begins (again): status and phase say so, and so does the timeline, once a round.
 * Throws `Order.Ended` or `Run.Stale` where the run may not go on.
 */
export async function beginStage<K extends OrderKind>(db: Queryable, stage: StageKey<K>): Promise<void> {
  const { kind, orderId, startNo, round } = stage;
  await atomically(db, async (tx) => {
    const to = statusOfStep(kind, stage.stage);
    const moved = await moveOrder(tx, { kind, orderId, startNo, round, to, phase: 'running' });
    if (!moved) throw refusalFor(await findOrder(tx, { orderId }), stage);
    await addEventOnce(tx, { orderId, type: 'stage.started', stage: stage.stage, round });
  });
}

/**
 * A stage is complete: the order goes on as its lifecycle says, and the timeline tells it. Where the order has moved elsewhere
 * meanwhile nothing happens here, so that what was paid for is still saved with the transaction; the run learns it at its next
 * step. The timeline says for how long it was worked on (`workedMs`). Answers whether the order went on.
 */
export async function completeStage<K extends OrderKind>(
  tx: Queryable,
  done: StageKey<K> & { data?: Record<string, unknown> },
): Promise<boolean> {
  const { kind, orderId, startNo, round } = done;
  const { status: to, phase } = statusAfterStep(kind, done.stage);
  const from = [statusOfStep(kind, done.stage)];
  const worked = await workedMs(tx, orderId);
  if (!(await moveOrder(tx, { kind, orderId, startNo, round, from, to, phase }))) return false;
  await addEvent(tx, {
    orderId,
    type: 'stage.completed',
    stage: done.stage,
    round,
    data: { ...done.data, ...(worked === null ? {} : { workedMs: Math.round(worked) }) },
  });
  if (isEnded(kind, to)) {
    await addEvent(tx, { orderId, type: 'order.done' });
    await afterEnd(tx, orderId);
  }
  return true;
}
