import type { OpenedRun } from '../../db/orders/open';
import type { ActionResult } from '../../db/orders/actions';
import type { Ending, EndingAnswer, RunKey } from '../../db/orders/runs';
import { BLOG_MANUAL_ACTIONS } from '../blog/manual-actions';
import type { ActivityDeps } from '../deps';
import { SHARED_MANUAL_ACTIONS } from './manual-actions';

export type { OpenedPlainRun } from '../../db/orders/open';

/** What operators can signal by hand, of all kinds. Kinds share the names they mean the same by. */
const MANUAL_ACTIONS = { ...SHARED_MANUAL_ACTIONS, ...BLOG_MANUAL_ACTIONS };

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

/** Activities of lane `records` for orders of every kind: Postgres only. */
export function createOrderRecordsActivities(deps: Pick<ActivityDeps, 'db' | 'log'>) {
  const { db, log } = deps;
  return {
    /** Opens a run and hands over what is saved of its order; tells a stale run to end. */
    async openRun(run: RunKey): Promise<OpenedRun> {
      return db.openers.openOrder(run);
    },
    /** Ends an order whose work is all done, unless it has moved on. */
    async finishRun(run: RunKey): ReturnType<typeof db.orderRuns.finishRun> {
      return db.orderRuns.finishRun({ orderId: run.orderId, startNo: run.startNo });
    },
    /** Writes how a run ended, unless its order has moved on. */
    async endRun(input: RunKey & { ending: Ending }): Promise<EndingAnswer> {
      return db.orderRuns.endRun(input);
    },
    /** Validates, records and audits an action that came as a bare signal. */
    async recordAct(input: ManualAct): Promise<ActRecorded> {
      const { orderId, startNo, actId, kind, act } = input;
      const actor = { name: 'operator:signal' };
      const perform = MANUAL_ACTIONS[kind](act as Record<string, unknown>);
      if (!perform) {
        log.warn('a signal by hand made no sense', { orderId, kind });
        return { accepted: false };
      }
      return accepted(await perform(db, { orderId, startNo, actId, actor, signal: false }));
    },
  };
}

export type OrderRecordsActivities = ReturnType<typeof createOrderRecordsActivities>;
