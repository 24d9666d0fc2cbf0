import type { Answer } from '../../api/answer';
import type { KindApi } from '../../kind';

export type ItemPage = Answer<'/api/generation'>;
export type Item = ItemPage['items'][number];
export type ItemDetail = Answer<'/api/generation/{id}'>;
export type Batch = Answer<'/api/generation/batch/{id}'>;
export type ItemStatus = Item['status'];
export type PageType = Item['type'];

/** The kinds of pages. */
export const PAGE_TYPES: readonly PageType[] = ['product', 'category', 'brand', 'inspire', 'engage'];

/** The path of the page that lists pages. */
export const ITEM_PATH = '/pages';

/** The path before the id of a batch. */
export const BATCH_PATH = '/pages/batches';

/** Where pages are asked for. */
export const ITEM_API = {
  base: '/api/generation',
  list: 'items',
  one: 'item',
  also: ['batch', 'queue'],
} as const satisfies KindApi;
