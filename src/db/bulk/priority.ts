import { reprioritiseAny } from '../orders/actions';
import type { ActionRequest, ActionResult } from '../orders/actions';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { lockJob } from './jobs';

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
