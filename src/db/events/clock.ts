import type { Queryable } from '../pool';

/**
 * Begins a new era of event positions if the database holds events from after its own time, as it does once a backup has been restored
 * into a new server: its transactions are numbered from the start again, and the stream would hold events back until their numbers come
 * round, and then tell them a second time. With `restored`, begins one in any case: what readers have seen after the backup was made is
 * no longer true, so all of them have to start with a snapshot. To be run while nothing else writes. Answers whether an era began.
 */
export async function beginEventEra(db: Queryable, options: { restored: boolean }): Promise<boolean> {
  const begun = await db.query(
    `update event_clock c set ahead = (greatest(t.last, t.next) / 4294967296 + 1) * 4294967296
       from (select event_position(pg_snapshot_xmax(pg_current_snapshot()))::text::bigint as next,
                    coalesce((select xid::text::bigint from order_events order by order_events.xid desc, id desc limit 1), 0) as last) t
      where $1 or t.last >= t.next`,
    [options.restored],
  );
  return begun.rowCount === 1;
}
