import type { PageType } from '../../contract/items';
import type { ItemQueueState, StepTimes } from '../../domain/items/eta';
import type { ItemStatus } from '../../domain/items/lifecycle';
import { ITEM_ORDER } from './queue';
import type { Queryable } from '../pool';

/** Steps that times are taken from: the last ones of all tenants. */
const MOST_STEPS = 500;

/** How long steps of items took lately, and how much of that whole items share. */
export async function measureSteps(db: Queryable): Promise<StepTimes> {
  const result = await db.query<{
    measured: number;
    items: number;
    meanMs: number | null;
    deviationMs: number | null;
    itemDeviationMs: number | null;
    stepsAnItem: number | null;
  }>(
    `with latest as (
       select order_id, took_ms from item_components order by created_at desc limit $1),
     of_items as (
       select avg(took_ms) as mean, count(*) as steps from latest group by order_id having count(*) >= 5)
     select count(*)::int as measured, count(distinct order_id)::int as items, avg(took_ms)::float8 as "meanMs", stddev_samp(took_ms)::float8 as "deviationMs",
            (select stddev_samp(mean)::float8 from of_items) as "itemDeviationMs",
            (select avg(steps)::float8 from of_items) as "stepsAnItem"
       from latest`,
    [MOST_STEPS],
  );
  const row = result.rows[0]!;
  const deviationMs = row.deviationMs ?? 0;
  // What chance alone makes of the mean of so many steps is taken off.
  const byChance = deviationMs ** 2 / Math.max(1, row.stepsAnItem ?? 1);
  return {
    measured: row.measured,
    items: row.items,
    meanMs: row.meanMs ?? 0,
    deviationMs,
    commonMs: Math.sqrt(Math.max(0, (row.itemDeviationMs ?? 0) ** 2 - byChance)),
  };
}

/** How many items come before each of these that wait, by id; those that do not wait are left out. */
export async function itemsAhead(
  db: Queryable,
  key: { tenantIds: readonly string[]; ids: readonly string[] },
): Promise<Map<string, number>> {
  const result = await db.query<{ id: string; ahead: number }>(
    `select id, ahead from (
       select o.id, (row_number() over (partition by o.tenant_id order by ${ITEM_ORDER}) - 1)::int as ahead
         from orders o join items i on i.order_id = o.id
        where o.kind = 'item' and o.status = 'pending' and o.tenant_id = any($1)) q
      where id = any($2)`,
    [key.tenantIds, key.ids],
  );
  return new Map(result.rows.map(({ id, ahead }) => [id, ahead]));
}

/** What the items of each of these tenants wait behind. */
export async function itemQueues(
  db: Queryable,
  key: { tenantIds: readonly string[] },
): Promise<Map<string, ItemQueueState>> {
  const result = await db.query<ItemQueueState & { tenantId: string }>(
    `select t.id as "tenantId", coalesce(t.items_at_once, l.at_once) as "atOnce",
            coalesce(t.items_per_minute, l.per_minute) as "perMinute",
            array(select i.total_steps - i.completed_steps from orders o join items i on i.order_id = o.id
                   where o.kind = 'item' and o.tenant_id = t.id and o.status = 'processing') as busy,
            array(select extract(epoch from statement_timestamp() - s.at)::float8 * 1000 from item_starts s
                   where s.tenant_id = t.id and s.at > statement_timestamp() - interval '1 minute'
                   order by s.at) as "startedAgoMs"
       from tenants t, item_limits l where t.id = any($1)`,
    [key.tenantIds],
  );
  return new Map(result.rows.map(({ tenantId, ...standing }) => [tenantId, standing]));
}

