import type { Pool } from 'pg';
import type { FailureType } from '../contract/failures';
import { FAILURES } from '../contract/failures';
import type { Resolution } from '../contract/messages';
import { DEFAULT_POLICY } from '../contract/orders';
import type { BlogStatus, OrderPolicy } from '../contract/orders';
import type { Plan } from '../contract/tenancy';
import { isEnded, standingOf } from '../domain/transitions';
import { addEvent, addEventOnce } from './events';
import { findOrder, moveOrder } from './orders';
import type { Move, Order } from './orders';
import { inTransaction } from './pool';
import type { Queryable } from './pool';

/** Which run of which order speaks. */
export interface RunKey {
  orderId: string;
  startNo: number;
}

/** What a run is told when it opens. */
export type OpenedRun =
  | { state: 'stale' }
  | { state: 'ended'; status: BlogStatus }
  | {
      state: 'open';
      round: number;
      policy: OrderPolicy;
      plan: Plan;
      /** Fairness key of the store's own lane. */
      storeKey: string;
      hasSubject: boolean;
      hasIdeas: boolean;
      ideaId: string | null;
      versionId: string | null;
      pictureId: string | null;
    };

/** How a run ended, from the run's point of view. */
export type Ending =
  { outcome: 'failed'; failureType: FailureType; reason?: string } | { outcome: 'cancelled'; by: 'operator' };

/** Postgres' answer: whether this ending took hold, and the status that stands now. */
export interface EndingAnswer {
  ended: boolean;
  status: BlogStatus;
}

/** A run's compare-and-set on its order, with what stands afterwards; an order that is gone counts as cancelled. */
async function tryMove(
  tx: Queryable,
  run: RunKey,
  step: Omit<Move, 'orderId' | 'startNo'>,
): Promise<{ moved: boolean; order: Order | undefined; status: BlogStatus }> {
  const moved = await moveOrder(tx, { orderId: run.orderId, startNo: run.startNo, ...step });
  const order = await findOrder(tx, { orderId: run.orderId });
  return { moved, order, status: order?.status ?? 'CANCELLED' };
}

