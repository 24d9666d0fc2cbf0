import { priorityLevel } from '../../contract/lanes';
import { enqueue } from '../outbox/outbox';
import type { Queryable } from '../pool';

/** Orders that one look raises at most; the others follow with the next one. */
const MOST_RAISED = 200;

/** The server's first level, above which nothing can be raised. */
const FIRST_LEVEL = 1;

/**
 * Raises what has waited in a lane's queue for so long by a level, and once more for each further such time, as levels do not age. What
 * waits for a provider, a store, a cap or a paused lane is not helped by it and stays.
 */
export async function raiseWaiting(tx: Queryable, wait: { afterMs: number }): Promise<string[]> {
  const waiting = await tx.query<{ id: string; startNo: number; priority: number; raised: number }>(
    `update orders o set raised = case when o.raised_at > o.updated_at then o.raised + 1 else 1 end,
            raised_at = clock_timestamp()
       from (select id from orders
              where phase in ('queued', 'running') and waiting_type is null
                and updated_at < statement_timestamp() - make_interval(secs => $1 / 1000.0)
                and (raised_at is null or raised_at < updated_at
                  or raised_at < statement_timestamp() - make_interval(secs => $1 / 1000.0))
                and 6 - ceil(priority / 2.0) - case when raised_at > updated_at then raised else 0 end > $2
              order by id limit $3 for no key update skip locked) late
      where o.id = late.id returning o.id, o.start_no as "startNo", o.priority, o.raised`,
    [wait.afterMs, FIRST_LEVEL, MOST_RAISED],
  );
  for (const { id: orderId, startNo, priority, raised } of waiting.rows)
    await enqueue(tx, {
      orderId,
      startNo,
      kind: 'raise',
      payload: { level: Math.max(FIRST_LEVEL, priorityLevel(priority) - raised) },
    });
  return waiting.rows.map(({ id }) => id);
}
