import type { FailureType } from '../../contract/failures';
import type { FailureHistory } from '../../domain/providers/patience';
import { storableText } from '../../domain/text/storable';
import { cutAtGrapheme } from '../../domain/text/text';
import type { Queryable } from '../pool';

/** One failed attempt of an activity; `detail` is private and stays here. */
export interface ActivityFailure {
  orderId: string | null;
  activity: string;
  workflowId: string | null;
  /** Which execution of an activity failed; all its attempts share it. */
  execution: string;
  temporalAttempt: number;
  type: FailureType;
  reason: string;
  detail: string;
  /** How long the attempt took, and the longest pause that may follow it, in milliseconds. */
  tookMs: number;
  longestPauseMs: number;
}

/** Characters that are kept of what really happened. */
const DETAIL_LENGTH = 8_000;

/** A saved failure: the number of its row, the history of its execution, and Postgres' time in milliseconds since 1970. */
export interface SavedFailure extends FailureHistory {
  id: string;
  now: number;
}

/** An attempt that follows the failure before by no more than its pause and this counts as made without a break, in milliseconds. */
const SLACK_MS = 60_000;

/**
 * Saves a failed attempt. Attempts of one execution that fail alike share a row. A busy provider's time adds up by the pauses between
 * attempts, so that a time in which nobody could try (a paused lane, stopped workers) does not count.
 */
export async function saveActivityFailure(db: Queryable, failure: ActivityFailure): Promise<SavedFailure> {
  const result = await db.query<Omit<SavedFailure, 'now'> & { now: Date }>(
    `with before as (
       select type, coalesce(last_at, at) as at, pause_ms from activity_failures
        where execution = $8 order by coalesce(last_at, at) desc limit 1),
     saved as (
       insert into activity_failures as f
         (order_id, activity, workflow_id, temporal_attempt, type, reason, detail, execution, pause_ms, last_at, tried_ms)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9::bigint, clock_timestamp(), coalesce((
         select least(extract(epoch from clock_timestamp() - b.at) * 1000, b.pause_ms + $10::bigint) from before b
          where $5 = 'Provider.Busy' and b.type = 'Provider.Busy'), 0)::bigint
       on conflict (execution, type, reason) where execution is not null do update
         set repeats = f.repeats + 1, last_at = excluded.last_at, temporal_attempt = excluded.temporal_attempt,
             detail = excluded.detail, pause_ms = excluded.pause_ms, tried_ms = f.tried_ms + excluded.tried_ms
       returning f.id, f.type, f.repeats, f.tried_ms),
     alike as (
       select type, repeats, tried_ms from saved
       union all
       select type, repeats, tried_ms from activity_failures where execution = $8 and id <> (select id from saved))
     select s.id::text, s.repeats, clock_timestamp() as now,
            (select coalesce(sum(tried_ms), 0)::float8 from alike where type = 'Provider.Busy') as "busyMs",
            (select coalesce(sum(repeats), 0)::int from alike where type = 'Internal.Fault') as faults
       from saved s`,
    [
      failure.orderId,
      failure.activity,
      failure.workflowId,
      failure.temporalAttempt,
      failure.type,
      failure.reason,
      storableText(cutAtGrapheme(failure.detail, DETAIL_LENGTH)),
      failure.execution,
      Math.round(failure.longestPauseMs),
      Math.round(failure.tookMs) + SLACK_MS,
    ],
  );
  const { now, ...row } = result.rows[0]!;
  return { ...row, now: now.getTime() };
}
