import { randomUUID } from 'node:crypto';
import type { ContentMode, ContentRequest } from '../../contract/bulk';
import type { OrderPolicy } from '../../contract/orders';
import { acceptTexts } from '../content/accept';
import { acceptOrders } from '../orders/accept';
import { lookForRoom } from '../orders/open-orders';
import type { Queryable } from '../pool';

/** A bulk job to be accepted. */
export interface NewJob {
  tenantId: string;
  priority: number;
  concurrency: number;
  /** Rest of a slot between two items, in milliseconds. */
  itemDelayMs: number;
  mode: ContentMode;
  items: readonly ContentRequest[];
  /** Who places it, as in the audit trail. */
  placedBy: string;
  personId?: string | null | undefined;
  templateName?: string | null | undefined;
  scheduleId?: string | null | undefined;
  /** For the job and each of its items. */
  policy?: OrderPolicy | undefined;
}

/** Accepts a job and its items in the caller's transaction, all or none. Throws `TOO_MANY` where there is no room for all of them. */
export async function acceptJob(tx: Queryable, job: NewJob): Promise<{ jobId: string; itemIds: string[] }> {
  const { tenantId, priority, items, policy } = job;
  const jobId = randomUUID();
  await lookForRoom(tx, { tenantId, orders: 1 + items.length });
  await acceptOrders(tx, {
    kind: 'bulk',
    tenantId,
    orders: [{ id: jobId, priority, ...(policy ? { policy } : {}) }],
    insertDetails: async () => {
      await tx.query(
        `insert into bulk_jobs (order_id, mode, total_items, concurrency, item_delay_ms, placed_by, person_id, template_name, schedule_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          ...[jobId, job.mode, items.length, job.concurrency, job.itemDelayMs, job.placedBy],
          ...[job.personId ?? null, job.templateName ?? null, job.scheduleId ?? null],
        ],
      );
    },
  });
  const itemIds = await acceptTexts(tx, { tenantId, priority, jobId, texts: items, policy });
  return { jobId, itemIds };
}
