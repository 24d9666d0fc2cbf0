import type { Answer } from '../../api/answer';
import type { KindApi } from '../../kind';

export type OrderPage = Answer<'/api/blog-generation'>;
export type Order = OrderPage['items'][number];
export type OrderDetail = Answer<'/api/blog-generation/{id}'>;
export type OrderStatus = Order['status'];

/** The path of the page that lists blog orders. */
export const BLOG_PATH = '/orders';

/** Where blog orders are asked for. */
export const BLOG_API = {
  base: '/api/blog-generation',
  list: 'orders',
  one: 'order',
  also: ['calendar', 'orderBatch'],
} as const satisfies KindApi;
