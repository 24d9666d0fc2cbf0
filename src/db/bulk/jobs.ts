import type { ContentMode } from '../../contract/bulk';
import type { BulkStatus } from '../../domain/bulk/lifecycle';
import { ORDER_COLUMNS, selectOrder, selectOrders } from '../orders/orders';
import type { ListFilter, Order, OrderKey } from '../orders/orders';
import type { Queryable } from '../pool';
import { errorSummaryOf } from './sql';

/** A bulk job as saved, with how many of its items are in each status. */
export interface BulkJob extends Order<'bulk'> {
  mode: ContentMode;
  totalItems: number;
  /** Items written at once at most. */
  concurrency: number;
  /** Rest of a slot between the end of an item and the start of the next, in milliseconds. */
  itemDelayMs: number;
  /** Times that it was paused. */
  pauses: number;
  /** Who placed it, as in the audit trail. */
  placedBy: string;
  personId: string | null;
  templateName: string | null;
  scheduleId: string | null;
  completed: number;
  failed: number;
  cancelled: number;
  processing: number;
  queued: number;
  /** Items that count as ended. Never goes back, though ended items are retried. */
  shownEnded: number;
}

const COLUMNS = `${ORDER_COLUMNS},
  b.mode, b.total_items as "totalItems", b.concurrency, b.item_delay_ms as "itemDelayMs", b.pauses,
  b.placed_by as "placedBy", b.person_id as "personId", b.template_name as "templateName", b.schedule_id as "scheduleId",
  n.completed, n.failed, n.cancelled, n.processing, n.queued,
  greatest(b.shown_ended, n.completed + n.failed + n.cancelled) as "shownEnded"`;

const FROM = `from orders o join bulk_jobs b on b.order_id = o.id cross join lateral (
  select count(*) filter (where p.status = 'completed')::int as completed,
         count(*) filter (where p.status = 'failed')::int as failed,
         count(*) filter (where p.status = 'cancelled')::int as cancelled,
         count(*) filter (where p.status = 'processing')::int as processing,
         count(*) filter (where p.status = 'queued')::int as queued
    from orders p where p.parent_id = o.id) n`;

/** Reads a bulk job. */
export async function findJob(db: Queryable, key: OrderKey): Promise<BulkJob | undefined> {
  return selectOrder(db, `select ${COLUMNS} ${FROM}`, key);
}

/** Bulk jobs by their ids, in no order. */
export async function jobsByIds(db: Queryable, key: { ids: readonly string[] }): Promise<BulkJob[]> {
  const result = await db.query<BulkJob>(`select ${COLUMNS} ${FROM} where o.id = any($1)`, [key.ids]);
  return result.rows;
}

/** One page of bulk jobs, newest first. */
export async function listJobs(
  db: Queryable,
  filter: Pick<ListFilter, 'tenantId' | 'after' | 'limit'> & { status?: BulkStatus | undefined },
): Promise<Array<BulkJob & { position: string }>> {
  return selectOrders<BulkJob>(db, { kind: 'bulk', columns: COLUMNS, from: FROM, filter });
}

/** What went wrong with each failed item: `<position>. <topic>: <sentence>`, in the order of their places. */
export async function errorSummary(db: Queryable, key: { jobId: string }): Promise<string[]> {
  const result = await db.query<{ lines: string[] }>(`select ${errorSummaryOf('$1')} as lines`, [key.jobId]);
  return result.rows[0]!.lines;
}

/** Locks a job's row. Whoever holds it decides which of its waiting items are touched. */
export async function lockJob(tx: Queryable, key: { jobId: string }): Promise<void> {
  await tx.query('select 1 from orders where id = $1 for no key update', [key.jobId]);
}
