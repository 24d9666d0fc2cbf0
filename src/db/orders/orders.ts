import type { FailureType } from '../../contract/failures';
import type {
  BlogStatus,
  OrderKind,
  OrderPolicy,
  Phase,
  PublishMode,
  SourceType,
} from '../../contract/orders';
import { LANES_OF_STATUS, statusesBefore } from '../../domain/orders/lifecycle';
import type { Queryable } from '../pool';

/** An order as saved. */
export interface Order {
  id: string;
  kind: OrderKind;
  tenantId: string;
  storeId: string | null;
  instanceId: string | null;
  storeName: string | null;
  /** Of its text, or of the idea that was picked; null before either. */
  title: string | null;
  /** What it is about in words: the keyword, or the name of the product or category; null until the store has told it. */
  subject: string | null;
  status: BlogStatus;
  phase: Phase;
  startNo: number;
  round: number;
  priority: number;
  sourceType: SourceType;
  sourceId: string;
  policy: OrderPolicy;
  ideaId: string | null;
  versionId: string | null;
  pictureId: string | null;
  publishMode: PublishMode;
  /** Not before this instant does the post go out. */
  publishAt: Date | null;
  /** IANA name of the zone in which that time was given. */
  timeZone: string | null;
  /** When a person approved the text and picture that stand now. */
  approvedAt: Date | null;
  /** The round whose ideas are to choose from, or the first later one that has any. */
  ideasRound: number;
  basedOn: string | null;
  error: string | null;
  errorType: string | null;
  /** Why the order does not move on although it is nobody's turn. */
  waitingType: FailureType | null;
  waitingReason: string | null;
  /** Why the lane that its next step needs is paused; null where it is not. */
  pausedReason: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  updatedAt: Date;
}

/** The title of an order's text, or of the idea that was picked; null before either. For queries in which the order is `o`. */
export const TITLE_OF_ORDER = `coalesce((select v.title from versions v where v.id = o.version_id),
  (select i.title from ideas i where i.id = o.idea_id))`;

/** What an order is about in words; null until the store has told it. For queries in which the order is `o`. */
export const SUBJECT_OF_ORDER = `coalesce((select s.subject from order_subjects s where s.order_id = o.id),
  case when o.source_type = 'keyword' then o.source_id end)`;

const COLUMNS = `
  o.id, o.kind, o.tenant_id as "tenantId", o.store_id as "storeId",
  (select s.instance_id from stores s where s.id = o.store_id) as "instanceId",
  (select s.name from stores s where s.id = o.store_id) as "storeName",
  ${TITLE_OF_ORDER} as title, ${SUBJECT_OF_ORDER} as subject,
  o.status, o.phase, o.start_no as "startNo", o.round, o.priority,
  o.source_type as "sourceType", o.source_id as "sourceId", o.policy,
  o.idea_id as "ideaId", o.version_id as "versionId", o.picture_id as "pictureId",
  o.publish_mode as "publishMode", o.publish_at as "publishAt", o.time_zone as "timeZone",
  o.approved_at as "approvedAt", o.ideas_round as "ideasRound", o.based_on as "basedOn",
  o.error, o.error_type as "errorType", o.waiting_type as "waitingType", o.waiting_reason as "waitingReason",
  case when o.phase = 'queued' then (
    select l.paused_reason from lanes l
     where l.paused_at is not null and '${JSON.stringify(LANES_OF_STATUS)}'::jsonb -> o.status ? l.lane limit 1)
  end as "pausedReason",
  o.created_at as "createdAt", o.started_at as "startedAt",
  o.finished_at as "finishedAt", o.updated_at as "updatedAt"`;

/** What a new order needs. */
export interface NewOrder {
  id: string;
  kind: OrderKind;
  tenantId: string;
  storeId: string;
  priority: number;
  sourceType: SourceType;
  sourceId: string;
  policy: OrderPolicy;
  /** `publish` where it does not say. */
  publishMode?: PublishMode;
  publishAt?: Date | null;
  timeZone?: string | null;
  basedOn?: string | null;
}

