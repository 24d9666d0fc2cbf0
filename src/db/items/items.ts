import { randomUUID } from 'node:crypto';
import type { FailureType } from '../../contract/failures';
import type { ItemStatus, PageType } from '../../contract/items';
import type { Phase } from '../../contract/orders';
import type { BrandVoice } from '../../domain/text/brand-voice';
import type { PageComponent } from '../../domain/items/components';
import type { Queryable } from '../pool';

/** A generation item as saved. */
export interface Item {
  id: string;
  tenantId: string;
  batchId: string | null;
  pageType: PageType;
  targetKeywords: string[];
  components: PageComponent[];
  brandVoice: BrandVoice;
  language: string;
  status: ItemStatus;
  phase: Phase;
  priority: number;
  startNo: number;
  round: number;
  /** The attempt that runs or comes next, from 1; a person's retry counts anew. */
  attempt: number;
  retryCount: number;
  notBefore: Date | null;
  totalSteps: number;
  completedSteps: number;
  /** Id of the component that is being written, or was last. */
  currentStep: string | null;
  title: string | null;
  metaTitle: string | null;
  metaDescription: string | null;
  slug: string | null;
  error: string | null;
  errorType: string | null;
  waitingType: FailureType | null;
  waitingReason: string | null;
  /** Why the lane that writes is paused; null where it is not. */
  pausedReason: string | null;
  /** Its place among items of the same priority. */
  seq: string;
  createdAt: Date;
  startedAt: Date | null;
  admittedAt: Date | null;
  finishedAt: Date | null;
}

const COLUMNS = `
  o.id, o.tenant_id as "tenantId", i.batch_id as "batchId", i.page_type as "pageType",
  i.target_keywords as "targetKeywords", i.components, i.brand_voice as "brandVoice", i.language,
  o.status, o.phase, o.priority, o.start_no as "startNo", o.round, i.attempt, i.retry_count as "retryCount",
  i.not_before as "notBefore", i.total_steps as "totalSteps", i.completed_steps as "completedSteps",
  i.current_step as "currentStep", i.title, i.meta_title as "metaTitle", i.meta_description as "metaDescription",
  i.slug, o.error, o.error_type as "errorType", o.waiting_type as "waitingType", o.waiting_reason as "waitingReason",
  case when o.phase in ('queued', 'accepted') then
    (select l.paused_reason from lanes l where l.lane = 'writing' and l.paused_at is not null) end as "pausedReason",
  i.seq::text, o.created_at as "createdAt", o.started_at as "startedAt", i.admitted_at as "admittedAt",
  o.finished_at as "finishedAt"`;

const FROM = 'from orders o join items i on i.order_id = o.id';

/** What a new item needs. */
export interface NewItem {
  id: string;
  pageType: PageType;
  targetKeywords: readonly string[];
  components: readonly PageComponent[];
  brandVoice: BrandVoice;
  language: string;
  priority: number;
}

/** Inserts items as `pending`, phase `accepted`, in the order given, and says so in their timelines. */
export async function insertItems(
  tx: Queryable,
  row: { tenantId: string; batchId: string | null; items: readonly NewItem[] },
): Promise<void> {
  const { tenantId, batchId, items } = row;
  const values = [JSON.stringify(items.map((item, n) => ({ ...item, n }))), tenantId];
  const shape = `jsonb_to_recordset($1) as n (n int, id uuid, "pageType" text, "targetKeywords" jsonb, components jsonb,
    "brandVoice" jsonb, language text, priority int)`;
  await tx.query(
    `insert into orders (id, kind, tenant_id, status, phase, priority, policy)
     select n.id, 'item', $2, 'pending', 'accepted', n.priority, '{}' from ${shape} order by n.n`,
    values,
  );
  await tx.query(
    `insert into items (order_id, batch_id, page_type, target_keywords, components, brand_voice, language, total_steps)
     select n.id, $2, n."pageType", n."targetKeywords", n.components, n."brandVoice", n.language,
            jsonb_array_length(n.components) from ${shape} order by n.n`,
    [values[0], batchId],
  );
  await tx.query(
    `insert into order_events (order_id, tenant_id, type, round, data)
     select n.id, $2, 'item.added', 1, jsonb_build_object('priority', n.priority) from ${shape} order by n.n`,
    values,
  );
}

