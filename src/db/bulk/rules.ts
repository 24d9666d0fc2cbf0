import { addEvent } from '../events/events';
import type { KindRules } from '../orders/kind-rules';
import { moveOrder } from '../orders/orders';
import type { Order } from '../orders/orders';
import { STARTS_AT_ONCE } from '../orders/start';
import { enqueueAll } from '../outbox/outbox';
import type { Queryable } from '../pool';
import { tellFinished } from './finished';
import { findJob } from './jobs';

/** Cancels the items that wait in an ended job. Whoever ended it holds its row, so that nobody else touches them. */
async function cancelWaiting(tx: Queryable, { id: jobId, status }: Order): Promise<void> {
  const waiting = await tx.query<{ id: string }>(
    `select o.id from orders o join content_items c on c.order_id = o.id
      where o.parent_id = $1 and o.status = 'queued' order by c.queue_position`,
    [jobId],
  );
  for (const { id: orderId } of waiting.rows) {
    const move = { kind: 'content', orderId, from: ['queued'], to: 'cancelled' } as const;
    if (await moveOrder(tx, move))
      await addEvent(tx, { orderId, type: 'order.cancelled', data: { by: 'job', job: status } });
  }
}

/** Items that were admitted go on though their job has ended: those that its run has not begun yet are begun without it. */
async function beginAdmitted(tx: Queryable, { id: jobId }: Order): Promise<void> {
  const admitted = await tx.query<{ id: string; startNo: number }>(
    `select o.id, o.start_no as "startNo" from orders o
      where o.parent_id = $1 and o.status = 'processing'
        and not exists (select 1 from order_runs r where r.order_id = o.id and r.start_no = o.start_no)`,
    [jobId],
  );
  await enqueueAll(
    tx,
    admitted.rows.map(({ id: orderId, startNo }) => ({ orderId, startNo, kind: 'start' as const })),
  );
}

/** Keeps how many items of a job have ended, before one of them counts as open again. The job's row is locked. */
export async function raiseFloor(tx: Queryable, key: { jobId: string }): Promise<void> {
  await tx.query(
    `update bulk_jobs set shown_ended = greatest(shown_ended, (
       select count(*) from orders where parent_id = $1 and finished_at is not null)) where order_id = $1`,
    [key.jobId],
  );
}

/** A job starts at once; its items follow its end. */
export const BULK_RULES: KindRules = {
  ...STARTS_AT_ONCE,
  async whyNoRetry(tx, { id: orderId, status }) {
    if (status !== 'completed') return undefined;
    const job = await findJob(tx, { orderId });
    return job?.failed === 0 ? 'No item of this job has failed.' : undefined;
  },
  beforeRetry: (tx, { id: jobId }) => raiseFloor(tx, { jobId }),
  restartsAs: async (_tx, { status }) => (status === 'paused' || status === 'pausing' ? 'paused' : undefined),
  async afterEnd(tx, order) {
    await cancelWaiting(tx, order);
    await beginAdmitted(tx, order);
    await tellFinished(tx, order.id);
  },
};
