import type { Publisher } from '../publisher';

/** What is read from either catalogue. Each is one request. */
export type WixCatalog = Pick<Publisher, 'product' | 'products' | 'category' | 'categoryProducts'>;

/** Characters of a product's description in lists. */
export const LISTED_DESCRIPTION = 500;
