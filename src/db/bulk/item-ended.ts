import { isEnded } from '../../domain/orders/lifecycle';
import { addEvent } from '../events/events';
import { moveOrder } from '../orders/orders';
import { enqueue } from '../outbox/outbox';
import type { Queryable } from '../pool';
import { tellFinished } from './finished';
import { findJob } from './jobs';

/**
 * After an item's end, in its transaction: its slot rests from now on, its job moves on where it waited for that, and the job's run is
 * told. The item's row is locked before its job's.
 */
export async function afterItem(tx: Queryable, item: { id: string; jobId: string }): Promise<void> {
  const { jobId: orderId } = item;
  const job = await findJob(tx, { orderId, lock: true });
  if (!job) return;
  await tx.query(
    // One that only waited has left its slot before.
    `update content_items set ended_at = clock_timestamp()
      where order_id = $1 and admitted_at > coalesce(ended_at, '-infinity')`,
    [item.id],
  );
  if (isEnded('bulk', job.status)) return tellFinished(tx, orderId);
  const { kind, startNo } = job;
  // One whose items have all ended is ended by its run, which is told below.
  const isPaused =
    job.status === 'pausing' &&
    job.processing === 0 &&
    job.queued > 0 &&
    (await moveOrder(tx, { kind, orderId, from: ['pausing'], to: 'paused' }));
  if (isPaused) await addEvent(tx, { orderId, type: 'bulk.paused', data: { status: 'paused' } });
  await enqueue(tx, { orderId, startNo, kind: 'signal', signal: 'advance', payload: {} });
}
