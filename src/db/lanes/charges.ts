import type { Lane } from '../../contract/lanes';
import type { Queryable } from '../pool';

/** Calls on a lane, and the tokens they were charged. */
export interface LaneCharges {
  lane: Lane;
  calls: number;
  tokens: number;
}

/** Age from which a call counts, in seconds, so that one whose row is just being saved is counted the next time. */
const SETTLED_SECONDS = 0.5;

/**
 * Calls on provider accounts that began after `after` and have been saved, by lane; none without `after`. `until` is where the next
 * ones begin, by Postgres' clock, `seconds` how long that was.
 */
export async function chargedSince(
  db: Queryable,
  key: { after: string | null },
): Promise<{ until: string; seconds: number; lanes: LaneCharges[] }> {
  const result = await db.query<{ until: string; seconds: number; lanes: LaneCharges[] }>(
    `select s.until::text as until, extract(epoch from s.until - s.after)::float8 as seconds,
            (select coalesce(jsonb_agg(c), '[]')
               from (select lane, count(*)::int as calls, coalesce(sum(charged_tokens), 0)::float8 as tokens
                       from provider_calls
                      where provider in ('openai', 'replicate') and began_at > s.after and began_at <= s.until
                      group by lane) c) as lanes
       from (select now.until, coalesce($1::timestamptz, now.until) as after
               from (select statement_timestamp() - make_interval(secs => $2) as until) now) s`,
    [key.after, SETTLED_SECONDS],
  );
  return result.rows[0]!;
}