/** What a run may do to its order besides the stages' own work. Every step is a compare-and-set that the run obeys. */
export function createRuns(pool: Pool) {
  return {
    /** Opens a run: tells a stale or ended one to stop, and otherwise hands over all that is saved. */
    async open(run: RunKey): Promise<OpenedRun> {
      return inTransaction(pool, async (tx) => {
        const order = await findOrder(tx, { orderId: run.orderId, lock: true });
        if (!order || order.startNo !== run.startNo) return { state: 'stale' };
        if (isEnded(order.status)) return { state: 'ended', status: order.status };
        const facts = await tx.query<{ hasSubject: boolean; hasIdeas: boolean; plan: Plan }>(
          `select exists (select 1 from order_subjects where order_id = $1) as "hasSubject",
                  exists (select 1 from ideas where order_id = $1) as "hasIdeas",
                  (select plan from tenants where id = $2) as plan`,
          [order.id, order.tenantId],
        );
        const { hasSubject, hasIdeas, plan } = facts.rows[0]!;
        const opened = await tx.query(
          `insert into order_runs (order_id, start_no, opened_at) values ($1, $2, clock_timestamp())
           on conflict (order_id, start_no) do update set opened_at = excluded.opened_at
             where order_runs.opened_at is null`,
          [order.id, run.startNo],
        );
        if (opened.rowCount === 1) {
          const standing = standingOf({
            hasIdeas,
            hasPick: order.ideaId !== null,
            hasApprovedVersion: order.versionId !== null,
          });
          await moveOrder(tx, {
            orderId: order.id,
            startNo: run.startNo,
            from: ['PENDING'],
            to: standing.status,
            phase: standing.phase,
          });
          await addEvent(tx, { orderId: order.id, type: 'run.opened', data: { startNo: run.startNo } });
        }
        return {
          state: 'open',
          round: order.round,
          // An order that was accepted before a setting existed gets its default.
          policy: { ...DEFAULT_POLICY, ...order.policy },
          plan,
          storeKey: order.storeId ?? order.tenantId,
          hasSubject,
          hasIdeas,
          ideaId: order.ideaId,
          versionId: order.versionId,
          pictureId: order.pictureId,
        };
      });
    },

    /** Writes an ending. An order that has moved on (published, cancelled by a person) keeps what it has. */
    async end(run: RunKey, ending: Ending): Promise<EndingAnswer> {
      return inTransaction(pool, async (tx) => {
        const failed = ending.outcome === 'failed';
        const type = failed ? ending.failureType : undefined;
        const { moved: ended, status } = await tryMove(tx, run, {
          to: failed ? 'FAILED' : 'CANCELLED',
          phase: failed ? 'failed' : 'cancelled',
          error: type ? { type, sentence: FAILURES[type].reader } : null,
        });
        if (ended)
          await addEvent(tx, {
            orderId: run.orderId,
            type: failed ? 'order.failed' : 'order.cancelled',
            data: failed
              ? { failureType: ending.failureType, ...(ending.reason ? { reason: ending.reason } : {}) }
              : { by: ending.by },
          });
        return { ended, status };
      });
    },

    /** The deadline for the pick has passed. A pick that came first wins, and the run goes on with it. */
    async expirePick(run: RunKey): Promise<{ expired: boolean; ideaId: string | null; status: BlogStatus }> {
      return inTransaction(pool, async (tx) => {
        const {
          moved: expired,
          order,
          status,
        } = await tryMove(tx, run, {
          from: ['AWAITING_SELECTION'],
          to: 'CANCELLED',
          phase: 'cancelled',
          error: { type: 'no_idea_picked', sentence: 'No idea picked' },
        });
        if (expired)
          await addEvent(tx, {
            orderId: run.orderId,
            type: 'order.cancelled',
            data: { by: 'deadline', reason: 'no_idea_picked' },
          });
        return { expired, ideaId: order?.ideaId ?? null, status };
      });
    },

    /** The deadline for a person's word on a publication has passed. A word that came first wins, and the run obeys it. */
    async expireResolve(run: RunKey): Promise<{ expired: boolean; resolution: Resolution | null }> {
      return inTransaction(pool, async (tx) => {
        const { moved: expired } = await tryMove(tx, run, {
          from: ['UNCONFIRMED'],
          to: 'FAILED',
          phase: 'failed',
          error: { type: 'Publish.Unconfirmed', sentence: FAILURES['Publish.Unconfirmed'].reader },
        });
        if (expired) {
          await addEvent(tx, {
            orderId: run.orderId,
            type: 'order.failed',
            data: { failureType: 'Publish.Unconfirmed', reason: 'nobody_resolved' },
          });
          return { expired, resolution: null };
        }
        const act = await tx.query<{ resolution: Resolution }>(
          `select payload ->> 'resolution' as resolution from acts
            where order_id = $1 and start_no = $2 and kind = 'resolve' order by created_at desc limit 1`,
          [run.orderId, run.startNo],
        );
        return { expired, resolution: act.rows[0]?.resolution ?? null };
      });
    },

    /** Reminds of what a person is waited for with, once a round, if that is still open. */
    async remind(run: RunKey, of: 'pick' | 'resolve'): Promise<void> {
      const open: BlogStatus = of === 'pick' ? 'AWAITING_SELECTION' : 'UNCONFIRMED';
      await inTransaction(pool, async (tx) => {
        const order = await findOrder(tx, { orderId: run.orderId, lock: true });
        if (order?.startNo !== run.startNo || order.status !== open) return;
        await addEventOnce(tx, { orderId: run.orderId, type: `${of}.reminder`, round: order.round });
      });
    },

    /** The point of no return. Answers false where the order ended first. Repeating it changes nothing. */
    async beginPublish(run: RunKey): Promise<{ began: boolean; status: BlogStatus }> {
      return inTransaction(pool, async (tx) => {
        const { moved, order, status } = await tryMove(tx, run, {
          from: ['GENERATING_IMAGE'],
          to: 'PUBLISHING',
          phase: 'queued',
        });
        const standing = order?.startNo === run.startNo && status === 'PUBLISHING';
        return { began: moved || standing, status };
      });
    },

    /** Hands the order to a person, because nobody can tell whether the store took the post. */
    async markUnconfirmed(run: RunKey): Promise<{ marked: boolean; status: BlogStatus }> {
      return inTransaction(pool, async (tx) => {
        const { moved: marked, status } = await tryMove(tx, run, {
          from: ['PUBLISHING'],
          to: 'UNCONFIRMED',
          phase: 'waiting_person',
          error: { type: 'Publish.Unconfirmed', sentence: FAILURES['Publish.Unconfirmed'].reader },
        });
        if (marked) await addEvent(tx, { orderId: run.orderId, type: 'order.unconfirmed' });
        return { marked, status };
      });
    },
  };
}
