import { htmlToText } from '../../domain/text/html/to-text';
import type { Publisher } from '../publisher';
import { text } from './request';

/** What is read from either catalogue. Each is one request. */
export type WixCatalog = Pick<Publisher, 'product' | 'products' | 'category' | 'categoryProducts'>;

/** Characters of a product's description in lists. */
export const LISTED_DESCRIPTION = 500;

/** What a reader sees of a text, which may be HTML; undefined where that is nothing. */
export function plainText(value: unknown): string | undefined {
  return text(htmlToText(text(value) ?? ''));
}
