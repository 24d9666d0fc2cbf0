import type { ItemQueueState, StepTimes } from '../../domain/items/eta';
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
            (select count(*)::int from item_starts s
              where s.tenant_id = t.id and s.at > statement_timestamp() - interval '1 minute') as recent
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

/** Workers that ask for items' steps at this moment, and one of the items (of a tenant, or of all) that each has. */
export async function itemWorkers(
  db: Queryable,
  key: { tenantId: string | undefined },
): Promise<Array<{ slots: number; busySlots: number; currentItem: string | null }>> {
  const result = await db.query<{ slots: number; busySlots: number; currentItem: string | null }>(
    `select w.slots, w.busy as "busySlots",
            (select o.id from orders o join items i on i.order_id = o.id
              where o.kind = 'item' and o.status = 'processing' and o.phase = 'running'
                and ($1::uuid is null or o.tenant_id = $1) and starts_with(w.worker, i.worker || ':')
              order by o.updated_at desc limit 1) as "currentItem"
       from lane_workers w
      where w.lane = 'writing' and w.beat_at > statement_timestamp() - interval '5 seconds' order by w.worker`,
    [key.tenantId ?? null],
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
