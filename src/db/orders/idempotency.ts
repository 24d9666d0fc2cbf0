import type { Queryable } from '../pool';

/** An answer given before under the same key. */
export interface SavedAnswer {
  requestHash: string;
  status: number | null;
  response: unknown;
  location: string | null;
}

/** The answer that was given under a key; undefined where none was, or not yet. */
export async function findAnswer(
  db: Queryable,
  key: { tenantId: string; key: string },
): Promise<SavedAnswer | undefined> {
  const known = await db.query<SavedAnswer>(
    `select request_hash as "requestHash", status, response, location from idempotency_keys
      where tenant_id = $1 and key = $2 and status is not null`,
    [key.tenantId, key.key],
  );
  return known.rows[0];
}

/**
 * Makes the caller's transaction the only one of the tenant that accepts a batch, in all processes. Answers false where there is one
 * already, without waiting for it.
 */
export async function holdBatches(tx: Queryable, key: { tenantId: string }): Promise<boolean> {
  const held = await tx.query<{ held: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended('galley.batch:' || $1, 0)) as held`,
    [key.tenantId],
  );
  return held.rows[0]!.held;
}

/**
 * Claims a key in the caller's transaction. Answers undefined when it was free; a second request with the same key waits
 * here for the first one's commit and then gets its answer.
 */
export async function claimIdempotencyKey(
  tx: Queryable,
  key: { tenantId: string; key: string; requestHash: string },
): Promise<SavedAnswer | undefined> {
  const claimed = await tx.query(
    `insert into idempotency_keys (tenant_id, key, request_hash) values ($1, $2, $3)
     on conflict (tenant_id, key) do nothing`,
    [key.tenantId, key.key, key.requestHash],
  );
  if (claimed.rowCount === 1) return undefined;
  const known = await tx.query<SavedAnswer>(
    `select request_hash as "requestHash", status, response, location from idempotency_keys
      where tenant_id = $1 and key = $2`,
    [key.tenantId, key.key],
  );
  return known.rows[0];
}

/** Saves the answer under a claimed key, in the same transaction as its effect. */
export async function saveIdempotentAnswer(
  tx: Queryable,
  answer: { tenantId: string; key: string; status: number; response: unknown; location: string | null },
): Promise<void> {
  await tx.query(
    'update idempotency_keys set status = $3, response = $4, location = $5 where tenant_id = $1 and key = $2',
    [answer.tenantId, answer.key, answer.status, JSON.stringify(answer.response), answer.location],
  );
}
