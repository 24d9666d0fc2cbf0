import type { EventType } from '../../contract/events';
import type { OrderKind, Phase } from '../../contract/orders';
import type { EventPosition } from '../../domain/events/position';
import { byKind, KIND_SQL } from '../orders/kind-sql';
import { isOpen } from '../orders/is-open';
import type { Queryable } from '../pool';

/** An entry in the single sequence of all events. */
export interface FeedEvent {
  position: EventPosition;
  orderId: string;
  tenantId: string;
  kind: OrderKind;
  /** The batch an item belongs to. */
  batchId: string | null;
  type: EventType;
  stage: string | null;
  at: Date;
}

/** Restricts events by tenant, order kind and batch; every field is optional. */
export interface FeedFilter {
  tenantId?: string | undefined;
  kind?: OrderKind | undefined;
  batchId?: string | undefined;
}

interface Row extends Omit<FeedEvent, 'position'> {
  xid: string;
  id: string;
}

/** The batch of an order, where its kind has batches. */
const BATCH = byKind(({ batch }) => batch);

const COLUMNS = `e.xid::text, e.id::text, e.order_id as "orderId", e.tenant_id as "tenantId", o.kind,
  ${BATCH} as "batchId", e.type, e.stage, e.at`;
const JOINS = 'join orders o on o.id = e.order_id';

function eventOf({ xid, id, orderId, tenantId, kind, batchId, type, stage, at }: Row): FeedEvent {
  return {
    position: { xid: BigInt(xid), id: BigInt(id) },
    ...{ orderId, tenantId, kind, batchId, type, stage, at },
  };
}

/** Transactions before this one have ended, as a position: it is read once for a whole query. */
export const ENDED = '(select event_position(pg_snapshot_xmin(pg_current_snapshot())))';

/** The position up to which all transactions have ended: data read after this call includes every event before it. */
export async function readHead(db: Queryable): Promise<EventPosition> {
  const result = await db.query<{ xid: string }>(`select ${ENDED}::text as xid`);
  return { xid: BigInt(result.rows[0]!.xid), id: 0n };
}

/**
 * The next events after a position, across all tenants. `more`: there may be further events right away. `held`: some
 * events are written but not yet returned, because an older transaction is still open and may write earlier ones.
 */
export async function readEvents(
  db: Queryable,
  page: { after: EventPosition; limit: number },
): Promise<{ events: FeedEvent[]; more: boolean; held: boolean }> {
  const { after, limit } = page;
  const result = await db.query<Row & { final: boolean }>(
    `select ${COLUMNS}, e.final from (
       select *, xid < ${ENDED} as final from order_events
        where (xid, id) > ($1::text::xid8, $2::bigint) order by xid, id limit $3) e ${JOINS}
      order by e.xid, e.id`,
    [String(after.xid), String(after.id), limit],
  );
  // Final entries sort before those that are not.
  const events = result.rows.filter((row) => row.final).map(eventOf);
  return {
    events,
    more: events.length === limit,
    held: events.length < result.rows.length,
  };
}

/**
 * The events a reader missed between two positions, oldest first, or undefined if there are too many to send
 * individually.
 */
export async function readMissed(
  db: Queryable,
  gap: { after: EventPosition; upTo: EventPosition; filter: FeedFilter; most: number; mostScanned: number },
): Promise<FeedEvent[] | undefined> {
  const { after, upTo, filter, most, mostScanned } = gap;
  const range = [String(after.xid), String(after.id), String(upTo.xid), String(upTo.id)];
  const inGap = `from order_events e
    where (e.xid, e.id) > ($1::text::xid8, $2::bigint) and (e.xid, e.id) <= ($3::text::xid8, $4::bigint)`;
  // After a long absence, most entries may belong to other tenants, but scanning them takes time all the same.
  const scanned = await db.query<{ n: number }>(
    `select count(*)::int as n from (select 1 ${inGap} limit $5) s`,
    [...range, mostScanned + 1],
  );
  if (scanned.rows[0]!.n > mostScanned) return undefined;
  const result = await db.query<Row>(
    `select ${COLUMNS} from (select e.* ${inGap}) e ${JOINS}
      where ($5::uuid is null or e.tenant_id = $5) and ($6::text is null or o.kind = $6)
        and ($7::uuid is null or ${BATCH} = $7)
      order by e.xid, e.id limit $8`,
    [...range, filter.tenantId ?? null, filter.kind ?? null, filter.batchId ?? null, most + 1],
  );
  return result.rows.length > most ? undefined : result.rows.map(eventOf);
}

