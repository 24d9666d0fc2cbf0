import { atomically } from '../pool';
import type { Queryable } from '../pool';

/** How many requests may be counted under a key within any minute. */
export interface RequestLimit {
  key: string;
  most: number;
}

/** Requests that were counted: under which keys, and each key's stamp. */
export interface TakenRequests {
  count: number;
  stamps: Array<{ key: string; at: string }>;
}

/** Longest time from counting a request to sending it, in milliseconds: who asks for longer is not answered any more. */
export const SENT_WITHIN_MS = 10_000;

/**
 * For how long a counted request stands, in SQL: a minute, the time until it is sent, and a second for the way. Whatever 60 s are looked
 * at, no more than `most` requests are sent in them.
 */
const COUNTED_FOR = `interval '71 seconds'`;
const COUNTED_FOR_S = 71;

/** Thrown to roll back what was counted under other keys. */
class Refused extends Error {
  constructor(readonly retryAfterS: number) {
    super('no more requests may be made at the moment');
  }
}

/** Seconds until so many more may be counted under all of the keys. */
async function secondsUntil(
  tx: Queryable,
  row: { limits: readonly RequestLimit[]; count: number },
): Promise<number> {
  const { rows } = await tx.query<{ seconds: number | null }>(
    `select max(ceil(extract(epoch from x.t + ${COUNTED_FOR} - clock_timestamp())))::int as seconds
       from unnest($1::text[], $2::int[]) as w(key, most)
       cross join lateral (
         select t, row_number() over (order by t desc) + $3::int as with_ours
           from site_requests r, unnest(r.sent) t where r.key = w.key and t > statement_timestamp() - ${COUNTED_FOR}
       ) x
      where x.with_ours = w.most + 1`,
    [row.limits.map(({ key }) => key), row.limits.map(({ most }) => most), row.count],
  );
  return Math.min(COUNTED_FOR_S, Math.max(1, rows[0]?.seconds ?? 1));
}

/**
 * Counts requests under all of the keys before any of them is sent, or under none. What was counted is looked at as of when the statement
 * began: one that has waited for another counts a little too much, never too little. Exact for all processes together: each key is one
 * row, changed by one statement, by Postgres' clock. Returns what was counted, or in how many seconds to try again.
 */
export async function takeRequests(
  db: Queryable,
  row: { limits: readonly RequestLimit[]; count: number },
): Promise<TakenRequests | { retryAfterS: number }> {
  const { limits, count } = row;
  try {
    return await atomically(db, async (tx) => {
      const taken = await tx.query<{ key: string; at: string }>(
        `insert into site_requests as r (key, most, sent, changed_at)
         select w.key, w.most, array_fill(clock_timestamp(), array[$3::int]), clock_timestamp()
           from unnest($1::text[], $2::int[]) as w(key, most) where $3 <= w.most order by w.key
         on conflict (key) do update
           set most = excluded.most, changed_at = clock_timestamp(),
               sent = array(select t from unnest(r.sent) t where t > statement_timestamp() - ${COUNTED_FOR})
                      || array_fill(clock_timestamp(), array[$3::int])
         where (select count(*) from unnest(r.sent) t where t > statement_timestamp() - ${COUNTED_FOR}) + $3 <= excluded.most
         returning r.key, r.sent[cardinality(r.sent)]::text as at`,
        [limits.map(({ key }) => key), limits.map(({ most }) => most), count],
      );
      if (taken.rows.length < limits.length) throw new Refused(await secondsUntil(tx, row));
      return { count, stamps: taken.rows };
    });
  } catch (error) {
    if (error instanceof Refused) return { retryAfterS: error.retryAfterS };
    throw error;
  }
}

/** Gives back those of the counted requests that were not sent. */
export async function giveBackRequests(
  db: Queryable,
  row: { taken: TakenRequests; unsent: number },
): Promise<void> {
  const { stamps } = row.taken;
  await db.query(
    `update site_requests r
        set sent = array(
              select x.t from (select t, row_number() over (partition by t) as n from unnest(r.sent) t) x
               where x.t <> w.at or x.n > $3 order by x.t)
       from unnest($1::text[], $2::timestamptz[]) as w(key, at) where r.key = w.key`,
    [stamps.map(({ key }) => key), stamps.map(({ at }) => at), row.unsent],
  );
}

/** Deletes some of the counts that are out of date. Never waits for others. */
export async function forgetOldRequests(db: Queryable): Promise<void> {
  await db.query(
    `delete from site_requests where key in (
       select key from site_requests where changed_at < statement_timestamp() - interval '5 minutes'
        order by changed_at limit 50 for update skip locked)`,
  );
}
