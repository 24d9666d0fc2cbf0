import type { OrderKind } from '../../contract/orders';
import { BLOG_RULES } from '../blog/rules';
import { BULK_RULES } from '../bulk/rules';
import { CONTENT_RULES } from '../content/rules';
import { ITEM_RULES } from '../items/rules';
import { PURCHASE_RULES } from '../purchases/rules';
import type { KindRules } from './kind-rules';

/** What each kind does as its orders begin and end. It does not compile while a kind lacks an entry. */
export const KIND_RULES: { readonly [K in OrderKind]: KindRules } = {
  blog: BLOG_RULES,
  item: ITEM_RULES,
  article: PURCHASE_RULES,
  backlink: PURCHASE_RULES,
  content: CONTENT_RULES,
  bulk: BULK_RULES,
};
