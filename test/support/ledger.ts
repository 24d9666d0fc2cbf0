import type { Pool } from 'pg';

/** A tenant's day on which the sums that caps go by and the calls themselves do not agree, in millionths of a US dollar. */
export interface LedgerGap {
  tenantId: string;
  day: string;
  settled: number;
  cost: number;
  reserved: number;
  underway: number;
}

/**
 * Compares what is spent and set aside by day with the calls it comes from: spent is what calls cost, set aside what those under
 * way may cost. Empty where all agree.
 */
export async function ledgerGaps(pool: Pool): Promise<LedgerGap[]> {
  const result = await pool.query<LedgerGap>(
    `with calls as (
       select tenant_id, coalesce(spend_day, (began_at at time zone 'UTC')::date) as day,
              coalesce(sum(cost_micros), 0) as cost,
              coalesce(sum(reserved_micros) filter (where state = 'begun'), 0) as underway
         from provider_calls group by 1, 2)
     select tenant_id as "tenantId", day::text, coalesce(settled_micros, 0)::float8 as settled,
            coalesce(cost, 0)::float8 as cost, coalesce(reserved_micros, 0)::float8 as reserved,
            coalesce(underway, 0)::float8 as underway
       from calls full join spend_days using (tenant_id, day)
      where coalesce(settled_micros, 0) <> coalesce(cost, 0) or coalesce(reserved_micros, 0) <> coalesce(underway, 0)`,
  );
  return result.rows;
}
