import type { Product } from '../../contract/orders';

/** What a text is made from that is made from its order alone. */
export const FROM_BRIEF = 'brief';

/** Why a version was made: it is the order's first, its buyer wanted another, or the article had changed after it was submitted. */
export type Made = 'first' | 'regeneration' | 'reintegration';

/** What a version says of its origin (`backlink_metadata.integration_type`), such as `customer_backlink_regeneration`. */
export function integrationType(of: { product: Product; source: 'buyer' | 'admin'; made: Made }): string {
  const { product, source, made } = of;
  const who = source === 'admin' ? 'admin' : 'customer';
  return `${who}_${product}${made === 'first' ? '' : `_${made}`}`;
}

/** What the next version of an order is. */
export function madeAs(order: { regenerations: number; wasSubmitted: boolean }): Made {
  if (order.wasSubmitted) return 'reintegration';
  return order.regenerations > 0 ? 'regeneration' : 'first';
}
