import type { PictureMode, PublishMode, SourceType } from '../../contract/blog';
import { stepsOf } from '../../domain/orders/lifecycle';
import type { StepOf } from '../../domain/orders/lifecycle';
import { addHint } from '../orders/hints';
import { acceptOrders } from '../orders/accept';
import type { NewOrder } from '../orders/accept';
import { ORDER_COLUMNS, selectOrder, selectOrders, STORED_COLUMNS } from '../orders/orders';
import type { ListFilter, Order, OrderKey, StoredOrder } from '../orders/orders';
import type { RunKey } from '../orders/runs';
import { assertCurrentRun, beginStage, hasBegun, IS_UNDER_WAY } from '../orders/stages';
import type { Queryable } from '../pool';
import { BATCH_OF_POST, SUBJECT_OF_POST, TITLE_OF_POST } from './sql';

/** A blog order as its run needs it. */
export interface BlogOrder extends StoredOrder<'blog'> {
  storeId: string;
  sourceType: SourceType;
  sourceId: string;
  ideaId: string | null;
  versionId: string | null;
  pictureId: string | null;
  /** Whether it has a picture: as it asks itself, or else as its store does. */
  pictureMode: PictureMode;
  /** What it asks for itself; null where it leaves that to its store. */
  ownPictureMode: PictureMode | null;
  /** Whether it was decided that the post goes out without a picture. */
  withoutPicture: boolean;
  publishMode: PublishMode;
  /** The post goes out no earlier than this. */
  publishAt: Date | null;
  /** IANA name of the zone in which that time was given. */
  timeZone: string | null;
  /** When a person approved the current text and picture. */
  approvedAt: Date | null;
  /** The round whose ideas are offered, or the first later one that has any. */
  ideasRound: number;
  basedOn: string | null;
  /** Whether the store must be searched for the order's post before anything is created there: after a restore. */
  lookFirst: boolean;
}

/** A blog order with what people are shown of it. */
export interface ShownBlogOrder extends BlogOrder, Order<'blog'> {
  storeId: string;
  instanceId: string;
  storeName: string;
  /** Of its text, or of the idea that was picked; null before either. */
  title: string | null;
  /** What it is about in words: the keyword, or the name of the product or category; null until it is read from the store. */
  subject: string | null;
  /** The batch it was placed in, if it is its own tenant's. */
  batchId: string | null;
}

/** A blog order that a run is at. */
export interface CurrentBlogOrder extends BlogOrder {
  /** Whether it is being worked on, so that its stage can begin again without a trace. */
  isUnderWay: boolean;
}

/** Whether an order has a picture; the order's details are `b`, its store is `s`. */
const PICTURE_MODE = 'coalesce(b.picture, s.pictures)';

const OWN_COLUMNS = `
  b.source_type as "sourceType", b.source_id as "sourceId",
  b.idea_id as "ideaId", b.version_id as "versionId", b.picture_id as "pictureId",
  ${PICTURE_MODE} as "pictureMode", b.picture as "ownPictureMode", b.without_picture as "withoutPicture",
  b.publish_mode as "publishMode", b.publish_at as "publishAt", b.time_zone as "timeZone",
  b.approved_at as "approvedAt", b.ideas_round as "ideasRound", b.based_on as "basedOn", b.look_first as "lookFirst"`;

const COLUMNS = `${ORDER_COLUMNS}, ${OWN_COLUMNS},
  s.instance_id as "instanceId", s.name as "storeName",
  ${TITLE_OF_POST} as title, ${SUBJECT_OF_POST} as subject, ${BATCH_OF_POST} as "batchId"`;

const RUN_COLUMNS = `${STORED_COLUMNS}, ${OWN_COLUMNS}, ${IS_UNDER_WAY} as "isUnderWay"`;

const FROM = 'from orders o join blog_orders b on b.order_id = o.id join stores s on s.id = o.store_id';

/** Reads a blog order. */
export async function findBlogOrder(db: Queryable, key: OrderKey): Promise<ShownBlogOrder | undefined> {
  return selectOrder(db, `select ${COLUMNS} ${FROM}`, key);
}

/** Blog orders by their ids, in no order. */
export async function blogOrdersByIds(
  db: Queryable,
  key: { ids: readonly string[] },
): Promise<ShownBlogOrder[]> {
  const result = await db.query<ShownBlogOrder>(`select ${COLUMNS} ${FROM} where o.id = any($1)`, [key.ids]);
  return result.rows;
}

