import type { KindSql } from '../orders/kind-rules';

const ofOrder = (expression: string): string =>
  `(select ${expression} from content_items c where c.order_id = o.id)`;

export const CONTENT_SQL: KindSql = {
  title: ofOrder('coalesce(c.title, c.topic)'),
  facts: ofOrder(
    `jsonb_build_object('mode', c.mode, 'topic', c.topic, 'title', c.title, 'jobId', o.parent_id, 'queuePosition', c.queue_position)`,
  ),
  // Items are told of by their job.
  toldByAnother: 'o.parent_id is not null',
  batch: 'o.parent_id',
  ofBatch: (batch) => `select p.id from orders p where p.parent_id = ${batch}`,
  newest: ofOrder('c.seq'),
  search: [
    { by: 'title', from: 'from content_items c join orders o on o.id = c.order_id where c.title ilike $1' },
    { by: 'keyword', from: 'from content_items c join orders o on o.id = c.order_id where c.topic ilike $1' },
  ],
};
