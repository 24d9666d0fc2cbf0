import type { KindSql } from '../orders/kind-rules';

const ofOrder = (expression: string): string =>
  `(select ${expression} from bulk_jobs b where b.order_id = o.id)`;

/** What its first item is about. */
const FIRST_TOPIC = `(select c.topic from orders p join content_items c on c.order_id = p.id
  where p.parent_id = b.order_id and c.queue_position = 1)`;

export const BULK_SQL: KindSql = {
  title: ofOrder(`coalesce(b.template_name, ${FIRST_TOPIC})`),
  facts: ofOrder(
    `jsonb_build_object('mode', b.mode, 'totalItems', b.total_items, 'concurrency', b.concurrency)`,
  ),
  search: [],
};
