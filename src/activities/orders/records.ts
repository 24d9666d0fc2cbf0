import { Context } from '@temporalio/activity';
import type { OpenedRun } from '../../db/orders/open';
import type { ActionResult } from '../../db/orders/actions';
import type { Ending, EndingAnswer, RunKey } from '../../db/orders/runs';
import { workflowIdOf } from '../../contract/ids';
import type { SignalledAction, TakenAction } from '../../contract/messages';
import type { Order } from '../../db/orders/orders';
import type { ActivityDeps } from '../deps';
import { BY_SIGNAL, createSignalledActions, MANUAL_ACTIONS } from './signalled-actions';

export type { OpenedPlainRun } from '../../db/orders/open';
export type { OpenedPurchase } from '../../db/purchases/runs';

/** An action that an operator signalled by hand, with an identifier that the run has given it. */
export interface ManualAct extends RunKey {
  actId: string;
  kind: keyof typeof MANUAL_ACTIONS;
  /** As it was typed. */
  act: object;
}

/** Whether a manual action takes effect. */
export interface ActRecorded {
  accepted: boolean;
}

function accepted(result: ActionResult): ActRecorded {
  return { accepted: result.outcome === 'done' || result.outcome === 'same' };
}

/** Whether the workflow that asks is the one that runs the order, and not one that somebody started beside it. */
function isRunOf(order: Pick<Order, 'id' | 'kind'>): boolean {
  const workflowId = Context.current().info.workflowExecution?.workflowId;
  return workflowId === workflowIdOf({ kind: order.kind, orderId: order.id });
}

/** Activities of lane `records` for orders of every kind: Postgres only. */
export function createOrderRecordsActivities(deps: Pick<ActivityDeps, 'db' | 'log'>) {
  const { db, log } = deps;
  const takeAction = createSignalledActions(deps);
  return {
    /** Opens a run and hands over what is saved of its order; tells a stale run to end. */
    async openRun(run: RunKey): Promise<OpenedRun> {
      const { workflowExecution } = Context.current().info;
      return db.openers.openOrder({ ...run, workflowId: workflowExecution?.workflowId });
    },
    /** Ends an order whose work is all done, unless it has moved on. */
    async finishRun(run: RunKey): ReturnType<typeof db.orderRuns.finishRun> {
      return db.orderRuns.finishRun({ orderId: run.orderId, startNo: run.startNo });
    },
    /** Writes how a run ended, unless its order has moved on. */
    async endRun(input: RunKey & { ending: Ending }): Promise<EndingAnswer> {
      const order = await db.orders.findOrder({ orderId: input.orderId });
      if (order && !isRunOf(order)) return { ended: false, status: order.status, phase: order.phase };
      return db.orderRuns.endRun(input);
    },
    /**
     * Takes actions as signals brought them, in their order. One that is on record is answered with its facts; any other counts as an
     * operator's and is validated, recorded and audited first. Null for what was ignored.
     */
    async takeActions(
      input: RunKey & { actions: SignalledAction[] },
    ): Promise<{ taken: Array<TakenAction | null> }> {
      const { orderId, startNo, actions } = input;
      const taken: Array<TakenAction | null> = [];
      const order = await db.orders.findOrder({ orderId });
      if (!order || !isRunOf(order)) return { taken };
      for (const action of actions)
        taken.push(await takeAction({ orderId, startNo, kind: order.kind }, action));
      return { taken };
    },
    /** Validates, records and audits an action that came as a bare signal, for runs from before `takeActions`. */
    async recordAct(input: ManualAct): Promise<ActRecorded> {
      const { orderId, startNo, actId, kind, act } = input;
      const perform = MANUAL_ACTIONS[kind](act as Record<string, unknown>);
      if (!perform) {
        log.warn('a signal by hand made no sense', { orderId, kind });
        return { accepted: false };
      }
      return accepted(await perform(db, { orderId, startNo, actId, actor: BY_SIGNAL, signal: false }));
    },
  };
}

export type OrderRecordsActivities = ReturnType<typeof createOrderRecordsActivities>;