/** Items of a tenant, or of all, by status; ended ones of the last day, and those completed in the last minute. */
export async function countItems(
  db: Queryable,
  key: { tenantId: string | undefined },
): Promise<Record<'pending' | 'processing' | 'completed' | 'failed' | 'cancelled' | 'throughput', number>> {
  const result = await db.query<{
    pending: number;
    processing: number;
    completed: number;
    failed: number;
    cancelled: number;
    throughput: number;
  }>(
    `with open as (
       select count(*) filter (where status = 'pending')::int as pending,
              count(*) filter (where status = 'processing')::int as processing
         from orders where kind = 'item' and ($1::uuid is null or tenant_id = $1) and status in ('pending', 'processing')),
     ended as (
       select count(*) filter (where status = 'completed')::int as completed,
              count(*) filter (where status = 'failed')::int as failed,
              count(*) filter (where status = 'cancelled')::int as cancelled,
              count(*) filter (where status = 'completed'
                and finished_at > statement_timestamp() - interval '1 minute')::int as throughput
         from orders where kind = 'item' and ($1::uuid is null or tenant_id = $1)
          and finished_at > statement_timestamp() - interval '1 day')
     select * from open, ended`,
    [key.tenantId ?? null],
  );
  return result.rows[0]!;
}

/**
 * Workers that ask for items' steps at this moment, with the items (of a tenant, or of all) that each has, those begun last first. Of
 * a worker's slots a tenant sees those that its own items use.
 */
export async function itemWorkers(
  db: Queryable,
  key: { tenantId: string | undefined },
): Promise<Array<{ slots: number; busySlots: number; currentItems: string[] }>> {
  const result = await db.query<{ slots: number; busySlots: number; currentItems: string[] }>(
    `select w.slots, case when $1::uuid is null then w.busy else cardinality(c.ids) end as "busySlots",
            c.ids as "currentItems"
       from lane_workers w cross join lateral (
         select array(
           select o.id::text from orders o join items i on i.order_id = o.id
            where o.kind = 'item' and o.status = 'processing' and o.phase = 'running'
              and ($1::uuid is null or o.tenant_id = $1) and starts_with(w.worker, i.worker || ':')
            order by o.updated_at desc, o.id limit w.slots) as ids) c
      where w.lane = 'writing' and w.beat_at > statement_timestamp() - interval '5 seconds' order by w.worker`,
    [key.tenantId ?? null],
  );
  return result.rows;
}

/** What waits for a worker and what is being written of a tenant's items, and for how long the first of them has waited. */
export async function itemsInLane(
  db: Queryable,
  key: { tenantId: string },
): Promise<{ backlog: number; busy: number; oldestSeconds: number }> {
  const result = await db.query<{ backlog: number; busy: number; oldestSeconds: number }>(
    `select count(*) filter (where phase = 'queued')::int as backlog, count(*) filter (where phase = 'running')::int as busy,
            coalesce(extract(epoch from statement_timestamp() - min(updated_at) filter (where phase = 'queued')), 0)::float8
              as "oldestSeconds"
       from orders where kind = 'item' and tenant_id = $1 and status = 'processing'`,
    [key.tenantId],
  );
  return result.rows[0]!;
}

/** An item that has ended. */
export interface EndedItem {
  id: string;
  type: PageType;
  title: string | null;
  targetKeywords: string[];
  status: ItemStatus;
  startedAt: Date | null;
  completedAt: Date;
}

/** Items of a tenant, or of all, that were completed or failed last within a day, the latest first. */
export async function endedLately(
  db: Queryable,
  page: { tenantId: string | undefined; limit: number },
): Promise<EndedItem[]> {
  const result = await db.query<EndedItem>(
    `select o.id, i.page_type as type, i.title, i.target_keywords as "targetKeywords", o.status,
            o.started_at as "startedAt", o.finished_at as "completedAt"
       from orders o join items i on i.order_id = o.id
      where o.kind = 'item' and o.finished_at > statement_timestamp() - interval '1 day' and o.status in ('completed', 'failed')
        and ($1::uuid is null or o.tenant_id = $1)
      order by o.finished_at desc, o.id limit $2`,
    [page.tenantId ?? null, page.limit],
  );
  return result.rows;
}

/** Parts of pages that were asked for in the last minute, by a tenant or by all. */
export async function partsLately(db: Queryable, key: { tenantId: string | undefined }): Promise<number> {
  const result = await db.query<{ parts: number }>(
    `select count(*)::int as parts from provider_calls
      where provider = 'openai' and stage = 'component' and began_at > statement_timestamp() - interval '1 minute'
        and ($1::uuid is null or tenant_id = $1)`,
    [key.tenantId ?? null],
  );
  return result.rows[0]!.parts;
}
