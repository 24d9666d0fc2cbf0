import { MOST_PAUSES } from '../../contract/bulk';
import { isEnded } from '../../domain/orders/lifecycle';
import { addEvent } from '../events/events';
import { cancel, conflict, performAction, reprioritiseAny, retry } from '../orders/actions';
import type { ActionContext, ActionRequest, ActionResult } from '../orders/actions';
import { lookForRoom } from '../orders/open-orders';
import { moveOrder, restartOrder } from '../orders/orders';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { findJob, lockJob } from './jobs';
import { raiseFloor } from './rules';

/** The request as one for a job and nothing else. */
const ofJob = (request: ActionRequest): ActionRequest => ({ ...request, kind: 'bulk' });

/** An action that finds what it wants: it is on record, so that its repetition changes nothing later on. */
async function asItIs({ record, actId }: ActionContext): Promise<ActionResult> {
  await record();
  return { outcome: 'same', actId };
}

/** No further item of a job begins from now on; what is being written is finished first. */
export async function pauseJob(db: Queryable, request: ActionRequest): Promise<ActionResult> {
  return performAction(db, ofJob(request), { name: 'pause', payload: {} }, async (context) => {
    const { tx, order, actId, record, signal } = context;
    const { id: orderId, status } = order;
    if (isEnded('bulk', status)) return conflict(order, 'The job has ended.');
    if (status === 'pausing' || status === 'paused') return asItIs(context);
    const job = (await findJob(tx, { orderId }))!;
    if (job.pauses >= MOST_PAUSES)
      return conflict(order, `A job can be paused ${MOST_PAUSES} times at most.`);
    const to = job.processing > 0 ? 'pausing' : 'paused';
    await moveOrder(tx, { kind: 'bulk', orderId, from: [job.status], to });
    await tx.query('update bulk_jobs set pauses = pauses + 1 where order_id = $1', [orderId]);
    await record();
    await addEvent(tx, { orderId, type: 'bulk.paused', data: { status: to } });
    await signal('pause');
    return { outcome: 'done', actId };
  });
}

/** A paused job goes on. */
export async function resumeJob(db: Queryable, request: ActionRequest): Promise<ActionResult> {
  return performAction(db, ofJob(request), { name: 'resume', payload: {} }, async (context) => {
    const { tx, order, actId, makeRoom, record, signal } = context;
    const { id: orderId, status } = order;
    if (isEnded('bulk', status)) return conflict(order, 'The job has ended.');
    if (status === 'queued' || status === 'processing') return asItIs(context);
    await makeRoom();
    await moveOrder(tx, { kind: 'bulk', orderId, from: ['pausing', 'paused'], to: 'processing' });
    await record();
    await addEvent(tx, { orderId, type: 'bulk.resumed' });
    await signal('resume');
    return { outcome: 'done', actId };
  });
}

/** A job is over at once: its waiting items are cancelled with it, and what is being written is finished and counts. */
export async function cancelJob(db: Queryable, request: ActionRequest): Promise<ActionResult> {
  return cancel(db, ofJob(request));
}

/** Queues an ended item again, in its place. Its job's row is locked. Answers its new start. */
export async function requeueItem(tx: Queryable, item: { id: string }): Promise<number> {
  const { id: orderId } = item;
  await tx.query('update content_items set attempt = 1, retry_count = 0 where order_id = $1', [orderId]);
  const startNo = await restartOrder(tx, {
    ...{ kind: 'content', orderId, from: ['failed', 'cancelled'], to: 'queued' },
  });
  if (startNo === undefined) throw new Error('an item that is queued again had not ended');
  await addEvent(tx, { orderId, type: 'order.retried', data: { startNo } });
  return startNo;
}

/** Items of an ended job that its retry queues again, in the order of their places. */
async function retriedItems(tx: Queryable, jobId: string, status: string): Promise<Array<{ id: string }>> {
  const result = await tx.query<{ id: string }>(
    `select o.id from orders o join content_items c on c.order_id = o.id
      where o.parent_id = $1 and o.status = any($2) order by c.queue_position`,
    [jobId, status === 'completed' ? ['failed'] : ['failed', 'cancelled']],
  );
  return result.rows;
}

/** An ended job does again what has failed; a job that was lost, also what was cancelled with it. */
export async function retryJob(db: Queryable, request: ActionRequest): Promise<ActionResult> {
  const result = await retry(db, ofJob(request), {
    payload: {},
    async apply(tx, { id: jobId, tenantId, status }) {
      const items = await retriedItems(tx, jobId, status);
      if (request.signal !== false) await lookForRoom(tx, { tenantId, orders: 1 + items.length });
      await raiseFloor(tx, { jobId });
      for (const item of items) await requeueItem(tx, item);
      return undefined;
    },
  });
  return result.outcome === 'conflict' && result.status === 'cancelled'
    ? { ...result, reason: 'A cancelled job cannot be retried.' }
    : result;
}

/** Items of a job that are being written with another priority than their job's. */
async function writtenOtherwise(
  db: Queryable,
  jobId: string,
): Promise<Array<{ orderId: string; priority: number }>> {
  const result = await db.query<{ orderId: string; priority: number }>(
    `select o.id as "orderId", j.priority from orders o join orders j on j.id = o.parent_id
      where o.parent_id = $1 and o.status = 'processing' and o.priority <> j.priority order by o.id`,
    [jobId],
  );
  return result.rows;
}

/**
 * A job has another priority (1–10, larger is sooner), and so have its items: those that wait at once, and those that are being written one
 * by one, each in a transaction of its own, since their rows are locked before their job's.
 */
export async function reprioritiseJob(
  db: Queryable,
  request: ActionRequest & { priority: number },
): Promise<ActionResult> {
  const result = await reprioritiseAny(db, { ...request, kind: 'bulk' });
  if (result.outcome !== 'done' && result.outcome !== 'same') return result;
  const { orderId: jobId, actor } = request;
  await atomically(db, async (tx) => {
    await lockJob(tx, { jobId });
    await tx.query(
      `update orders o set priority = j.priority from orders j
        where j.id = $1 and o.parent_id = j.id and o.status = 'queued'`,
      [jobId],
    );
  });
  for (const { orderId, priority } of await writtenOtherwise(db, jobId))
    await reprioritiseAny(db, { orderId, actor, priority });
  return result;
}
