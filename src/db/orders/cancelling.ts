import { cancellable, endsCancelled, endStatus } from '../../domain/orders/lifecycle';
import { addEvent } from '../events/events';
import { enqueue, hasStart } from '../outbox/outbox';
import type { Queryable } from '../pool';
import { moveOrder } from './orders';
import type { Order } from './orders';

/** What an action says, by which a repetition is told from another action under the same identifier. */
export type ActionPayload = Record<string, string | null>;

/** Keeps what a person did. */
export async function recordAction(
  tx: Queryable,
  action: {
    actId: string;
    orderId: string;
    startNo: number;
    name: string;
    actor: string;
    payload: ActionPayload;
  },
): Promise<void> {
  await tx.query(
    'insert into actions (act_id, order_id, start_no, kind, actor, payload) values ($1, $2, $3, $4, $5, $6)',
    [action.actId, action.orderId, action.startNo, action.name, action.actor, JSON.stringify(action.payload)],
  );
}

/**
 * Cancels a locked order where it still can be, and tells its run where it has one. Answers whether it did; what its kind does after
 * an end is the caller's.
 */
export async function cancelLocked(
  tx: Queryable,
  order: Pick<Order, 'id' | 'kind' | 'startNo'>,
  record: () => Promise<void>,
): Promise<boolean> {
  const { id: orderId, kind, startNo } = order;
  if (!endsCancelled(kind)) return false;
  const to = endStatus(kind, 'cancelled');
  if (!(await moveOrder(tx, { kind, orderId, from: cancellable(kind), to }))) return false;
  await record();
  await addEvent(tx, { orderId, type: 'order.cancelled', data: { by: 'person' } });
  if (await hasStart(tx, { orderId, startNo })) await enqueue(tx, { orderId, startNo, kind: 'cancel' });
  return true;
}
