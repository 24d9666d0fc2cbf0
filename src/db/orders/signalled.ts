import type { IgnoredReason, SignalledAction } from '../../contract/messages';
import { addEvent } from '../events/events';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import type { ActionPayload } from './cancelling';
import { findOrder } from './orders';
import type { RunKey } from './runs';

/** What an action on record says; undefined where this start of the order has no such action under this identifier. */
export async function recordedAction(
  db: Queryable,
  key: RunKey & { actId: string; name: string },
): Promise<ActionPayload | undefined> {
  const result = await db.query<{ payload: ActionPayload }>(
    'select payload from actions where act_id = $1 and order_id = $2 and start_no = $3 and kind = $4',
    [key.actId, key.orderId, key.startNo, key.name],
  );
  return result.rows[0]?.payload;
}

/** Writes on the timeline that a signal was ignored: once a round for each reason, however many there are. */
export async function noteIgnored(
  db: Queryable,
  ignored: { orderId: string; action: SignalledAction['name']; reason: IgnoredReason },
): Promise<void> {
  const { orderId, action, reason } = ignored;
  await atomically(db, async (tx) => {
    const order = await findOrder(tx, { orderId, lock: true });
    if (!order) return;
    const known = await tx.query(
      `select 1 from order_events
        where order_id = $1 and type = 'action.ignored' and round = $2 and data = $3::jsonb limit 1`,
      [orderId, order.round, JSON.stringify({ action, reason })],
    );
    if (known.rowCount === 0)
      await addEvent(tx, { orderId, type: 'action.ignored', data: { action, reason } });
  });
}
