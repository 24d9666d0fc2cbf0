import { isEnded } from '../../domain/orders/lifecycle';
import { conflict } from './actions';
import type { ActionRequest, ActionResult, PerformAction } from './actions';
import { addEvent } from '../events/events';
import { enqueue } from '../outbox/outbox';

/** How soon an order's work is done. */
export function createPriorityActions(act: PerformAction) {
  return {
    /** A person gives an order that has not ended another priority (1–10): for what waits already, and for what is still to come. */
    async reprioritise(request: ActionRequest & { priority: number }): Promise<ActionResult> {
      const { priority } = request;
      return act(
        request,
        'reprioritise',
        { priority: String(priority) },
        async ({ tx, order, actId, record }) => {
          if (isEnded(order.status))
            return conflict(order, 'The order has ended; its priority changes nothing any more.');
          // Not a step of the order: how long it has waited is still counted from its last one.
          await tx.query('update orders set priority = $2, raised = 0, raised_at = null where id = $1', [
            order.id,
            priority,
          ]);
          await record();
          await addEvent(tx, { orderId: order.id, type: 'order.reprioritised', data: { priority } });
          // Queued for an act that came from the run, too: what waits has to be moved in any case.
          await enqueue(tx, {
            orderId: order.id,
            startNo: order.startNo,
            kind: 'reprioritise',
            payload: { actId, priority },
          });
          return { outcome: 'done', actId };
        },
      );
    },
  };
}
