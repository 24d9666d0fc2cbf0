import { isEnded } from '../../domain/orders/lifecycle';
import { raiseFloor } from '../bulk/rules';
import { requeueItem } from '../bulk/actions';
import { lockJob } from '../bulk/jobs';
import { addEvent } from '../events/events';
import { cancel, conflict, lastAction, performAction, retry } from '../orders/actions';
import type { ActionRequest, ActionResult } from '../orders/actions';
import { lookForRoom } from '../orders/open-orders';
import { cancelLocked } from '../orders/cancelling';
import { findOrder, restartOrder } from '../orders/orders';
import type { Order } from '../orders/orders';
import { afterEnd } from '../orders/runs';
import { STARTS_AT_ONCE } from '../orders/start';
import { enqueue } from '../outbox/outbox';
import { atomically } from '../pool';
import type { Queryable } from '../pool';

/** Looks at how an item stands before it is locked, since that says which row comes first. */
const MOST_LOOKS = 10;

const ofText = (request: ActionRequest): ActionRequest => ({ ...request, kind: 'content' });

/** Lets the job of an item that waits again go on: its run is told, or, where the job had ended, it is started again. */
async function goOn(
  tx: Queryable,
  job: Order,
): Promise<void> {
  const { id: orderId, tenantId, kind, status, startNo } = job;
  if (!isEnded(kind, status))
    return enqueue(tx, { orderId, startNo, kind: 'signal', signal: 'advance', payload: {} });
  const next = await restartOrder(tx, { kind: 'bulk', orderId, from: ['completed', 'failed'], to: 'queued' });
  await addEvent(tx, { orderId, type: 'order.retried', data: { startNo: next } });
  await STARTS_AT_ONCE.start(tx, [{ id: orderId, tenantId, startNo: next! }]);
}

/** A person has an ended text written again. An item is queued again in its place, and its job goes on. */
export async function retryText(db: Queryable, request: ActionRequest): Promise<ActionResult> {
  const peeked = await findOrder(db, { orderId: request.orderId, tenantId: request.actor.tenantId });
  const jobId = peeked?.parentId;
  if (!jobId) return retry(db, ofText(request));
  return atomically(db, async (tx) => {
    // Nobody else touches an item that has ended or waits.
    await lockJob(tx, { jobId });
    return performAction(tx, ofText(request), { name: 'retry', payload: {} }, async (context) => {
      const { order, actId, record } = context;
      const job = (await findOrder(tx, { orderId: jobId }))!;
      if (!isEnded(order.kind, order.status)) {
        const earlier = await lastAction(tx, order, 'retry');
        return earlier
          ? { outcome: 'same', actId: earlier.actId }
          : conflict(order, 'Only a failed or cancelled text can be retried.');
      }
      if (order.phase === 'done') return conflict(order, 'Only a failed or cancelled text can be retried.');
      if (job.phase === 'cancelled') return conflict(order, 'The job of this text was cancelled.');
      const orders = isEnded(job.kind, job.status) ? 2 : 1;
      if (request.signal !== false) await lookForRoom(tx, { tenantId: order.tenantId, orders });
      await raiseFloor(tx, { jobId });
      await record(await requeueItem(tx, order));
      await goOn(tx, job);
      return { outcome: 'done', actId };
    });
  });
}

/** Cancels an item as it was seen; undefined where it has gone from waiting to being written or back meanwhile, so that its rows would be locked the wrong way round. */
async function cancelAsSeen(
  tx: Queryable,
  request: ActionRequest,
  seen: { jobId: string; isWritten: boolean },
): Promise<ActionResult | undefined> {
  const { jobId, isWritten } = seen;
  if (!isWritten) {
    await lockJob(tx, { jobId });
    if ((await findOrder(tx, { orderId: request.orderId }))?.status === 'processing') return undefined;
  }
  let differs = false;
  const result = await performAction(tx, ofText(request), { name: 'cancel', payload: {} }, async (context) => {
    const { order, actId, record } = context;
    differs = isWritten && order.status === 'queued';
    if (differs) return conflict(order, 'The text waits again.');
    if (await cancelLocked(tx, order, record)) {
      await afterEnd(tx, order.id);
      return { outcome: 'done', actId };
    }
    const earlier = order.phase === 'cancelled' && (await lastAction(tx, order, 'cancel'));
    return earlier
      ? { outcome: 'same', actId: earlier.actId }
      : conflict(order, 'The text has already ended.');
  });
  return differs ? undefined : result;
}

/** A person cancels a text that waits or is being written; its run is told, and nothing tries again. */
export async function cancelText(db: Queryable, request: ActionRequest): Promise<ActionResult> {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const { orderId, actor } = request;
    const seen = await findOrder(db, { orderId, tenantId: actor.tenantId });
    const jobId = seen?.parentId;
    if (!jobId) return cancel(db, ofText(request));
    const isWritten = seen.status === 'processing';
    const result = await atomically(db, (tx) => cancelAsSeen(tx, request, { jobId, isWritten }));
    if (result) return result;
  }
  throw new Error('an item changed each time it was looked at');
}
