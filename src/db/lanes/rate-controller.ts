import type { Queryable } from '../pool';

/** Takes over from whoever governed before, and answers the epoch that is now the only one. */
export async function claimEpoch(db: Queryable, claim: { holder: string }): Promise<string> {
  const result = await db.query<{ epoch: string }>(
    'update rate_controller set epoch = epoch + 1, holder = $1, beat_at = clock_timestamp() returning epoch::text',
    [claim.holder],
  );
  return result.rows[0]!.epoch;
}

/** Says that the rate controller of an epoch still governs. False where a later one has taken over. */
export async function beat(db: Queryable, key: { epoch: string }): Promise<boolean> {
  const result = await db.query('update rate_controller set beat_at = clock_timestamp() where epoch = $1', [
    key.epoch,
  ]);
  return result.rowCount === 1;
}

/** Seconds since a rate controller gave a sign of life; null where none ever did. */
export async function silentSeconds(db: Queryable): Promise<number | null> {
  const result = await db.query<{ seconds: number | null }>(
    'select extract(epoch from clock_timestamp() - beat_at)::float8 as seconds from rate_controller',
  );
  return result.rows[0]?.seconds ?? null;
}
