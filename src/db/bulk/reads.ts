import type { BulkStatus } from '../../domain/bulk/lifecycle';
import { ORDER_COLUMNS } from '../orders/orders';
import type { Order } from '../orders/orders';
import { WORKED_MS } from '../orders/work-time';
import type { Queryable } from '../pool';

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

/** Failed items that are named for one job at most. */
const MOST_ERRORS = 50;

/** What went wrong with the failed items of jobs, by job: `<place>. <topic>: <sentence>`, in the order of their places. */
export async function errorSummaries(
  db: Queryable,
  key: { jobIds: readonly string[] },
): Promise<Map<string, string[]>> {
  const result = await db.query<{ jobId: string; lines: string[] }>(
    `select parent_id as "jobId", array_agg(line order by place) as lines from (
       select o.parent_id, c.queue_position as place, c.queue_position || '. ' || c.topic || ': ' || coalesce(o.error, '') as line,
              row_number() over (partition by o.parent_id order by c.queue_position) as n
         from orders o join content_items c on c.order_id = o.id
        where o.parent_id = any($1) and o.status = 'failed') failed
      where n <= $2 group by parent_id`,
    [key.jobIds, MOST_ERRORS],
  );
  return new Map(result.rows.map(({ jobId, lines }) => [jobId, lines]));
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