/** Inserts a batch and its items. */
export async function insertBatch(
  tx: Queryable,
  row: { tenantId: string; items: readonly NewItem[] },
): Promise<string> {
  const batchId = randomUUID();
  await tx.query('insert into item_batches (id, tenant_id, items) values ($1, $2, $3)', [
    batchId,
    row.tenantId,
    row.items.length,
  ]);
  await insertItems(tx, { ...row, batchId });
  await tx.query(
    `insert into order_events (order_id, tenant_id, type, round, data) values ($1, $2, 'batch.added', 1, $3)`,
    [row.items[0]!.id, row.tenantId, JSON.stringify({ batchId, count: row.items.length })],
  );
  return batchId;
}

/** Reads an item; with a tenant, only if it is that tenant's. The lock is on the order, as everywhere. */
export async function findItem(
  db: Queryable,
  key: { itemId: string; tenantId?: string | undefined; lock?: boolean },
): Promise<Item | undefined> {
  const result = await db.query<Item>(
    `select ${COLUMNS} ${FROM} where o.id = $1 and ($2::uuid is null or o.tenant_id = $2)
      ${key.lock ? 'for no key update of o' : ''}`,
    [key.itemId, key.tenantId ?? null],
  );
  return result.rows[0];
}

/** Items by their ids, in no order. */
export async function itemsByIds(db: Queryable, key: { ids: readonly string[] }): Promise<Item[]> {
  const result = await db.query<Item>(`select ${COLUMNS} ${FROM} where o.id = any($1)`, [key.ids]);
  return result.rows;
}

/** One page of items, newest first. `after` is the `seq` of the last one of the page before. */
export async function listItems(
  db: Queryable,
  filter: {
    tenantId?: string | undefined;
    batchId?: string | undefined;
    status?: readonly ItemStatus[] | undefined;
    pageType?: PageType | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<Item[]> {
  const result = await db.query<Item>(
    `select ${COLUMNS} ${FROM}
      where o.kind = 'item' and ($1::uuid is null or o.tenant_id = $1) and ($2::uuid is null or i.batch_id = $2)
        and ($3::text[] is null or o.status = any($3)) and ($4::text is null or i.page_type = $4)
        and ($5::bigint is null or i.seq < $5)
      order by i.seq desc limit $6`,
    [
      filter.tenantId ?? null,
      filter.batchId ?? null,
      filter.status ?? null,
      filter.pageType ?? null,
      filter.after ?? null,
      filter.limit,
    ],
  );
  return result.rows;
}

/** Compare-and-set of an item's status. Answers whether this call moved it. */
export async function moveItem(
  tx: Queryable,
  move: {
    itemId: string;
    startNo?: number;
    from: readonly ItemStatus[];
    to: ItemStatus;
    phase: Phase;
    error?: { type: string; sentence: string };
  },
): Promise<boolean> {
  const result = await tx.query(
    `update orders set status = $4, phase = $5, error = $6, error_type = $7, updated_at = clock_timestamp(),
            finished_at = case when $5 in ('done', 'failed', 'cancelled') then clock_timestamp() end,
            waiting_type = case when $5 = 'running' then waiting_type end,
            waiting_reason = case when $5 = 'running' then waiting_reason end
      where id = $1 and kind = 'item' and ($2::int is null or start_no = $2) and status = any($3)`,
    [
      move.itemId,
      move.startNo ?? null,
      move.from,
      move.to,
      move.phase,
      move.error?.sentence ?? null,
      move.error?.type ?? null,
    ],
  );
  return result.rowCount === 1;
}

/** A component that was written and passed. */
export interface WrittenComponent {
  component: string;
  heading: string;
  bodyMarkdown: string;
}

/** What is written of an item so far, in no order. */
export async function writtenComponents(db: Queryable, key: { itemId: string }): Promise<WrittenComponent[]> {
  const result = await db.query<WrittenComponent>(
    `select component, heading, body_markdown as "bodyMarkdown" from item_components where order_id = $1`,
    [key.itemId],
  );
  return result.rows;
}
