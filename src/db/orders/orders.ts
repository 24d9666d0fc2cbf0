import type { FailureType } from '../../contract/failures';
import { ORDER_KINDS } from '../../contract/orders';
import type { OrderKind, OrderPolicy, Phase } from '../../contract/orders';
import {
  lanesByStatus,
  phaseOf,
  statusesBefore,
  statusesInPhase,
  statusesOf,
} from '../../domain/orders/lifecycle';
import type { StatusOf } from '../../domain/orders/lifecycle';
import { ENDING_PHASES, isOpenPhase } from '../../domain/orders/status-rule';
import type { Queryable } from '../pool';
import { workTimes } from './work-time';

/** An order's own row, of whatever kind; the rest is in its kind's own table. */
export interface StoredOrder<K extends OrderKind = OrderKind> {
  id: string;
  kind: K;
  tenantId: string;
  /** The store it is for, if it is for one. */
  storeId: string | null;
  /** The order that this one is a part of. */
  parentId: string | null;
  status: StatusOf<K>;
  phase: Phase;
  startNo: number;
  round: number;
  priority: number;
  policy: OrderPolicy;
  error: string | null;
  errorType: string | null;
  /** Why the order is on hold although it is nobody's turn. */
  waitingType: FailureType | null;
  waitingReason: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  updatedAt: Date;
}

/** What people are shown of every order. */
export interface Order<K extends OrderKind = OrderKind> extends StoredOrder<K> {
  /** Why the lane that its next step needs is paused; null where it is not. */
  pausedReason: string | null;
}

/** The lanes that an order needs, by its kind and status, as JSON without quotation marks of SQL. */
export const LANES_OF_KINDS = JSON.stringify(
  Object.fromEntries(ORDER_KINDS.map((kind) => [kind, lanesByStatus(kind)])),
);

/** The columns of {@link StoredOrder}, for queries in which the order is `o`. */
export const STORED_COLUMNS = `
  o.id, o.kind, o.tenant_id as "tenantId", o.store_id as "storeId", o.parent_id as "parentId",
  o.status, o.phase, o.start_no as "startNo", o.round, o.priority, o.policy,
  o.error, o.error_type as "errorType", o.waiting_type as "waitingType", o.waiting_reason as "waitingReason",
  o.created_at as "createdAt", o.started_at as "startedAt", o.finished_at as "finishedAt", o.updated_at as "updatedAt"`;

/** The columns of {@link Order}, for queries in which the order is `o`. */
export const ORDER_COLUMNS = `${STORED_COLUMNS},
  case when o.phase in ('accepted', 'queued') then (
    select l.paused_reason from lanes l
     where l.paused_at is not null and '${LANES_OF_KINDS}'::jsonb -> o.kind -> o.status ? l.lane limit 1)
  end as "pausedReason"`;

/** Which order, and whose: with a tenant, only if it is that tenant's. */
export interface OrderKey {
  orderId: string;
  tenantId?: string | undefined;
  /** Locks the row but not its key, so that rows which refer to the order can still be written. */
  lock?: boolean;
}

/** Reads one order by a query that selects from `orders o` and, where it joins others, sees them as they are once the order is locked. */
export async function selectOrder<O extends StoredOrder>(
  db: Queryable,
  select: string,
  key: OrderKey,
): Promise<O | undefined> {
  // A query that waits for a lock reads the locked row anew, but rows that it joins as they were before.
  if (key.lock && /\bjoin\b/i.test(select))
    await db.query('select 1 from orders where id = $1 for no key update', [key.orderId]);
  const result = await db.query<O>(
    `${select} where o.id = $1 and ($2::uuid is null or o.tenant_id = $2)
      ${key.lock ? 'for no key update of o' : ''}`,
    [key.orderId, key.tenantId ?? null],
  );
  return result.rows[0];
}

/** Reads what every order has. */
export async function findOrder(db: Queryable, key: OrderKey): Promise<Order | undefined> {
  return selectOrder(db, `select ${ORDER_COLUMNS} from orders o`, key);
}

/** A page of a list, newest first. `after` is the last row of the page before. */
export interface ListFilter {
  tenantId?: string | undefined;
  status?: string | undefined;
  /** Any of these. */
  phases?: readonly Phase[] | undefined;
  storeId?: string | undefined;
  batchId?: string | undefined;
  limit: number;
  /** `createdAt` in microseconds since 1970. */
  after?: { createdAt: string; id: string } | undefined;
}

// As a list of ids, or else the planner may walk through the newest orders until it has found enough that are at work.
const AT_WORK = `and o.id = any(array(
  select w.id from orders w where w.at_work and w.kind = $1 and ($2::uuid is null or w.tenant_id = $2)))`;

