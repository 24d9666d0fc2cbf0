import type { PageType } from '../../contract/items';
import type { ItemStatus } from '../../domain/items/lifecycle';
import type { BrandVoice } from '../../domain/text/brand-voice';
import type { PageComponent } from '../../domain/items/components';
import { ORDER_COLUMNS, selectOrder } from '../orders/orders';
import type { Order, OrderKey } from '../orders/orders';
import type { Queryable } from '../pool';

/** A generation item as saved. */
export interface Item extends Order<'item'> {
  batchId: string | null;
  pageType: PageType;
  targetKeywords: string[];
  components: PageComponent[];
  brandVoice: BrandVoice;
  language: string;
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
  /** Its place among items of the same priority. */
  seq: string;
  admittedAt: Date | null;
}

const COLUMNS = `${ORDER_COLUMNS},
  i.batch_id as "batchId", i.page_type as "pageType",
  i.target_keywords as "targetKeywords", i.components, i.brand_voice as "brandVoice", i.language,
  i.attempt, i.retry_count as "retryCount",
  i.not_before as "notBefore", i.total_steps as "totalSteps", i.completed_steps as "completedSteps",
  i.current_step as "currentStep", i.title, i.meta_title as "metaTitle", i.meta_description as "metaDescription",
  i.slug, i.seq::text, i.admitted_at as "admittedAt"`;

const FROM = 'from orders o join items i on i.order_id = o.id';

/** Reads an item. */
export async function findItem(db: Queryable, key: OrderKey): Promise<Item | undefined> {
  return selectOrder(db, `select ${COLUMNS} ${FROM}`, key);
}

/** Items by their ids, in no order. */
export async function itemsByIds(db: Queryable, key: { ids: readonly string[] }): Promise<Item[]> {
  const result = await db.query<Item>(`select ${COLUMNS} ${FROM} where o.id = any($1)`, [key.ids]);
  return result.rows;
}

/** The item that a page comes after, with its number as `$5`. */
const BEFORE = 'from orders b join items a on a.order_id = b.id where a.seq = $5';

/** One page of items, newest first, those of a batch in the order sent backwards. `after` is the `seq` of the last one of the page before. */
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
        and ($5::bigint is null or o.created_at <= (select b.created_at ${BEFORE})
          and (o.created_at, i.seq) < (select b.created_at, $5::bigint ${BEFORE}))
        and ($7::text is null or o.status = $7)
      order by o.created_at desc, i.seq desc limit $6`,
    [
      filter.tenantId ?? null,
      filter.batchId ?? null,
      filter.status && filter.status.length > 1 ? filter.status : null,
      filter.pageType ?? null,
      filter.after ?? null,
      filter.limit,
      filter.status?.length === 1 ? filter.status[0] : null,
    ],
  );
  return result.rows;
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
