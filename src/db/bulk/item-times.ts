import type { Queryable } from '../pool';

/** How a job's items went so far. Times in milliseconds. */
export interface ItemTimes {
  /** How long those took that were written or failed, each from its admission to its end. */
  took: number[];
  /** How long ago the last one ended that was admitted; null where none has. */
  sinceMs: number | null;
}

/** How the items of jobs went so far, by job. */
export async function itemTimes(
  db: Queryable,
  key: { jobIds: readonly string[] },
): Promise<Map<string, ItemTimes>> {
  const result = await db.query<ItemTimes & { jobId: string }>(
    `select o.parent_id as "jobId",
            coalesce(array_agg((extract(epoch from c.ended_at - c.admitted_at) * 1000)::float8 order by c.ended_at)
              filter (where o.status in ('completed', 'failed') and c.ended_at > c.admitted_at), '{}') as took,
            (extract(epoch from clock_timestamp() - max(c.ended_at)) * 1000)::float8 as "sinceMs"
       from orders o join content_items c on c.order_id = o.id
      where o.parent_id = any($1) group by o.parent_id`,
    [key.jobIds],
  );
  return new Map(result.rows.map(({ jobId, took, sinceMs }) => [jobId, { took, sinceMs }]));
}
