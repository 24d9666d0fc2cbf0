import type { ContentMode, ModeInput } from '../../contract/bulk';
import type { ContentStatus } from '../../domain/content/lifecycle';
import { ORDER_COLUMNS, selectOrder } from '../orders/orders';
import type { Order, OrderKey } from '../orders/orders';
import type { Queryable } from '../pool';

/** A text as saved: alone, or an item of a bulk job. */
export interface ContentItem extends Order<'content'> {
  /** The job it is an item of; null for a text that was ordered alone. */
  jobId: string | null;
  /** Its place in its job, from 1. */
  queuePosition: number | null;
  mode: ContentMode;
  topic: string;
  wordCount: number;
  tone: string;
  language: string;
  input: ModeInput;
  /** The attempt of its start that runs or comes next, from 1. */
  attempt: number;
  /** Retries of its start after failed attempts. */
  retryCount: number;
  /** The slot of its job in which it was admitted last, from 1. */
  slot: number | null;
  admittedAt: Date | null;
  title: string | null;
  metaDescription: string | null;
  slug: string | null;
  bodyMarkdown: string | null;
  /** What was measured of the text, as its mode has it. */
  measured: Record<string, unknown> | null;
  /** Grows with each text, by which lists are ordered. */
  seq: string;
}

const COLUMNS = `${ORDER_COLUMNS},
  o.parent_id as "jobId", c.queue_position as "queuePosition", c.mode, c.topic, c.word_count as "wordCount", c.tone,
  c.language, c.input, c.attempt, c.retry_count as "retryCount", c.slot, c.admitted_at as "admittedAt", c.title,
  c.meta_description as "metaDescription", c.slug, c.body_markdown as "bodyMarkdown", c.measured, c.seq::text`;

const FROM = 'from orders o join content_items c on c.order_id = o.id';

/** Reads a text. */
export async function findContent(db: Queryable, key: OrderKey): Promise<ContentItem | undefined> {
  return selectOrder(db, `select ${COLUMNS} ${FROM}`, key);
}

/** Texts by their ids, in no order. */
export async function contentByIds(db: Queryable, key: { ids: readonly string[] }): Promise<ContentItem[]> {
  const result = await db.query<ContentItem>(`select ${COLUMNS} ${FROM} where o.id = any($1)`, [key.ids]);
  return result.rows;
}

/** The items of a job, in the order in which they are written. */
export async function itemsOfJob(db: Queryable, key: { jobId: string }): Promise<ContentItem[]> {
  const result = await db.query<ContentItem>(
    `select ${COLUMNS} ${FROM} where o.parent_id = $1 order by c.queue_position`,
    [key.jobId],
  );
  return result.rows;
}

/** The text that a page comes after, with its number as `$6`. */
const BEFORE = 'from orders b join content_items a on a.order_id = b.id where a.seq = $6';

/** One page of texts, newest first, those of a job in the order sent backwards. `alone`: only those that belong to no job. `after` is the `seq` of the last one of the page before. */
export async function listContent(
  db: Queryable,
  filter: {
    tenantId?: string | undefined;
    jobId?: string | undefined;
    alone?: boolean | undefined;
    status?: readonly ContentStatus[] | undefined;
    mode?: ContentMode | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<ContentItem[]> {
  const result = await db.query<ContentItem>(
    `select ${COLUMNS} ${FROM}
      where o.kind = 'content' and ($1::uuid is null or o.tenant_id = $1) and ($2::uuid is null or o.parent_id = $2)
        and (not $3::boolean or o.parent_id is null) and ($4::text[] is null or o.status = any($4))
        and ($5::text is null or c.mode = $5)
        and ($6::bigint is null or o.created_at <= (select b.created_at ${BEFORE})
          and (o.created_at, c.seq) < (select b.created_at, $6::bigint ${BEFORE}))
        and ($8::text is null or o.status = $8)
      order by o.created_at desc, c.seq desc limit $7`,
    [
      filter.tenantId ?? null,
      filter.jobId ?? null,
      filter.alone ?? false,
      filter.status && filter.status.length > 1 ? filter.status : null,
      filter.mode ?? null,
      filter.after ?? null,
      filter.limit,
      filter.status?.length === 1 ? filter.status[0] : null,
    ],
  );
  return result.rows;
}
