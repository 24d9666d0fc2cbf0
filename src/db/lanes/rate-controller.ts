import type { Queryable } from '../pool';

/** Takes over as rate controller. Returns the new epoch, which invalidates all earlier ones. */
export async function claimEpoch(db: Queryable, claim: { holder: string }): Promise<string> {
  const result = await db.query<{ epoch: string }>(
    'update rate_controller set epoch = epoch + 1, holder = $1, beat_at = clock_timestamp() returning epoch::text',
    [claim.holder],
  );
  return result.rows[0]!.epoch;
}

/** Saves a heartbeat of the rate controller with this epoch. False if a later one has taken over. */
export async function saveHeartbeat(db: Queryable, key: { epoch: string }): Promise<boolean> {
  const result = await db.query('update rate_controller set beat_at = clock_timestamp() where epoch = $1', [
    key.epoch,
  ]);
  return result.rowCount === 1;
}

/** Seconds since the last heartbeat of a rate controller; null if there never was one. */
export async function secondsSinceHeartbeat(db: Queryable): Promise<number | null> {
  const result = await db.query<{ seconds: number | null }>(
    'select extract(epoch from clock_timestamp() - beat_at)::float8 as seconds from rate_controller',
  );
  return result.rows[0]?.seconds ?? null;
}
