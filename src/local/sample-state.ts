import type { Queryable } from '../db/pool';

/** What the database holds of the sample week. */
export interface SampleStanding {
  /** Whether it is still to be loaded, from the beginning or from where an earlier start was interrupted. */
  isWanted: boolean;
  /** Answers to what was placed already, by the key under which it was. */
  placed: ReadonlyMap<string, unknown>;
}

/** Keys under which the sample week is placed begin with it. */
export const SAMPLE_KEY = 'sample-week:';

/**
 * Reads how far the sample week is. It belongs into a database without orders, and is complete once its orders are dated back, which one
 * transaction does for all: so an order that is older than its own key tells.
 */
export async function sampleStanding(db: Queryable): Promise<SampleStanding> {
  const keys = await db.query<{ key: string; response: unknown }>(
    `select key, response from idempotency_keys where starts_with(key, $1) and response is not null`,
    [SAMPLE_KEY],
  );
  const orders = await db.query<{ isEmpty: boolean; isDated: boolean }>(
    `select not exists (select 1 from orders) as "isEmpty",
            exists (select 1 from orders o join idempotency_keys k on k.response ->> 'id' = o.id::text
                     where starts_with(k.key, $1) and o.created_at < k.created_at - interval '1 hour') as "isDated"`,
    [SAMPLE_KEY],
  );
  const placed = new Map(keys.rows.map(({ key, response }) => [key, response]));
  const { isEmpty, isDated } = orders.rows[0]!;
  return { isWanted: isEmpty || (placed.size > 0 && !isDated), placed };
}
