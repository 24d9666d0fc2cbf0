import type { FailureType } from '../../contract/failures';
import { FAILURES } from '../../contract/failures';
import type { Resolution } from '../../contract/messages';
import { DEFAULT_POLICY } from '../../contract/orders';
import type { BlogStatus, OrderPolicy, PublishMode } from '../../contract/orders';
import { PLAN_WEIGHT } from '../../contract/tenancy';
import type { Plan } from '../../contract/tenancy';
import { releaseOf } from '../../domain/blog/release';
import { BEFORE_RELEASE, isEnded, standingOf } from '../../domain/orders/lifecycle';
import { addEvent, addEventOnce } from '../events/events';
import { findOrder, moveOrder } from '../orders/orders';
import type { Move, Order } from '../orders/orders';
import { atomically } from '../pool';
import type { Queryable } from '../pool';

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
      /** The tenant's share of busy lanes; runs that opened before it existed take their plan's. */
      weight?: number;
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

/** What people are waited for with, by the status that says so. */
const WAITS = {
  pick: 'AWAITING_SELECTION',
  approval: 'AWAITING_APPROVAL',
  resolve: 'UNCONFIRMED',
} as const satisfies Record<string, BlogStatus>;

/** Whether the post may go out now, and what it waits for where it may not. */
export interface Release {
  began: boolean;
  status: BlogStatus;
  mode?: PublishMode;
  /** Milliseconds until its time, for a post that waits for that. */
  waitMs?: number;
}

/** Postgres' own time, which all processes share. */
async function clock(tx: Queryable): Promise<Date> {
  const result = await tx.query<{ now: Date }>('select clock_timestamp() as now');
  return result.rows[0]!.now;
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
export function createRuns(db: Queryable) {
  return {
    /** Opens a run: tells a stale or ended one to stop, and otherwise hands over all that is saved. */
    async open(run: RunKey): Promise<OpenedRun> {
      return atomically(db, async (tx) => {
        const order = await findOrder(tx, { orderId: run.orderId, lock: true });
        if (!order || order.startNo !== run.startNo) return { state: 'stale' };
        if (isEnded(order.status)) return { state: 'ended', status: order.status };
        const facts = await tx.query<{
          hasSubject: boolean;
          hasIdeas: boolean;
          plan: Plan;
          weight: number | null;
        }>(
          `select exists (select 1 from order_subjects where order_id = $1) as "hasSubject",
                  exists (select 1 from ideas where order_id = $1 and round >= $3) as "hasIdeas",
                  t.plan, t.fairness_weight as weight from tenants t where t.id = $2`,
          [order.id, order.tenantId, order.ideasRound],
        );
        const { hasSubject, hasIdeas, plan, weight } = facts.rows[0]!;
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
          if (standing.status === 'AWAITING_SELECTION')
            await addEvent(tx, { orderId: order.id, type: 'pick.asked', data: { round: order.ideasRound } });
        }
        return {
          state: 'open',
          round: order.round,
          // An order that was accepted before a setting existed gets its default.
          policy: { ...DEFAULT_POLICY, ...order.policy },
          plan,
          weight: weight ?? PLAN_WEIGHT[plan],
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
      return atomically(db, async (tx) => {
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
      return atomically(db, async (tx) => {
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
      return atomically(db, async (tx) => {
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
          `select payload ->> 'resolution' as resolution from actions
            where order_id = $1 and start_no = $2 and kind = 'resolve' order by created_at desc limit 1`,
          [run.orderId, run.startNo],
        );
        return { expired, resolution: act.rows[0]?.resolution ?? null };
      });
    },

    /** Reminds of what a person is waited for with, once a round, if that is still open. */
    async remind(run: RunKey, of: keyof typeof WAITS): Promise<void> {
      const open = WAITS[of];
      await atomically(db, async (tx) => {
        const order = await findOrder(tx, { orderId: run.orderId, lock: true });
        if (order?.startNo !== run.startNo || order.status !== open) return;
        await addEventOnce(tx, { orderId: run.orderId, type: `${of}.reminder`, round: order.round });
      });
    },

    /** Nobody approved the post in time: the order is cancelled, unless a person acted first. */
    async expireApproval(run: RunKey): Promise<{ expired: boolean; status: BlogStatus }> {
      return atomically(db, async (tx) => {
        const { moved: expired, status } = await tryMove(tx, run, {
          from: ['AWAITING_APPROVAL'],
          to: 'CANCELLED',
          phase: 'cancelled',
          error: { type: 'not_approved', sentence: 'Nobody approved the post in time' },
        });
        if (expired)
          await addEvent(tx, {
            orderId: run.orderId,
            type: 'order.cancelled',
            data: { by: 'deadline', reason: 'not_approved' },
          });
        return { expired, status };
      });
    },

    /**
     * Asks to let the post out. It goes out (the point of no return), or the answer says what it waits for: a person's approval, its
     * time, or a part that was sent back. Repeating it changes nothing.
     */
    async beginPublish(run: RunKey): Promise<Release> {
      return atomically(db, async (tx) => {
        const order = await findOrder(tx, { orderId: run.orderId, lock: true });
        if (!order || order.startNo !== run.startNo)
          return { began: false, status: order?.status ?? 'CANCELLED' };
        const { status, publishMode: mode } = order;
        if (status === 'PUBLISHING') return { began: true, status, mode };
        const ready = order.versionId !== null && order.pictureId !== null;
        if (!ready || (status !== 'GENERATING_IMAGE' && !BEFORE_RELEASE.includes(status)))
          return { began: false, status };
        const now = await clock(tx);
        const to = releaseOf({ mode, approved: order.approvedAt !== null, publishAt: order.publishAt, now });
        if (to !== status) {
          const phase = to === 'PUBLISHING' ? 'queued' : 'waiting_person';
          await moveOrder(tx, { orderId: order.id, startNo: run.startNo, from: [status], to, phase });
          if (to === 'AWAITING_APPROVAL') await addEvent(tx, { orderId: order.id, type: 'approval.asked' });
          if (to === 'SCHEDULED')
            await addEvent(tx, {
              orderId: order.id,
              type: 'publish.scheduled',
              data: { publishAt: order.publishAt?.toISOString() },
            });
        }
        return {
          began: to === 'PUBLISHING',
          status: to,
          mode,
          ...(to === 'SCHEDULED' ? { waitMs: order.publishAt!.getTime() - now.getTime() } : {}),
        };
      });
    },

    /** A post that is to stay a draft is in the store: the order is done. Repeating it changes nothing. */
    async finishDraft(run: RunKey): Promise<void> {
      await atomically(db, async (tx) => {
        const { moved } = await tryMove(tx, run, { from: ['PUBLISHING'], to: 'DONE', phase: 'done' });
        if (moved) await addEvent(tx, { orderId: run.orderId, type: 'order.done', data: { as: 'draft' } });
      });
    },

    /** Hands the order to a person, because nobody can tell whether the store took the post. */
    async markUnconfirmed(run: RunKey): Promise<{ marked: boolean; status: BlogStatus }> {
      return atomically(db, async (tx) => {
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
