import type { KindSql } from '../orders/kind-rules';

/** The title of a post, or of the picked idea; null before either. The order's details are `b`. */
export const TITLE_OF_POST = `coalesce((select v.title from versions v where v.id = b.version_id),
  (select i.title from ideas i where i.id = b.idea_id))`;

/** What a post is about in words; null until its store has told it. The order's details are `b`. */
export const SUBJECT_OF_POST = `coalesce((select s.subject from order_subjects s where s.order_id = b.order_id),
  case when b.source_type = 'keyword' then b.source_id end)`;

/** The batch that a post was ordered in. One that holds orders of several tenants belongs to none of them. The order is `o`. */
export const BATCH_OF_POST =
  '(select t.id from blog_batches t where t.id = b.batch_id and t.tenant_id = o.tenant_id)';

const ofOrder = (expression: string): string =>
  `(select ${expression} from blog_orders b where b.order_id = o.id)`;

export const BLOG_SQL: KindSql = {
  title: ofOrder(`coalesce(${TITLE_OF_POST}, ${SUBJECT_OF_POST}, b.source_id)`),
  facts: ofOrder(`jsonb_build_object(
    'instanceId', (select s.instance_id from stores s where s.id = o.store_id),
    'sourceType', b.source_type, 'sourceId', b.source_id, 'batchId', ${BATCH_OF_POST})`),
  batch: ofOrder(BATCH_OF_POST),
  ofBatch: (batch) => `select b.order_id from blog_orders b where b.batch_id = ${batch}`,
  search: [
    {
      by: 'keyword',
      from: 'from blog_orders b join orders o on o.id = b.order_id where b.source_id ilike $1',
    },
    {
      by: 'title',
      from: `from versions v join blog_orders b on b.order_id = v.order_id and b.version_id = v.id
        join orders o on o.id = b.order_id where v.title ilike $1`,
    },
    {
      by: 'title',
      from: `from ideas i join blog_orders b on b.order_id = i.order_id and b.idea_id = i.id
        join orders o on o.id = b.order_id where i.title ilike $1 and b.version_id is null`,
    },
  ],
};
