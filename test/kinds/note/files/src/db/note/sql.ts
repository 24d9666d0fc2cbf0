import type { KindSql } from '../orders/kind-rules';

export const NOTE_SQL: KindSql = {
  title: '(select n.topic from notes n where n.order_id = o.id)',
  facts: `(select jsonb_build_object('topic', n.topic) from notes n where n.order_id = o.id)`,
  search: [{ by: 'title', from: 'from notes n join orders o on o.id = n.order_id where n.topic ilike $1' }],
};
