import { CANCELLABLE, RETRYABLE } from '../../domain/orders/lifecycle';
import { actionsOver, conflict, lastAction } from '../orders/actions';
import type { ActionRequest, ActionResult } from '../orders/actions';
import { createIdeaActions } from './idea-actions';
import { createPriorityActions } from '../orders/priority-actions';
import { createReleaseActions } from './release-actions';
import { addEvent } from '../events/events';
import { insertOrder, moveOrder, restartOrder } from '../orders/orders';
import type { NewOrder } from '../orders/orders';
import { enqueue } from '../outbox/outbox';
import type { Queryable } from '../pool';

/** The acts of people: each one transaction that checks, records and queues what Temporal must hear. */
export function createActions(db: Queryable) {
  const act = actionsOver(db, 'blog');
  return {
    ...createIdeaActions(act),
    ...createReleaseActions(act),
    ...createPriorityActions(act),

    /** Accepts an order: its row, its first event and its start message, in the caller's transaction. */
    async accept(order: NewOrder): Promise<void> {
      const tx = db;
      await insertOrder(tx, order);
      await addEvent(tx, {
        orderId: order.id,
        type: 'order.accepted',
        data: {
          sourceType: order.sourceType,
          priority: order.priority,
          ...(order.basedOn ? { basedOn: order.basedOn } : {}),
        },
      });
      await enqueue(tx, { orderId: order.id, startNo: 1, kind: 'start' });
    },

    /** A person cancels. It holds at once in Postgres; the run is told. From `PUBLISHING` on it is too late. */
    async cancel(request: ActionRequest): Promise<ActionResult> {
      return act(request, 'cancel', {}, async ({ tx, order, actId, record }) => {
        if (order.status === 'CANCELLED') {
          const earlier = await lastAction(tx, order, 'cancel');
          if (earlier) return { outcome: 'same', actId: earlier.actId };
        }
        const moved = await moveOrder(tx, {
          orderId: order.id,
          from: CANCELLABLE,
          to: 'CANCELLED',
          phase: 'cancelled',
        });
        if (!moved) return conflict(order, 'It is too late to cancel this order.');
        await record();
        await addEvent(tx, { orderId: order.id, type: 'order.cancelled', data: { by: 'person' } });
        await enqueue(tx, { orderId: order.id, startNo: order.startNo, kind: 'cancel' });
        return { outcome: 'done', actId };
      });
    },

    /** A person starts an ended order again; what is finished stays finished. */
    async retry(request: ActionRequest): Promise<ActionResult> {
      return act(request, 'retry', {}, async ({ tx, order, actId, record }) => {
        const startNo = await restartOrder(tx, { orderId: order.id, from: RETRYABLE });
        if (startNo === undefined) {
          const earlier = await lastAction(tx, order, 'retry');
          if (earlier && order.status === 'PENDING' && order.phase === 'accepted')
            return { outcome: 'same', actId: earlier.actId };
          return conflict(order, 'Only a failed or cancelled order can be tried again.');
        }
        await record(startNo);
        await addEvent(tx, { orderId: order.id, type: 'order.retried', data: { startNo } });
        await enqueue(tx, { orderId: order.id, startNo, kind: 'start' });
        return { outcome: 'done', actId };
      });
    },
  };
}
