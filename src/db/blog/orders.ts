import type { PictureMode, PublishMode, SourceType } from '../../contract/blog';
import { stepsOf } from '../../domain/orders/lifecycle';
import type { StepOf } from '../../domain/orders/lifecycle';
import { addHint } from '../orders/hints';
import { acceptOrders } from '../orders/accept';
import type { NewOrder } from '../orders/accept';
import { ORDER_COLUMNS, selectOrder, selectOrders } from '../orders/orders';
import type { ListFilter, Order, OrderKey } from '../orders/orders';
import type { RunKey } from '../orders/runs';
import { assertCurrentRun, beginStage } from '../orders/stages';
import type { Queryable } from '../pool';
import { BATCH_OF_POST, SUBJECT_OF_POST, TITLE_OF_POST } from './sql';

/** A blog order as saved. */
export interface BlogOrder extends Order<'blog'> {
  storeId: string;
  instanceId: string;
  storeName: string;
  /** Of its text, or of the idea that was picked; null before either. */
  title: string | null;
  /** What it is about in words: the keyword, or the name of the product or category; null until it is read from the store. */
  subject: string | null;
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
  /** The batch it was placed in, if it is its own tenant's. */
  batchId: string | null;
  /** Whether the store must be searched for the order's post before anything is created there: after a restore. */
  lookFirst: boolean;
}

/** Whether an order has a picture; the order's details are `b`, its store is `s`. */
const PICTURE_MODE = 'coalesce(b.picture, s.pictures)';

const COLUMNS = `${ORDER_COLUMNS},
  s.instance_id as "instanceId", s.name as "storeName",
  ${TITLE_OF_POST} as title, ${SUBJECT_OF_POST} as subject,
  b.source_type as "sourceType", b.source_id as "sourceId",
  b.idea_id as "ideaId", b.version_id as "versionId", b.picture_id as "pictureId",
  ${PICTURE_MODE} as "pictureMode", b.picture as "ownPictureMode", b.without_picture as "withoutPicture",
  b.publish_mode as "publishMode", b.publish_at as "publishAt", b.time_zone as "timeZone",
  b.approved_at as "approvedAt", b.ideas_round as "ideasRound", b.based_on as "basedOn",
  ${BATCH_OF_POST} as "batchId", b.look_first as "lookFirst"`;

const FROM = 'from orders o join blog_orders b on b.order_id = o.id join stores s on s.id = o.store_id';

/** Reads a blog order. */
export async function findBlogOrder(db: Queryable, key: OrderKey): Promise<BlogOrder | undefined> {
  return selectOrder(db, `select ${COLUMNS} ${FROM}`, key);
}

/** One page of blog orders, newest first. */
export async function listBlogOrders(
  db: Queryable,
  filter: ListFilter,
): Promise<Array<BlogOrder & { position: string }>> {
  return selectOrders(db, { kind: 'blog', columns: COLUMNS, from: FROM, batch: 'b.batch_id', filter });
}

/** The order of a run that may still touch it; throws `Order.Ended` or `Run.Stale` otherwise. */
export async function currentBlogOrder(db: Queryable, run: RunKey): Promise<BlogOrder> {
  return assertCurrentRun(run, await findBlogOrder(db, run));
}

/** A stage begins (again). Answers the order; throws `Order.Ended` or `Run.Stale` where the run may not go on. */
export async function beginBlogStage(
  db: Queryable,
  run: RunKey & { stage: StepOf<'blog'>; round: number },
): Promise<BlogOrder> {
  const { orderId, startNo, stage, round } = run;
  await beginStage(db, { kind: 'blog', orderId, startNo, stage, round });
  return currentBlogOrder(db, run);
}

/** What a new blog order needs. */
export interface NewBlogOrder extends NewOrder {
  tenantId: string;
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
export async function acceptBlogOrder(tx: Queryable, order: NewBlogOrder): Promise<string> {
  const { tenantId, sourceType, basedOn = null, withoutPicture = false } = order;
  const [id] = await acceptOrders(tx, {
    kind: 'blog',
    tenantId,
    orders: [
      {
        ...order,
        facts: {
          sourceType,
          ...(basedOn ? { basedOn } : {}),
          ...(withoutPicture ? { picture: 'none' } : {}),
        },
      },
    ],
    insertDetails: async ([orderId]) => {
      await tx.query(
        `insert into blog_orders (order_id, source_type, source_id, publish_mode, publish_at, time_zone, based_on,
           picture, without_picture, batch_id, batch_place)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          orderId,
          sourceType,
          order.sourceId,
          order.publishMode ?? 'publish',
          order.publishAt ?? null,
          order.timeZone ?? null,
          basedOn,
          order.picture ?? null,
          withoutPicture,
          order.batchId ?? null,
          order.batchId === undefined ? null : (order.place ?? 0),
        ],
      );
    },
  });
  return id!;
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

// A part of a post is asked about together with its order.
export { hintFor } from '../orders/hints';

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

/** Sets when an order's post is to go out; null for as soon as it is ready. */
export async function planOrder(
  tx: Queryable,
  plan: { orderId: string; publishAt: Date | null; timeZone: string | null },
): Promise<void> {
  await tx.query('update blog_orders set publish_at = $2, time_zone = $3 where order_id = $1', [
    plan.orderId,
    plan.publishAt,
    plan.timeZone,
  ]);
  await tx.query('update orders set updated_at = clock_timestamp() where id = $1', [plan.orderId]);
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
