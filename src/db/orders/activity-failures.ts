import type { FailureType } from '../../contract/failures';
import { storableText } from '../../domain/text/storable';
import { cutAtGrapheme } from '../../domain/text/text';
import type { Queryable } from '../pool';

/** One failed attempt of an activity; `detail` is private and stays here. */
export interface ActivityFailure {
  orderId: string | null;
  activity: string;
  workflowId: string | null;
  temporalAttempt: number;
  type: FailureType;
  reason: string;
  detail: string;
}

/** Characters that are kept of what really happened. */
const DETAIL_LENGTH = 8_000;

/** Saves the attempt and answers its row's number. */
export async function insertActivityFailure(db: Queryable, failure: ActivityFailure): Promise<string> {
  const result = await db.query<{ id: string }>(
    `insert into activity_failures (order_id, activity, workflow_id, temporal_attempt, type, reason, detail)
     values ($1, $2, $3, $4, $5, $6, $7) returning id::text`,
    [
      failure.orderId,
      failure.activity,
      failure.workflowId,
      failure.temporalAttempt,
      failure.type,
      failure.reason,
      storableText(cutAtGrapheme(failure.detail, DETAIL_LENGTH)),
    ],
  );
  return result.rows[0]!.id;
}

/**
 * Since when an activity of an order has been failing as busy: counted from the opening of its run, its last answered call, or
 * the last time its provider was shut or its tenant's cap was reached, whichever came last. Undefined where it has not failed since.
 */
export async function busySince(
  db: Queryable,
  key: { orderId: string; activity: string },
): Promise<Date | undefined> {
  const result = await db.query<{ at: Date | null }>(
    `select min(f.at) as at from activity_failures f
      where f.order_id = $1 and f.activity = $2 and f.type = 'Provider.Busy'
        and f.at > greatest(
          (select max(r.opened_at) from order_runs r where r.order_id = $1),
          (select max(c.ended_at) from provider_calls c where c.order_id = $1 and c.state = 'answered'),
          (select max(s.at) from activity_failures s
            where s.order_id = $1 and s.activity = $2 and s.type in ('Provider.Closed', 'Spending.Capped')),
          '-infinity'::timestamptz)`,
    [key.orderId, key.activity],
  );
  return result.rows[0]?.at ?? undefined;
}
