import type { BulkStatus } from '../../domain/bulk/lifecycle';
import { ORDER_COLUMNS } from '../orders/orders';
import type { Order } from '../orders/orders';
import { WORKED_MS } from '../orders/work-time';
import type { Queryable } from '../pool';
import { errorSummaryOf } from './sql';

/** An item of a job that is being written, or waits for a provider. */
export interface RunningItem extends Order<'content'> {
  /** For how long it has been worked on, in milliseconds; null before that. */
  elapsedMs: number | null;
}

/** The items of jobs that are in hand now, whatever they wait for. */
export async function runningItems(
  db: Queryable,
  key: { jobIds: readonly string[] },
): Promise<RunningItem[]> {
  const result = await db.query<RunningItem>(
    `select ${ORDER_COLUMNS}, case when o.work_since is not null then ${WORKED_MS} end as "elapsedMs"
       from orders o where o.parent_id = any($1) and o.status = 'processing'`,
    [key.jobIds],
  );
  return result.rows;
}

/** What went wrong with the failed items of jobs, by job; see {@link errorSummaryOf}. */
export async function errorSummaries(
  db: Queryable,
  key: { jobIds: readonly string[] },
): Promise<Map<string, string[]>> {
  const result = await db.query<{ id: string; lines: string[] }>(
    `select o.id, ${errorSummaryOf('o.id')} as lines from orders o where o.id = any($1)`,
    [key.jobIds],
  );
  return new Map(result.rows.map(({ id, lines }) => [id, lines]));
}

/** The statuses of jobs by their ids. */
export async function jobStatuses(
  db: Queryable,
  key: { jobIds: readonly string[] },
): Promise<Map<string, BulkStatus>> {
  const result = await db.query<{ id: string; status: BulkStatus }>(
    'select id, status from orders where id = any($1)',
    [key.jobIds],
  );
  return new Map(result.rows.map(({ id, status }) => [id, status]));
}