/** Inserts an order in status `PENDING`, phase `accepted`. */
export async function insertOrder(tx: Queryable, order: NewOrder): Promise<void> {
  await tx.query(
    `insert into orders (id, kind, tenant_id, store_id, status, phase, priority, source_type, source_id, policy,
        publish_mode, publish_at, time_zone, based_on)
     values ($1, $2, $3, $4, 'PENDING', 'accepted', $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      order.id,
      order.kind,
      order.tenantId,
      order.storeId,
      order.priority,
      order.sourceType,
      order.sourceId,
      JSON.stringify(order.policy),
      order.publishMode ?? 'publish',
      order.publishAt ?? null,
      order.timeZone ?? null,
      order.basedOn ?? null,
    ],
  );
}

/**
 * Reads an order; with a tenant, only if it is that tenant's. A lock leaves the row's key alone, so that rows which
 * refer to the order can still be written meanwhile.
 */
export async function findOrder(
  db: Queryable,
  key: { orderId: string; tenantId?: string | undefined; lock?: boolean },
): Promise<Order | undefined> {
  const result = await db.query<Order>(
    `select ${COLUMNS} from orders o
      where o.id = $1 and ($2::uuid is null or o.tenant_id = $2)
      ${key.lock ? 'for no key update of o' : ''}`,
    [key.orderId, key.tenantId ?? null],
  );
  return result.rows[0];
}

/** One page of orders, newest first. `after` is the last row of the page before. */
export async function listOrders(
  db: Queryable,
  filter: {
    kind: OrderKind;
    tenantId?: string | undefined;
    status?: string | undefined;
    phase?: string | undefined;
    storeId?: string | undefined;
    limit: number;
    /** `createdAt` in microseconds since 1970. */
    after?: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<Order & { position: string }>> {
  const result = await db.query<Order & { position: string }>(
    `select ${COLUMNS}, (extract(epoch from o.created_at) * 1000000)::bigint::text as position from orders o
      where o.kind = $1 and ($2::uuid is null or o.tenant_id = $2)
        and ($3::text is null or o.status = $3) and ($4::text is null or o.phase = $4)
        and ($5::bigint is null
          or (o.created_at, o.id) < (timestamptz 'epoch' + $5::bigint * interval '1 microsecond', $6::uuid))
        and ($8::uuid is null or o.store_id = $8)
      order by o.created_at desc, o.id desc limit $7`,
    [
      filter.kind,
      filter.tenantId ?? null,
      filter.status ?? null,
      filter.phase ?? null,
      filter.after?.createdAt ?? null,
      filter.after?.id ?? null,
      filter.limit,
      filter.storeId ?? null,
    ],
  );
  return result.rows;
}

/** A step of an order from the statuses that allow it into another one. */
export interface Move {
  orderId: string;
  /** Only if this is still the order's current start; left out for acts that end or restart it. */
  startNo?: number;
  /** Only if this is still the order's round: what an earlier round was about may have been sent back. */
  round?: number;
  /** The statuses it may come from; by default every one that the table of transitions allows. */
  from?: readonly BlogStatus[];
  to: BlogStatus;
  phase: Phase;
  error?: { type: string; sentence: string } | null;
  ideaId?: string;
  versionId?: string;
  pictureId?: string;
}

const ENDING_PHASES: readonly Phase[] = ['done', 'failed', 'cancelled'];

/** Compare-and-set of an order's status. Answers whether this call moved it. */
export async function moveOrder(tx: Queryable, move: Move): Promise<boolean> {
  const result = await tx.query(
    `update orders set
        status = $4, phase = $5, updated_at = clock_timestamp(),
        started_at = case when $5 = 'running' then coalesce(started_at, clock_timestamp()) else started_at end,
        finished_at = case when $6 then clock_timestamp() else null end,
        error = $7, error_type = $8,
        -- Trying again is not yet moving on: the reason for waiting stands until something is achieved.
        waiting_type = case when $5 = 'running' then waiting_type end,
        waiting_reason = case when $5 = 'running' then waiting_reason end,
        idea_id = coalesce($9, idea_id), version_id = coalesce($10, version_id),
        picture_id = coalesce($11, picture_id)
      where id = $1 and ($2::int is null or start_no = $2) and status = any($3)
        and ($12::int is null or round = $12)`,
    [
      move.orderId,
      move.startNo ?? null,
      move.from ?? statusesBefore(move.to),
      move.to,
      move.phase,
      ENDING_PHASES.includes(move.phase),
      move.error?.sentence ?? null,
      move.error?.type ?? null,
      move.ideaId ?? null,
      move.versionId ?? null,
      move.pictureId ?? null,
      move.round ?? null,
    ],
  );
  return result.rowCount === 1;
}

/**
 * Opens the next round of an order because a person sent a part back: what that part was is forgotten, the rest stands.
 * Answers the round.
 */
export async function openRound(
  tx: Queryable,
  change: { orderId: string; part: 'ideas' | 'text' | 'picture'; hint: string },
): Promise<number> {
  const { part } = change;
  const result = await tx.query<{ round: number }>(
    `update orders set round = round + 1, approved_at = null,
        ideas_round = case when $2 = 'ideas' then round + 1 else ideas_round end,
        version_id = case when $2 = 'text' then null else version_id end,
        picture_id = case when $2 = 'picture' then null else picture_id end
      where id = $1 returning round`,
    [change.orderId, part],
  );
  const { round } = result.rows[0]!;
  await tx.query('insert into round_hints (order_id, round, part, hint) values ($1, $2, $3, $4)', [
    change.orderId,
    round,
    part,
    change.hint,
  ]);
  return round;
}

/** What a person asked of a part in its latest round, if anything; rounds of other parts do not count. */
export async function hintFor(
  db: Queryable,
  key: { orderId: string; part: 'ideas' | 'text' | 'picture' },
): Promise<string> {
  const result = await db.query<{ hint: string }>(
    'select hint from round_hints where order_id = $1 and part = $2 order by round desc limit 1',
    [key.orderId, key.part],
  );
  return result.rows[0]?.hint ?? '';
}

/** Sets when an order's post is to go out; null for as soon as it is ready. */
export async function planOrder(
  tx: Queryable,
  plan: { orderId: string; publishAt: Date | null; timeZone: string | null },
): Promise<void> {
  await tx.query(
    'update orders set publish_at = $2, time_zone = $3, updated_at = clock_timestamp() where id = $1',
    [plan.orderId, plan.publishAt, plan.timeZone],
  );
}

/** Notes that a person approved what stands now; its run does the rest. */
export async function approveOrder(tx: Queryable, key: { orderId: string }): Promise<void> {
  await tx.query(
    `update orders set approved_at = clock_timestamp(), phase = 'queued', updated_at = clock_timestamp() where id = $1`,
    [key.orderId],
  );
}

/**
 * Puts an order back in the queue while its provider is busy or shut, and says why. Answers whether the reason is a new one.
 */
export async function requeueOrder(
  db: Queryable,
  wait: { orderId: string; type: FailureType; reason: string },
): Promise<boolean> {
  const result = await db.query<{ before: string | null }>(
    `update orders o set phase = 'queued', waiting_type = $2, waiting_reason = $3, updated_at = clock_timestamp()
       from (select id, waiting_reason from orders where id = $1 for no key update) old
      where o.id = old.id and o.phase in ('running', 'queued') returning old.waiting_reason as before`,
    [wait.orderId, wait.type, wait.reason],
  );
  const row = result.rows[0];
  return row !== undefined && row.before !== wait.reason;
}

/** Opens the next start of an ended order: start and round go up by one, errors are forgotten. */
export async function restartOrder(
  tx: Queryable,
  key: { orderId: string; from: readonly BlogStatus[] },
): Promise<number | undefined> {
  const result = await tx.query<{ startNo: number }>(
    `update orders set status = 'PENDING', phase = 'accepted', start_no = start_no + 1, round = round + 1,
        error = null, error_type = null, finished_at = null, updated_at = clock_timestamp()
      where id = $1 and status = any($2) returning start_no as "startNo"`,
    [key.orderId, key.from],
  );
  return result.rows[0]?.startNo;
}
