import type { Answer } from '../../api/answer';
import type { Colour, KindApi } from '../../kind';

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
  also: ['calendar'],
} as const satisfies KindApi;

export const BLOG_COLOURS: Record<OrderStatus, Colour> = {
  PENDING: 'gray',
  GENERATING_IDEAS: 'blue',
  AWAITING_SELECTION: 'amber',
  GENERATING_CONTENT: 'blue',
  GENERATING_IMAGE: 'blue',
  AWAITING_APPROVAL: 'amber',
  SCHEDULED: 'gray',
  PUBLISHING: 'blue',
  UNCONFIRMED: 'amber',
  DONE: 'grass',
  FAILED: 'red',
  CANCELLED: 'gray',
};
