import { priorityLevel } from '../../contract/lanes';
import { enqueue } from '../outbox/outbox';
import { atomically, eachAlone } from '../pool';
import type { Queryable } from '../pool';
import { LANES_OF_KINDS } from './orders';

/** Orders that one look raises at most; the others follow with the next one. */
const MOST_RAISED = 200;

/** The server's first level, above which nothing can be raised. */
const FIRST_LEVEL = 1;

/**
 * Holds for an order that has waited for its turn longer than `$1` milliseconds, and may go above level `$2`. In a status without lanes there is no
 * turn to wait for.
 */
const IS_LATE = `at_work and phase in ('queued', 'running') and waiting_type is null
  and coalesce('${LANES_OF_KINDS}'::jsonb -> kind ? status, false)
  and updated_at < statement_timestamp() - make_interval(secs => $1 / 1000.0)
  and (raised_at is null or raised_at < updated_at
    or raised_at < statement_timestamp() - make_interval(secs => $1 / 1000.0))
  and 6 - ceil(priority / 2.0) - case when raised_at > updated_at then raised else 0 end > $2`;

/** Raises one order by a level unless somebody else is at it, or has raised it already. Answers whether it did. */
async function raiseOrder(tx: Queryable, wait: { orderId: string; afterMs: number }): Promise<boolean> {
  const late = await tx.query<{ startNo: number; priority: number; raised: number }>(
    `update orders o set raised = case when o.raised_at > o.updated_at then o.raised + 1 else 1 end,
            raised_at = clock_timestamp()
       from (select id from orders where id = $3 and ${IS_LATE} for no key update skip locked) late
      where o.id = late.id returning o.start_no as "startNo", o.priority, o.raised`,
    [wait.afterMs, FIRST_LEVEL, wait.orderId],
  );
  const [order] = late.rows;
  if (!order) return false;
  await enqueue(tx, {
    orderId: wait.orderId,
    startNo: order.startNo,
    kind: 'raise',
    payload: { level: Math.max(FIRST_LEVEL, priorityLevel(order.priority) - order.raised) },
  });
  return true;
}

/**
 * Raises what has waited in a lane's queue for so long by a level, and once more for each further such time, as levels do not age. What
 * waits for a provider, a store, a cap or a paused lane is not helped by it and stays. Each order is a transaction of its own: one that
 * cannot be raised does not hold up the others, and its failure is thrown in the end.
 */
export async function raiseWaiting(db: Queryable, wait: { afterMs: number }): Promise<string[]> {
  const { afterMs } = wait;
  const late = await db.query<{ id: string }>(`select id from orders where ${IS_LATE} order by id limit $3`, [
    afterMs,
    FIRST_LEVEL,
    MOST_RAISED,
  ]);
  const raised: string[] = [];
  await eachAlone(
    late.rows.map(({ id: orderId }) => async () => {
      if (await atomically(db, (tx) => raiseOrder(tx, { orderId, afterMs }))) raised.push(orderId);
    }),
  );
  return raised;
}
