import type { OrderKind } from '../../contract/orders';
import { BLOG_SQL } from '../blog/sql';
import { BULK_SQL } from '../bulk/sql';
import { CONTENT_SQL } from '../content/sql';
import { ITEM_SQL } from '../items/sql';
import { PURCHASE_SQL } from '../purchases/sql';
import type { KindSql } from './kind-rules';

/** Every kind's pieces. */
export const KIND_SQL: { readonly [K in OrderKind]: KindSql } = {
  blog: BLOG_SQL,
  item: ITEM_SQL,
  article: PURCHASE_SQL,
  backlink: PURCHASE_SQL,
  content: CONTENT_SQL,
  bulk: BULK_SQL,
};

/** Whether an order is told of by itself, as a condition. */
export const toldByItself = (): string => `(${byKind(({ toldByAnother }) => toldByAnother)}) is not true`;

/** An expression that differs by kind; null for kinds that have none. */
export function byKind(piece: (sql: KindSql) => string | undefined): string {
  const whens = Object.entries(KIND_SQL).flatMap(([kind, sql]) => {
    const expression = piece(sql);
    return expression === undefined ? [] : [`when '${kind}' then ${expression}`];
  });
  return whens.length > 0 ? `case o.kind ${whens.join(' ')} end` : 'null';
}
