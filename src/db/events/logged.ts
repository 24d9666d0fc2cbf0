import type { EventType } from '../../contract/events';
import type { OrderKind } from '../../contract/orders';
import type { EventPosition } from '../../domain/events/position';
import type { Queryable } from '../pool';
import { ENDED } from './feed';

/** An entry of a timeline, as far as log lines tell of it. */
export interface LoggedEntry {
  orderId: string;
  kind: OrderKind;
  type: EventType;
  stage: string | null;
  data: Record<string, unknown>;
  at: Date;
  /** For a complete stage: when it began. */
  beganAt: Date | null;
}

interface Row extends LoggedEntry {
  xid: string;
  id: string;
}

/** Up to where the log tells of orders. */
export async function readLogged(db: Queryable): Promise<EventPosition> {
  const result = await db.query<{ xid: string; id: string }>(
    'select logged_xid::text as xid, logged_id::text as id from rate_controller',
  );
  const { xid, id } = result.rows[0]!;
  return { xid: BigInt(xid), id: BigInt(id) };
}

/** The next entries after a position, with the position of the last one. Entries of open transactions come once these have ended. */
export async function readUnlogged(
  db: Queryable,
  page: { after: EventPosition; limit: number },
): Promise<{ entries: LoggedEntry[]; upTo: EventPosition }> {
  const result = await db.query<Row>(
    `select e.xid::text, e.id::text, e.order_id as "orderId", o.kind, e.type, e.stage, e.data, e.at,
            case when e.type = 'stage.completed' then (
              select b.at from order_events b
               where b.order_id = e.order_id and b.type = 'stage.started' and b.stage = e.stage and b.round = e.round
               order by b.id limit 1) end as "beganAt"
       from (select * from order_events
              where (xid, id) > ($1::text::xid8, $2::bigint) and xid < ${ENDED} order by xid, id limit $3) e
       join orders o on o.id = e.order_id
      order by e.xid, e.id`,
    [String(page.after.xid), String(page.after.id), page.limit],
  );
  const last = result.rows.at(-1);
  return {
    entries: result.rows,
    upTo: last ? { xid: BigInt(last.xid), id: BigInt(last.id) } : page.after,
  };
}

/**
 * Claims the entries between two positions for the log of the rate controller with this epoch, so that each has its line once.
 * False if a later one has taken over or they are claimed already.
 */
export async function claimLogged(
  db: Queryable,
  claim: { epoch: string; after: EventPosition; upTo: EventPosition },
): Promise<boolean> {
  const { epoch, after, upTo } = claim;
  const result = await db.query(
    `update rate_controller set logged_xid = $4::text::xid8, logged_id = $5
      where epoch = $1 and logged_xid = $2::text::xid8 and logged_id = $3`,
    [epoch, String(after.xid), String(after.id), String(upTo.xid), String(upTo.id)],
  );
  return result.rowCount === 1;
}
