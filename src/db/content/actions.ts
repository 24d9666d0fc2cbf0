import { isEnded } from '../../domain/orders/lifecycle';
import { requeueItem } from '../bulk/actions';
import { findJob, lockJob } from '../bulk/jobs';
import { raiseFloor } from '../bulk/rules';
import { addEvent } from '../events/events';
import { cancel, conflict, lastAction, performAction, retry } from '../orders/actions';
import type { ActionContext, ActionRequest, ActionResult } from '../orders/actions';
import { cancelLocked } from '../orders/cancelling';
import { lookForRoom } from '../orders/open-orders';
import { findOrder, moveOrder, restartOrder } from '../orders/orders';
import type { Order } from '../orders/orders';
import { afterEnd } from '../orders/runs';
import { STARTS_AT_ONCE } from '../orders/start';
import { enqueue } from '../outbox/outbox';
import { atomically } from '../pool';
import type { Queryable } from '../pool';

/** Looks at an item that changes each time; each change takes a run or a person. */
const MOST_LOOKS = 20;

/** Why an item that is neither failed nor cancelled is not written again. */
const NOT_ENDED = 'Only a failed or cancelled text can be retried.';

const ofText = (request: ActionRequest): ActionRequest => ({ ...request, kind: 'content' });

/** What is done to a locked item of a job. */
type ItemRule = (context: ActionContext) => Promise<ActionResult>;

interface ItemAction {
  name: 'cancel' | 'retry';
  jobId: string;
  /** Whether it was seen being written. */
  isWritten: boolean;
  rule: ItemRule;
}

/**
 * Performs an action on an item as it was seen. One that is being written is locked before its job, as it is where it ends; any other one
 * after it, since only whoever holds the job touches it. Undefined where it turns out to be the other way round.
 */
async function performAsSeen(
  tx: Queryable,
  request: ActionRequest,
  { name, jobId, isWritten, rule }: ItemAction,
): Promise<ActionResult | undefined> {
  if (!isWritten) {
    await lockJob(tx, { jobId });
    const now = await findOrder(tx, { orderId: request.orderId });
    if (now?.status === 'processing') return undefined;
  }
  let isOther = false;
  const result = await performAction(tx, ofText(request), { name, payload: {} }, async (context) => {
    isOther = isWritten && context.order.status !== 'processing';
    return isOther ? conflict(context.order, 'The text has moved on.') : rule(context);
  });
  return isOther ? undefined : result;
}

/** Performs an action on a text: `alone` where it belongs to no job, else the rule, with its job's row and its own locked in their order. */
async function onText(
  db: Queryable,
  request: ActionRequest,
  action: Pick<ItemAction, 'name'> & {
    alone: () => Promise<ActionResult>;
    item: (jobId: string) => ItemRule;
  },
): Promise<ActionResult> {
  const { orderId, actor } = request;
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const seen = await findOrder(db, { orderId, tenantId: actor.tenantId });
    const jobId = seen?.parentId;
    if (!jobId) return action.alone();
    const asSeen = {
      name: action.name,
      jobId,
      isWritten: seen.status === 'processing',
      rule: action.item(jobId),
    };
    const result = await atomically(db, (tx) => performAsSeen(tx, request, asSeen));
    if (result) return result;
  }
  throw new Error('an item changed each time it was looked at');
}

/** Lets the job of an item that waits again go on: its run is told, or, where the job had ended, it is started again. */
async function goOn(tx: Queryable, job: Order): Promise<void> {
  const { id: orderId, tenantId, kind, status, startNo } = job;
  if (!isEnded(kind, status)) {
    // One whose other items have all ended waits for somebody, not for them.
    const isPausing = status === 'pausing' && (await findJob(tx, { orderId }))!.processing === 0;
    if (isPausing && (await moveOrder(tx, { kind, orderId, from: ['pausing'], to: 'paused' })))
      await addEvent(tx, { orderId, type: 'bulk.paused', data: { status: 'paused' } });
    await enqueue(tx, { orderId, startNo, kind: 'signal', signal: 'advance', payload: {} });
    return;
  }
  const next = await restartOrder(tx, { kind: 'bulk', orderId, from: ['completed', 'failed'], to: 'queued' });
  await addEvent(tx, { orderId, type: 'order.retried', data: { startNo: next } });
  await STARTS_AT_ONCE.start(tx, [{ id: orderId, tenantId, startNo: next! }]);
}

/** A person has an ended text written again. An item is queued again in its place, and its job goes on. */
export async function retryText(db: Queryable, request: ActionRequest): Promise<ActionResult> {
  return onText(db, request, {
    name: 'retry',
    alone: () => retry(db, ofText(request)),
    item: (jobId) => async (context) => {
      const { tx, order, actId, record } = context;
      if (!isEnded(order.kind, order.status)) {
        const earlier = await lastAction(tx, order, 'retry');
        return earlier ? { outcome: 'same', actId: earlier.actId } : conflict(order, NOT_ENDED);
      }
      if (order.phase === 'done') return conflict(order, NOT_ENDED);
      const job = (await findOrder(tx, { orderId: jobId }))!;
      if (job.phase === 'cancelled') return conflict(order, 'The job of this text was cancelled.');
      const orders = isEnded(job.kind, job.status) ? 2 : 1;
      if (request.signal !== false) await lookForRoom(tx, { tenantId: order.tenantId, orders });
      await raiseFloor(tx, { jobId });
      await record(await requeueItem(tx, order));
      await goOn(tx, job);
      return { outcome: 'done', actId };
    },
  });
}

/** A person cancels a text that waits or is being written; its run is told, and nothing tries again. */
export async function cancelText(db: Queryable, request: ActionRequest): Promise<ActionResult> {
  return onText(db, request, {
    name: 'cancel',
    alone: () => cancel(db, ofText(request)),
    item: () => async (context) => {
      const { tx, order, actId, record } = context;
      if (await cancelLocked(tx, order, record)) {
        await afterEnd(tx, order.id);
        return { outcome: 'done', actId };
      }
      const earlier = order.phase === 'cancelled' && (await lastAction(tx, order, 'cancel'));
      return earlier
        ? { outcome: 'same', actId: earlier.actId }
        : conflict(order, 'The text has already ended.');
    },
  });
}
