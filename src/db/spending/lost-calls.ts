import type { Queryable } from '../pool';
import { endCall } from './provider-calls';

/** Requests that are settled in one go. */
const MOST_AT_ONCE = 500;

/**
 * Settles the requests that began longer than `afterMs` ago and have not ended: their workers were killed. Each is
 * booked at the most it can cost, as nobody knows whether it was charged for, and one that cannot be settled does not
 * hold up the others. A later end of such a request still corrects it. Returns how many were settled and how many not.
 */
export async function settleLostCalls(
  db: Queryable,
  wait: { afterMs: number },
): Promise<{ settled: number; failed: number }> {
  const lost = await db.query<{ id: string }>(
    `select id from provider_calls
      where state = 'begun' and began_at < statement_timestamp() - make_interval(secs => $1 / 1000.0)
      order by began_at limit $2`,
    [wait.afterMs, MOST_AT_ONCE],
  );
  let settled = 0;
  for (const { id } of lost.rows)
    await endCall(db, id, { state: 'lost', cost: 'unknown' }).then(
      () => (settled += 1),
      () => undefined,
    );
  return { settled, failed: lost.rows.length - settled };
}