/** One page of blog orders, newest first. */
export async function listBlogOrders(
  db: Queryable,
  filter: ListFilter,
): Promise<Array<ShownBlogOrder & { position: string }>> {
  return selectOrders(db, { kind: 'blog', columns: COLUMNS, from: FROM, batch: 'b.batch_id', filter });
}

/** The order of a run that may still touch it; throws `Order.Ended` or `Run.Stale` otherwise. */
export async function currentBlogOrder(db: Queryable, run: RunKey): Promise<CurrentBlogOrder> {
  const { orderId } = run;
  const order = await selectOrder<CurrentBlogOrder>(db, `select ${RUN_COLUMNS} ${FROM}`, { orderId });
  return assertCurrentRun(run, order);
}

/**
 * A stage begins (again). Answers the order; where the run has just read it (`read`), as it was then. Throws `Order.Ended` or `Run.Stale`
 * where the run may not go on.
 */
export async function beginBlogStage(
  db: Queryable,
  run: RunKey & { stage: StepOf<'blog'>; round: number },
  read?: CurrentBlogOrder,
): Promise<BlogOrder> {
  const { orderId, startNo, stage, round } = run;
  const key = { kind: 'blog', orderId, startNo, stage, round } as const;
  const order = read ?? (await currentBlogOrder(db, run));
  if (hasBegun(order, key)) return order;
  await beginStage(db, key);
  return read ?? currentBlogOrder(db, run);
}

/** What a new blog order needs. */
export interface NewBlogOrder extends NewOrder {
  storeId: string;
  sourceType: SourceType;
  sourceId: string;
  /** `publish` where left out. */
  publishMode?: PublishMode;
  /** As the store says where left out. */
  picture?: PictureMode | null;
  withoutPicture?: boolean;
  publishAt?: Date | null;
  timeZone?: string | null;
  basedOn?: string | null;
  /** The batch in which it has its `place`. */
  batchId?: string;
}

/** Accepts a blog order in the caller's transaction. Answers its id. */
export async function acceptBlogOrder(
  tx: Queryable,
  { tenantId, ...order }: NewBlogOrder & { tenantId: string },
): Promise<string> {
  const [id] = await acceptBlogOrders(tx, { tenantId, orders: [order] });
  return id!;
}

/** Accepts blog orders of one tenant in the caller's transaction, in the order given. Answers their ids. */
export async function acceptBlogOrders(
  tx: Queryable,
  { tenantId, orders }: { tenantId: string; orders: readonly NewBlogOrder[] },
): Promise<string[]> {
  return acceptOrders(tx, {
    kind: 'blog',
    tenantId,
    orders: orders.map((order) => ({
      ...order,
      begins: order.sourceType === 'keyword' ? ('ideas' as const) : ('subject' as const),
      facts: {
        sourceType: order.sourceType,
        ...(order.basedOn ? { basedOn: order.basedOn } : {}),
        ...(order.withoutPicture ? { picture: 'none' } : {}),
      },
    })),
    insertDetails: async (ids) => {
      const rows = orders.map((order, n) => ({
        n,
        id: ids[n],
        sourceType: order.sourceType,
        sourceId: order.sourceId,
        publishMode: order.publishMode ?? 'publish',
        publishAt: order.publishAt ?? null,
        timeZone: order.timeZone ?? null,
        basedOn: order.basedOn ?? null,
        picture: order.picture ?? null,
        withoutPicture: order.withoutPicture ?? false,
        batchId: order.batchId ?? null,
        place: order.batchId === undefined ? null : (order.place ?? n),
      }));
      await tx.query(
        `insert into blog_orders (order_id, source_type, source_id, publish_mode, publish_at, time_zone, based_on,
           picture, without_picture, batch_id, batch_place)
         select x.id, x."sourceType", x."sourceId", x."publishMode", x."publishAt", x."timeZone", x."basedOn",
                x.picture, x."withoutPicture", x."batchId", x.place
           from jsonb_to_recordset($1) as x
                (n int, id uuid, "sourceType" text, "sourceId" text, "publishMode" text, "publishAt" timestamptz,
                 "timeZone" text, "basedOn" uuid, picture text, "withoutPicture" boolean, "batchId" uuid, place int)
          order by x.n`,
        [JSON.stringify(rows)],
      );
    },
  });
}

/** Sets what an order's post is made of; what is left out stays. */
export async function setParts(
  tx: Queryable,
  row: { orderId: string; ideaId?: string; versionId?: string; pictureId?: string },
): Promise<void> {
  await tx.query(
    `update blog_orders set idea_id = coalesce($2, idea_id), version_id = coalesce($3, version_id),
            picture_id = coalesce($4, picture_id) where order_id = $1`,
    [row.orderId, row.ideaId ?? null, row.versionId ?? null, row.pictureId ?? null],
  );
}

