import { GalleyError } from '../../contract/failures';
import type { OrderKind, Phase } from '../../contract/orders';
import { isEnded, phaseOf, statusAfterStep, statusOfStep } from '../../domain/orders/lifecycle';
import type { StatusOf, StepOf } from '../../domain/orders/lifecycle';
import { addEvent } from '../events/events';
import type { Queryable } from '../pool';
import { findOrder, MOVE_SET, MOVE_WHERE, moveValues } from './orders';
import type { StoredOrder } from './orders';
import { afterEnd } from './runs';
import type { RunKey } from './runs';
import { NO_STOP_SINCE_MOVE, WORKED_MS } from './work-time';

/** A stage of one kind, in one round of one run. */
export interface StageKey<K extends OrderKind> extends RunKey {
  kind: K;
  stage: StepOf<K>;
  round: number;
}

/** Why a run may not go on with its order: it ended, or a newer run has taken over. */
export function refusalFor(order: StoredOrder | undefined, run: RunKey): GalleyError {
  const stale = order !== undefined && order.startNo !== run.startNo;
  const ended = !order || isEnded(order.kind, order.status);
  return new GalleyError({
    type: stale ? 'Run.Stale' : 'Order.Ended',
    reason: stale ? 'newer_start' : ended ? 'ended' : 'moved_on',
    detail: `status ${order?.status ?? 'none'}, start ${order?.startNo ?? 'none'}, run ${run.startNo}`,
  });
}

/** Answers the order of a run that may still touch it; throws `Order.Ended` or `Run.Stale` otherwise. */
export function assertCurrentRun<O extends StoredOrder>(run: RunKey, order: O | undefined): O {
  if (!order || order.startNo !== run.startNo || isEnded(order.kind, order.status))
    throw refusalFor(order, run);
  return order;
}

/**
 * Whether an order `o` is being worked on with nothing to be noted if the same stage begins again: it runs, was neither on hold nor
 * raised, and no lane has stood still since it last moved.
 */
export const IS_UNDER_WAY = `o.phase = 'running' and o.work_since is not null and o.held_since is null and o.error_type is null
  and (o.raised_at is null or o.raised_at < o.updated_at) and ${NO_STOP_SINCE_MOVE}`;

/** Whether a stage that begins would change nothing of an order that was read with `isUnderWay`. */
export function hasBegun<K extends OrderKind>(
  order: StoredOrder<K> & { isUnderWay: boolean },
  { kind, stage, round }: StageKey<K>,
): boolean {
  return order.isUnderWay && order.status === statusOfStep(kind, stage) && order.round === round;
}

// The row is locked before it is compared: whoever had it has written the timeline by then, in the same transaction.
const BEGIN = `
  with was as (select id, status as from_status, phase as from_phase from orders where id = $1 for no key update),
  moved as (
    update orders o set ${MOVE_SET} from was where o.id = was.id and ${MOVE_WHERE}
    returning o.id, o.tenant_id, was.from_status = $4 and was.from_phase = 'running' as told),
  started as (
    insert into order_events (order_id, tenant_id, type, stage, round)
    select m.id, m.tenant_id, 'stage.started', $11, $9 from moved m
     where not m.told and not exists (
       select 1 from order_events e
        where e.order_id = $1 and e.type = 'stage.started' and e.stage = $11 and e.round = $9))
  select id from moved`;

/**
 * A stage begins (again): status and phase say so, and so does the timeline, once a round. `from`: only from these statuses, where people may
 * send orders back to it that a late repetition must not.
 * Throws `Order.Ended` or `Run.Stale` where the run may not go on.
 */
export async function beginStage<K extends OrderKind>(
  db: Queryable,
  stage: StageKey<K> & { from?: readonly StatusOf<K>[] },
): Promise<void> {
  const { kind, orderId, startNo, round, from } = stage;
  const to = statusOfStep(kind, stage.stage);
  const begun = await db.query(BEGIN, [
    ...moveValues({ kind, orderId, startNo, round, to, phase: 'running', ...(from ? { from } : {}) }),
    stage.stage,
  ]);
  if (begun.rows.length === 0) throw refusalFor(await findOrder(db, { orderId }), stage);
}

const COMPLETE = `
  with was as (
    select o.id, case when o.work_since is not null then round(${WORKED_MS}) end as worked
      from orders o where o.id = $1 for no key update of o),
  moved as (
    update orders o set ${MOVE_SET} from was where o.id = was.id and ${MOVE_WHERE}
    returning o.id, o.tenant_id, was.worked)
  insert into order_events (order_id, tenant_id, type, stage, round, data)
  select m.id, m.tenant_id, 'stage.completed', $11, $9,
         $12::jsonb || case when m.worked is null then '{}' else jsonb_build_object('workedMs', m.worked) end
    from moved m`;

/**
 * A stage is complete: the order goes on as its lifecycle says, and the timeline tells it. Where the order has moved elsewhere
 * meanwhile nothing happens here, so that what was paid for is still saved with the transaction; the run learns it at its next
 * step. The timeline says for how long it was worked on (`workedMs`). `to`: where it goes on, where that is not what mostly follows. Answers
 * whether the order went on.
 */
export async function completeStage<K extends OrderKind>(
  tx: Queryable,
  done: StageKey<K> & { data?: Record<string, unknown>; to?: StatusOf<K> },
): Promise<boolean> {
  const { kind, orderId, startNo, round } = done;
  const { status: to, phase }: { status: StatusOf<K>; phase: Phase } = done.to
    ? { status: done.to, phase: phaseOf(kind, done.to) }
    : statusAfterStep(kind, done.stage);
  const from = [statusOfStep(kind, done.stage)];
  const completed = await tx.query(COMPLETE, [
    ...moveValues({ kind, orderId, startNo, round, from, to, phase }),
    done.stage,
    JSON.stringify(done.data ?? {}),
  ]);
  if (completed.rowCount !== 1) return false;
  if (isEnded(kind, to)) {
    await addEvent(tx, { orderId, type: 'order.done' });
    await afterEnd(tx, orderId);
  }
  return true;
}
