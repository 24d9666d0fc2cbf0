import { GalleyError } from '../../contract/failures';
import { cappedBy, cappedDelay, spreadOf } from '../../domain/spending/caps';
import type { CapUsage } from '../../domain/spending/caps';
import type { Queryable } from '../pool';

/** A tenant's caps and sums as a query answers them, with Postgres' time. */
interface CapRow {
  dailyCents: number | null;
  monthlyCents: number | null;
  daySettled: number;
  dayReserved: number;
  monthSettled: number;
  monthReserved: number;
  now: Date;
}

function usageOf(row: CapRow): CapUsage {
  return {
    caps: { dailyCents: row.dailyCents, monthlyCents: row.monthlyCents },
    day: { settledMicros: row.daySettled, reservedMicros: row.dayReserved },
    month: { settledMicros: row.monthSettled, reservedMicros: row.monthReserved },
  };
}

/** A tenant's spending on a day (UTC, ISO 8601) and in the month up to it, its caps, and Postgres' current time. */
export async function readCapUsage(
  db: Queryable,
  key: { tenantId: string; day: string },
): Promise<(CapUsage & { now: Date }) | undefined> {
  const result = await db.query<CapRow>(
    `select t.daily_cap_cents::float8 as "dailyCents", t.monthly_cap_cents::float8 as "monthlyCents",
            coalesce(sum(d.settled_micros) filter (where d.day = $2::date), 0)::float8 as "daySettled",
            coalesce(sum(d.reserved_micros) filter (where d.day = $2::date), 0)::float8 as "dayReserved",
            coalesce(sum(d.settled_micros), 0)::float8 as "monthSettled",
            coalesce(sum(d.reserved_micros), 0)::float8 as "monthReserved",
            clock_timestamp() as now
       from tenants t left join spend_days d
         on d.tenant_id = t.id and d.day between date_trunc('month', $2::date)::date and $2::date
      where t.id = $1 group by t.id`,
    [key.tenantId, key.day],
  );
  const row = result.rows[0];
  return row && { ...usageOf(row), now: row.now };
}

/** Today's date (UTC, ISO 8601) by Postgres' clock, which all processes share. */
export async function today(db: Queryable): Promise<string> {
  const result = await db.query<{ day: string }>(
    `select (clock_timestamp() at time zone 'UTC')::date::text as day`,
  );
  return result.rows[0]!.day;
}

/**
 * Locks the tenant of an order so that its caps cannot change before the transaction ends. Returns the tenant's id, or
 * undefined if there is no such order.
 */
export async function lockCaps(tx: Queryable, key: { orderId: string }): Promise<string | undefined> {
  const result = await tx.query<{ id: string }>(
    'select id from tenants where id = (select tenant_id from orders where id = $1) for no key update',
    [key.orderId],
  );
  return result.rows[0]?.id;
}

/** Whether a tenant has reached a cap. */
export async function isCapped(db: Queryable, key: { tenantId: string }): Promise<boolean> {
  const usage = await readCapUsage(db, { tenantId: key.tenantId, day: await today(db) });
  return usage !== undefined && cappedBy(usage) !== undefined;
}

/** A call about to be made. */
export interface Reservation {
  orderId: string;
  /** Attempts of its step so far, from 1. */
  tries: number;
}

/** What {@link reserving} answers. */
export interface Reserved extends CapRow {
  /** The day (UTC, ISO 8601) that the call is booked on; null if it may not be made. */
  day: string | null;
}

/** Reserves a call's maximum cost, as a query. Answers {@link Reserved}. */
export const reserving = (tenantId: string, mostMicros: string): string => `
  select r.day::text, r.daily_cents::float8 as "dailyCents", r.monthly_cents::float8 as "monthlyCents",
         r.day_settled::float8 as "daySettled", r.day_reserved::float8 as "dayReserved",
         r.month_settled::float8 as "monthSettled", r.month_reserved::float8 as "monthReserved", r.decided_at as now
    from reserve_spending(${tenantId}, ${mostMicros}) r`;

/** Throws `Spending.Capped` unless the call was reserved. */
export function assertReserved(reserved: Reserved, call: Reservation): void {
  if (reserved.day !== null) return;
  const usage = usageOf(reserved);
  const capped = cappedBy(usage)!;
  throw new GalleyError({
    type: 'Spending.Capped',
    reason: capped.reason,
    delayMs: cappedDelay(capped, { now: reserved.now, tries: call.tries, spread: spreadOf(call.orderId) }),
    detail: `${capped.by}: ${JSON.stringify(usage)}`,
  });
}

/** Dimensions that spending can be grouped by. */
export const SPENDING_GROUPS = ['day', 'stage', 'store'] as const;
export type SpendingGroup = (typeof SPENDING_GROUPS)[number];

/** Spending of one group; only the dimensions grouped by are present. */
export interface SpendingRow {
  day?: string;
  stage?: string;
  storeId?: string | null;
  storeName?: string | null;
  /** Calls that cost money, or that are in progress and may. */
  calls: number;
  amountMicros: number;
  /** The part of it that counts at its maximum, because nobody knows what the calls cost. */
  unknownMicros: number;
  reservedMicros: number;
}

const GROUP_COLUMNS: Record<SpendingGroup, { select: string; group: string }> = {
  day: { select: 'c.spend_day::text as day', group: 'c.spend_day' },
  stage: { select: 'c.stage', group: 'c.stage' },
  store: { select: 's.id as "storeId", s.name as "storeName"', group: 's.name, s.id' },
};

/** The store of a call's order, looked up for each call: a join would read all orders there are. */
const STORE_OF_CALL = '(select o.store_id from orders o where o.id = c.order_id)';

/** Spending between two days (UTC, inclusive), grouped by day, stage and store as requested, in that order. */
export async function listSpending(
  db: Queryable,
  filter: {
    from: string;
    to: string;
    groupBy: readonly SpendingGroup[];
    tenantId?: string | undefined;
    storeId?: string | undefined;
  },
): Promise<SpendingRow[]> {
  const groups = SPENDING_GROUPS.filter((group) => filter.groupBy.includes(group)).map(
    (group) => GROUP_COLUMNS[group],
  );
  const ofStores = filter.groupBy.includes('store');
  const columns = groups.map(({ group }) => group).join(', ');
  const result = await db.query<SpendingRow>(
    `select ${groups.map(({ select }) => `${select}, `).join('')}
            count(*)::int as calls, coalesce(sum(c.cost_micros), 0)::float8 as "amountMicros",
            coalesce(sum(c.cost_micros) filter (where c.cost_is_maximum), 0)::float8 as "unknownMicros",
            coalesce(sum(c.reserved_micros) filter (where c.state = 'begun'), 0)::float8 as "reservedMicros"
       from provider_calls c ${ofStores ? `left join stores s on s.id = ${STORE_OF_CALL}` : ''}
      where c.spend_day between $1 and $2 and ($3::uuid is null or c.tenant_id = $3)
        and ($4::uuid is null or (c.tenant_id = (select t.tenant_id from stores t where t.id = $4) and ${STORE_OF_CALL} = $4))
        and (c.cost_micros > 0 or (c.state = 'begun' and c.reserved_micros > 0))
      group by ${columns} order by ${columns}`,
    [filter.from, filter.to, filter.tenantId ?? null, filter.storeId ?? null],
  );
  return result.rows;
}
