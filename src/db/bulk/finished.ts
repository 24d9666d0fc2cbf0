import { isEnded } from '../../domain/orders/lifecycle';
import { addEventOnce } from '../events/events';
import type { Queryable } from '../pool';
import { findJob } from './jobs';

/**
 * Tells that a job is over, once a round: when it has ended and none of its items is open. Called in every transaction after which that
 * may be so, with the job's row locked, so that the last one sees it.
 */
export async function tellFinished(tx: Queryable, jobId: string): Promise<void> {
  const job = await findJob(tx, { orderId: jobId, lock: true });
  if (!job || !isEnded('bulk', job.status) || job.queued + job.processing > 0) return;
  const { totalItems: total, completed, failed, cancelled, status, round } = job;
  await addEventOnce(tx, {
    ...{ orderId: jobId, type: 'bulk.finished', round },
    data: { total, completed, failed, cancelled, status },
  });
}
