import type { KindSql } from '../orders/kind-rules';

const ofOrder = (expression: string): string => `(select ${expression} from items i where i.order_id = o.id)`;

export const ITEM_SQL: KindSql = {
  title: ofOrder(
    `coalesce(i.title, (select string_agg(word, ', ') from jsonb_array_elements_text(i.target_keywords) word))`,
  ),
  facts: ofOrder(`jsonb_build_object('type', i.page_type, 'batchId', i.batch_id, 'title', i.title)`),
  batch: ofOrder('i.batch_id'),
  ofBatch: (batch) => `select i.order_id from items i where i.batch_id = ${batch}`,
  newest: ofOrder('i.seq'),
  search: [
    { by: 'title', from: 'from items i join orders o on o.id = i.order_id where i.title ilike $1' },
    {
      by: 'keyword',
      from: `from items i join orders o on o.id = i.order_id where i.target_keywords::text ilike $1
        and exists (select 1 from jsonb_array_elements_text(i.target_keywords) word where word ilike $1)`,
    },
  ],
};