/** A part of a post that people can have made again. */
export type SentBackPart = 'ideas' | 'text' | 'picture';

/**
 * A person wants a part in the round given, by a hint: what that part was is forgotten, and so is what was made from it, but for the
 * picture of another text. An order that was to go without a picture gets one if that is the part.
 */
export async function sendBack(
  tx: Queryable,
  change: { orderId: string; round: number; part: SentBackPart; hint: string },
): Promise<void> {
  const { orderId, round, part } = change;
  await tx.query(
    `update blog_orders b set approved_at = null,
        ideas_round = case when $2 = 'ideas' then $3 else ideas_round end,
        idea_id = case when $2 = 'ideas' then null else idea_id end,
        version_id = case when $2 in ('ideas', 'text') then null else version_id end,
        picture_id = case when $2 in ('ideas', 'picture') then null else picture_id end,
        picture = case when $2 = 'picture' and ${PICTURE_MODE} = 'none' then 'required' else b.picture end,
        without_picture = b.without_picture and $2 <> 'picture'
       from orders o join stores s on s.id = o.store_id
      where b.order_id = $1 and o.id = b.order_id`,
    [orderId, part, round],
  );
  await addHint(tx, change);
}

/** Opens the next round of an order because a person sent a part back. Answers the round. */
export async function openRound(
  tx: Queryable,
  change: { orderId: string; part: SentBackPart; hint: string },
): Promise<number> {
  const result = await tx.query<{ round: number }>(
    'update orders set round = round + 1 where id = $1 returning round',
    [change.orderId],
  );
  const { round } = result.rows[0]!;
  await sendBack(tx, { ...change, round });
  return round;
}

/** The order's post goes out without a picture. */
export async function leavePictureOut(tx: Queryable, key: { orderId: string }): Promise<void> {
  await tx.query('update blog_orders set without_picture = true, picture_id = null where order_id = $1', [
    key.orderId,
  ]);
}

/** The store was searched for the order's post, or a person said what it holds. */
export async function noteLooked(tx: Queryable, key: { orderId: string }): Promise<void> {
  await tx.query('update blog_orders set look_first = false where order_id = $1', [key.orderId]);
}

/**
 * Sets when an order's post is to go out; null for as soon as it is ready, which one that waits for its time only is already: it goes on.
 */
export async function planOrder(
  tx: Queryable,
  plan: { orderId: string; publishAt: Date | null; timeZone: string | null },
): Promise<void> {
  await tx.query('update blog_orders set publish_at = $2, time_zone = $3 where order_id = $1', [
    plan.orderId,
    plan.publishAt,
    plan.timeZone,
  ]);
  await tx.query(
    `update orders set updated_at = clock_timestamp(),
            phase = case when status <> 'SCHEDULED' then phase when $2 then 'queued' else 'waiting_person' end
      where id = $1`,
    [plan.orderId, plan.publishAt === null],
  );
}

/** Notes that a person approved the current text and picture; its run does the rest. */
export async function approveOrder(tx: Queryable, key: { orderId: string }): Promise<void> {
  await tx.query('update blog_orders set approved_at = clock_timestamp() where order_id = $1', [key.orderId]);
  await tx.query(`update orders set phase = 'queued', updated_at = clock_timestamp() where id = $1`, [
    key.orderId,
  ]);
}

/**
 * The steps of an order that are done: its ideas, pick, text and picture as saved (or that it goes without a picture), and every further stage whose latest completion
 * is not older than the text.
 */
export async function doneSteps(
  db: Queryable,
  order: Pick<BlogOrder, 'id' | 'ideaId' | 'versionId' | 'pictureId' | 'withoutPicture' | 'ideasRound'>,
): Promise<StepOf<'blog'>[]> {
  const result = await db.query<{ hasIdeas: boolean; completed: string[] }>(
    `select exists (select 1 from ideas where order_id = $1 and round >= $2) as "hasIdeas",
            array(select distinct e.stage from order_events e join versions v on v.id = $3
                   where e.order_id = $1 and e.type = 'stage.completed' and e.round >= v.round) as completed`,
    [order.id, order.ideasRound, order.versionId],
  );
  const { hasIdeas, completed } = result.rows[0]!;
  const saved: Readonly<Record<string, boolean>> = {
    ideas: hasIdeas,
    selection: order.ideaId !== null,
    content: order.versionId !== null,
    image: order.pictureId !== null || order.withoutPicture,
  };
  return stepsOf('blog').filter((step) => saved[step] ?? completed.includes(step));
}
