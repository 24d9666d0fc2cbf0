import type { Queryable } from '../db/pool';

/** The state of the sample week in the database. */
export interface SampleProgress {
  /** Whether it still has to be loaded, either from the beginning or from where an earlier start was interrupted. */
  shouldLoad: boolean;
  /** Responses to orders already placed, by idempotency key. */
  placed: ReadonlyMap<string, unknown>;
}

/** Prefix of the idempotency keys used by the sample week. */
export const SAMPLE_KEY = 'sample-week:';

/**
 * Reads the progress of the sample week. It is only loaded into a database without orders, and complete once its orders
 * are backdated, which happens for all in one transaction: an order older than its own key proves it.
 */
export async function readSampleProgress(db: Queryable): Promise<SampleProgress> {
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
  return { shouldLoad: isEmpty || (placed.size > 0 && !isDated), placed };
}
