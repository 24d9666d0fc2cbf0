import { GalleyError } from '../../contract/failures';
import type { BlogStage, BlogStatus } from '../../contract/orders';
import { isEnded } from '../../domain/orders/lifecycle';
import { addEvent, addEventOnce } from '../events/events';
import { findOrder, moveOrder } from './orders';
import type { Order } from './orders';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import type { RunKey } from '../blog/runs';

/** The status people see while a stage works. */
const STATUS_OF_STAGE: Record<BlogStage, BlogStatus> = {
  ideas: 'GENERATING_IDEAS',
  content: 'GENERATING_CONTENT',
  image: 'GENERATING_IMAGE',
  publishing: 'PUBLISHING',
};

/** Why a run may not go on with its order: it ended, or a newer run has taken over. */
async function refusalFor(tx: Queryable, run: RunKey): Promise<GalleyError> {
  const order = await findOrder(tx, { orderId: run.orderId });
  const stale = order !== undefined && order.startNo !== run.startNo;
  return new GalleyError({
    type: stale ? 'Run.Stale' : 'Order.Ended',
    reason: stale ? 'newer_start' : isEnded(order?.status ?? 'CANCELLED') ? 'ended' : 'moved_on',
    detail: `status ${order?.status ?? 'none'}, start ${order?.startNo ?? 'none'}, run ${run.startNo}`,
  });
}

/** What the stages of an order do to it as they begin and end. */
export function createStages(db: Queryable) {
  return {
    /**
     * A stage begins (again): status and phase say so, and the order is handed back.
     * Throws `Order.Ended` or `Run.Stale` where the run may not go on.
     */
    async begin(run: RunKey & { stage: BlogStage; round: number }): Promise<Order> {
      return atomically(db, async (tx) => {
        const moved = await moveOrder(tx, {
          orderId: run.orderId,
          startNo: run.startNo,
          round: run.round,
          to: STATUS_OF_STAGE[run.stage],
          phase: 'running',
        });
        if (!moved) throw await refusalFor(tx, run);
        const order = (await findOrder(tx, { orderId: run.orderId }))!;
        await addEventOnce(tx, {
          orderId: order.id,
          type: 'stage.started',
          stage: run.stage,
          round: order.round,
        });
        return order;
      });
    },

    /**
     * A stage is complete: the order moves on and the timeline tells it. Where the order has moved elsewhere meanwhile nothing
     * happens here, so that what was paid for is still saved with the transaction; the run learns it at its next step.
     */
    async complete(
      done: RunKey & {
        stage: BlogStage;
        round: number;
        to: BlogStatus;
        phase: Order['phase'];
        versionId?: string;
        pictureId?: string;
        data?: Record<string, unknown>;
      },
    ): Promise<void> {
      const tx = db;
      const moved = await moveOrder(tx, {
        orderId: done.orderId,
        startNo: done.startNo,
        round: done.round,
        to: done.to,
        phase: done.phase,
        ...(done.versionId ? { versionId: done.versionId } : {}),
        ...(done.pictureId ? { pictureId: done.pictureId } : {}),
      });
      if (!moved) return;
      await addEvent(tx, {
        orderId: done.orderId,
        type: 'stage.completed',
        stage: done.stage,
        round: done.round,
        ...(done.data ? { data: done.data } : {}),
      });
      if (done.to === 'AWAITING_SELECTION')
        await addEvent(tx, { orderId: done.orderId, type: 'pick.asked', data: { round: done.round } });
      if (done.to === 'DONE') await addEvent(tx, { orderId: done.orderId, type: 'order.done' });
    },

    /** Reads the order and refuses where the run may no longer touch it. */
    async stillOurs(run: RunKey): Promise<Order> {
      const order = await findOrder(db, { orderId: run.orderId });
      if (!order || order.startNo !== run.startNo || isEnded(order.status)) throw await refusalFor(db, run);
      return order;
    },
  };
}