/** One page of a kind's orders by a query that selects from `orders o`, whose columns come first. */
export async function selectOrders<O extends Order>(
  db: Queryable,
  query: {
    kind: OrderKind;
    columns: string;
    from: string;
    /** The column that names an order's batch, for kinds that have batches. */
    batch?: string;
    filter: ListFilter;
  },
): Promise<Array<O & { position: string }>> {
  const { kind, columns, from, batch = 'null::uuid', filter } = query;
  // Said by status, a phase is found in the index of statuses, and what contradicts itself is not looked for at all.
  const { phases } = filter;
  const inPhase: readonly string[] = phases
    ? [...new Set(phases.flatMap((phase): string[] => statusesInPhase(kind, phase)))]
    : statusesOf(kind);
  const statuses = filter.status ? inPhase.filter((status) => status === filter.status) : inPhase;
  if (statuses.length === 0) return [];
  const [status, ...others] = statuses;
  const result = await db.query<O & { position: string }>(
    `select ${columns}, (extract(epoch from o.created_at) * 1000000)::bigint::text as position ${from}
      where o.kind = $1 and ($2::uuid is null or o.tenant_id = $2)
        and ($3::text is null or o.status = $3) and ($9::text[] is null or o.status = any($9))
        and ($4::text[] is null or o.phase = any($4)) ${phases?.every(isOpenPhase) ? AT_WORK : ''}
        and ($5::bigint is null
          or (o.created_at, o.id) < (timestamptz 'epoch' + $5::bigint * interval '1 microsecond', $6::uuid))
        and ($8::uuid is null or o.store_id = $8) and ($10::uuid is null or ${batch} = $10)
      order by o.created_at desc, o.id desc limit $7`,
    [
      kind,
      filter.tenantId ?? null,
      others.length === 0 ? status : null,
      // The end of an order is told by its status alone.
      phases?.every((phase) => ENDING_PHASES.includes(phase)) ? null : (phases ?? null),
      filter.after?.createdAt ?? null,
      filter.after?.id ?? null,
      filter.limit,
      filter.storeId ?? null,
      phases && others.length > 0 ? statuses : null,
      filter.batchId ?? null,
    ],
  );
  return result.rows;
}

/** A step of an order from the statuses that allow it into another one. */
export interface Move<K extends OrderKind> {
  kind: K;
  orderId: string;
  /** Only if this is still the order's current start; left out for actions that end or restart it. */
  startNo?: number;
  /** Only if this is still the order's round: what an earlier round was about may have been sent back. */
  round?: number;
  /** The statuses it may come from; by default every one that the lifecycle allows. */
  from?: readonly StatusOf<K>[];
  to: StatusOf<K>;
  /** By default that of an order which enters the status. */
  phase?: Phase;
  error?: { type: string; sentence: string } | null;
}

const WORK_TIMES = workTimes({ status: '$4', phase: '$5', lanesOfKinds: LANES_OF_KINDS });

/** What a move changes in `orders o`, for an `update` whose first ten values are those of {@link moveValues}. */
export const MOVE_SET = `
  status = $4, phase = $5, updated_at = clock_timestamp(),
  started_at = case when $5 = 'running' then coalesce(o.started_at, clock_timestamp()) else o.started_at end,
  finished_at = case when $6 then clock_timestamp() else null end,
  error = $7, error_type = $8,
  -- Trying again is not yet moving on: the reason for waiting stays until something is achieved.
  waiting_type = case when $5 = 'running' then o.waiting_type end,
  waiting_reason = case when $5 = 'running' then o.waiting_reason end,
  ${WORK_TIMES}`;

/** Which order a move is of, and whether it may be made. */
export const MOVE_WHERE = `o.id = $1 and o.kind = $10 and ($2::int is null or o.start_no = $2) and o.status = any($3)
  and ($9::int is null or o.round = $9)`;

/** The values of a move, in the order of its placeholders. */
export function moveValues<K extends OrderKind>(move: Move<K>): unknown[] {
  const phase = move.phase ?? phaseOf(move.kind, move.to);
  return [
    move.orderId,
    move.startNo ?? null,
    move.from ?? statusesBefore(move.kind, move.to),
    move.to,
    phase,
    ENDING_PHASES.includes(phase),
    move.error?.sentence ?? null,
    move.error?.type ?? null,
    move.round ?? null,
    move.kind,
  ];
}

/** Compare-and-set of an order's status. Answers whether this call moved it. */
export async function moveOrder<K extends OrderKind>(tx: Queryable, move: Move<K>): Promise<boolean> {
  const result = await tx.query(`update orders o set ${MOVE_SET} where ${MOVE_WHERE}`, moveValues(move));
  return result.rowCount === 1;
}

/**
 * Puts an order back in the queue while its provider is busy or shut, and says why. It counts as on hold from `since` (milliseconds since
 * 1970 by Postgres' clock), when the step that was refused began; by default from its last move. Answers whether the reason is a new one.
 */
export async function requeueOrder(
  db: Queryable,
  wait: { orderId: string; type: FailureType; reason: string; since?: number },
): Promise<boolean> {
  const result = await db.query<{ before: string | null }>(
    `update orders o set phase = 'queued', waiting_type = $2, waiting_reason = $3, updated_at = clock_timestamp(),
            held_since = coalesce(o.held_since, greatest(o.moved_at, to_timestamp($4::float8 / 1000)))
       from (select id, waiting_reason from orders where id = $1 for no key update) old
      where o.id = old.id and o.phase in ('running', 'queued') returning old.waiting_reason as before`,
    [wait.orderId, wait.type, wait.reason, wait.since ?? null],
  );
  const row = result.rows[0];
  return row !== undefined && row.before !== wait.reason;
}

/**
 * Opens the next start of an ended order: start and round go up by one, errors and priority aging are forgotten, and its priority is
 * again the one that a person gave it last.
 */
export async function restartOrder<K extends OrderKind>(
  tx: Queryable,
  key: { kind: K; orderId: string; from: readonly StatusOf<K>[]; to: StatusOf<K> },
): Promise<number | undefined> {
  const result = await tx.query<{ startNo: number }>(
    `update orders set status = $3, phase = $4, start_no = start_no + 1, round = round + 1,
        error = null, error_type = null, finished_at = null, raised = 0, raised_at = null, updated_at = clock_timestamp(),
        priority = priority + lowered, lowered = 0, work_since = null, held_since = null
      where id = $1 and status = any($2) returning start_no as "startNo"`,
    [key.orderId, key.from, key.to, phaseOf(key.kind, key.to)],
  );
  return result.rows[0]?.startNo;
}
