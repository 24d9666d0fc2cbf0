import { isEnded } from '../../domain/orders/lifecycle';
import { afterItem } from '../bulk/item-ended';
import type { KindRules } from '../orders/kind-rules';
import { findOrder } from '../orders/orders';
import { STARTS_AT_ONCE } from '../orders/start';

/** A text that was ordered alone starts at once; an item of a job is admitted and started by its job's run. */
export const CONTENT_RULES: KindRules = {
  async start(tx, orders) {
    const due = await tx.query<{ id: string }>(
      // One that is being written already has been admitted.
      `select id from orders where id = any($1) and (parent_id is null or status = 'processing')`,
      [orders.map(({ id }) => id)],
    );
    const ids = new Set(due.rows.map(({ id }) => id));
    const begun = orders.filter(({ id }) => ids.has(id));
    if (begun.length > 0) await STARTS_AT_ONCE.start(tx, begun);
  },
  async beforeRetry(tx, { id }) {
    await tx.query('update content_items set attempt = 1, retry_count = 0 where order_id = $1', [id]);
  },
  /** An item that has not been admitted has no run that it could fail with. */
  failsWithRun: async (_tx, { parentId, status }) => !(parentId && status === 'queued'),
  /** Nobody admits the items of a job that has ended. */
  async restartsAs(tx, { parentId }) {
    const job = parentId ? await findOrder(tx, { orderId: parentId }) : undefined;
    return job && isEnded(job.kind, job.status) ? 'processing' : undefined;
  },
  whyNoPriority: async (_tx, { parentId }) =>
    parentId ? 'An item has the priority of its job; change that of the job.' : undefined,
  async afterEnd(tx, { id, parentId: jobId }) {
    if (jobId) await afterItem(tx, { id, jobId });
  },
};
