import type { Product } from '../../../contract/orders';
import type { Answer } from '../../api/answer';
import type { Price } from '../../api/catalogue-queries';
import { ADMIN_ORDER, ADMIN_ORDERS, QUEUES } from '../../api/review-queries';
import { ORDER_STATUS, OWN_ORDERS } from '../../api/purchase-queries';
import type { KindApi, PanelKind } from '../../kind';

type Answered = Answer<'/api/backlink-orders'>['items'][number];

/** An order that was bought, with what orders of every kind have; the same for both products. Prices are those of the catalogue. */
export type BoughtOrder = Omit<Answered, 'price'> & { price: Price };

/** What a change of an order makes old besides its own. */
const OLD = { also: [ADMIN_ORDERS, QUEUES, OWN_ORDERS], views: [ADMIN_ORDER, ORDER_STATUS] };

/** Where orders of each product are asked for. */
export const BOUGHT_APIS: Readonly<Record<Product, KindApi>> = {
  article: { base: '/api/article-orders', list: 'article-orders', one: 'article-order', ...OLD },
  backlink: { base: '/api/backlink-orders', list: 'backlink-orders', one: 'backlink-order', ...OLD },
};

/** Both products share their pages; what such a page asks of an order is asked of its own product. */
export const kindOf = (shared: PanelKind, product: Product): PanelKind => ({
  ...shared,
  kind: product,
  api: BOUGHT_APIS[product],
});
