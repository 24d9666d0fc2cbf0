import type { KindSql } from '../orders/kind-rules';

const ofOrder = (expression: string): string =>
  `(select ${expression} from purchases p left join articles a on a.id = p.article_id where p.id = o.id)`;

/** When the version of an order `p` that its buyer is to look at was ready; all waits for a buyer are measured from there. */
export const READY_AT = '(select v.created_at from article_revisions v where v.id = p.version_id)';

export const PURCHASE_SQL: KindSql = {
  title: ofOrder('coalesce(a.title, p.topic)'),
  facts: ofOrder(
    `jsonb_build_object('articleId', p.article_id, 'domainId', p.domain_id, 'targetUrl', p.target_url)`,
  ),
  search: [],
};