/** An order of any kind as sent in the stream. */
export interface OrderState {
  id: string;
  kind: OrderKind;
  status: string;
  phase: Phase;
  priority: number;
  round: number;
  error: string | null;
  errorType: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  updatedAt: Date;
}

const STATE = `o.id, o.kind, o.status, o.phase, o.priority, o.round, o.error, o.error_type as "errorType",
  o.created_at as "createdAt", o.started_at as "startedAt", o.finished_at as "finishedAt", o.updated_at as "updatedAt"`;

/** The current state of orders by id, in no particular order. */
export async function orderStates(db: Queryable, key: { ids: readonly string[] }): Promise<OrderState[]> {
  const result = await db.query<OrderState>(`select ${STATE} from orders o where o.id = any($1)`, [key.ids]);
  return result.rows;
}

const FILTERED = `($1::uuid is null or o.tenant_id = $1) and ($2::text is null or o.kind = $2)
  and ($3::uuid is null or ${BATCH} = $3)`;

function filterValues(filter: FeedFilter): Array<string | null> {
  return [filter.tenantId ?? null, filter.kind ?? null, filter.batchId ?? null];
}

/** An open order by its id, with the batch it belongs to. */
export interface OpenOrder {
  id: string;
  kind: OrderKind;
  batchId: string | null;
}

/** The newest open orders of some kinds. */
export async function openOrders(
  db: Queryable,
  page: { filter: FeedFilter; kinds: readonly OrderKind[]; limit: number },
): Promise<OpenOrder[]> {
  const { filter, kinds, limit } = page;
  const newest = byKind(({ newest: expression }) => expression);
  // Written out, as a list of one is then read in the order of its index.
  const ofKinds = kinds.map((kind) => `'${kind}'`).join(', ');
  const result = await db.query<OpenOrder>(
    `select o.id, o.kind, ${BATCH} as "batchId" from orders o
      where ${isOpen('$1')} and o.kind in (${ofKinds}) and ${FILTERED}
      order by o.created_at desc, ${newest} desc nulls last, o.id desc limit $4`,
    [...filterValues(filter), limit],
  );
  return result.rows;
}

/** Orders that have ended, the latest first, that a snapshot counts at most. */
const MOST_ENDED = 10_000;

/** Orders by their batch, whatever their kind; the batch is `$3`. */
const OF_BATCH = Object.values(KIND_SQL)
  .flatMap(({ ofBatch }) => (ofBatch ? [ofBatch('$3')] : []))
  .join(' union all ');

/** Ended orders that a filter may want: those of a batch, or else the latest of a tenant, or of all. */
function latelyEnded(filter: FeedFilter): string {
  const lately = `o.finished_at > statement_timestamp() - interval '1 day'`;
  if (filter.batchId !== undefined && OF_BATCH !== '')
    return `select o.* from orders o where o.id in (${OF_BATCH}) and ${lately}`;
  const whose = filter.tenantId === undefined ? '' : 'o.tenant_id = $1 and';
  return `select o.* from orders o where ${whose} ${lately} order by o.finished_at desc limit ${MOST_ENDED}`;
}

/** Number of orders by phase; those that have ended count for a day, and the latest 10,000 of them at most. */
export async function countPhases(
  db: Queryable,
  key: { filter: FeedFilter },
): Promise<Partial<Record<Phase, number>>> {
  const ofBatch = key.filter.batchId !== undefined && OF_BATCH !== '' ? `and o.id in (${OF_BATCH})` : '';
  const result = await db.query<{ phase: Phase; orders: number }>(
    `select phase, count(*)::int as orders from (
       select o.phase from orders o where ${isOpen('$1')} and ${FILTERED} ${ofBatch}
       union all
       select o.phase from (${latelyEnded(key.filter)}) o where ${FILTERED}) counted
      group by phase`,
    filterValues(key.filter),
  );
  return Object.fromEntries(result.rows.map(({ phase, orders }) => [phase, orders]));
}
