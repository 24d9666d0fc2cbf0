import type { BlogStatus } from '../../../src/domain/blog/lifecycle';
import type { BulkStatus } from '../../../src/domain/bulk/lifecycle';
import type { ContentStatus } from '../../../src/domain/content/lifecycle';
import type { ItemStatus } from '../../../src/domain/items/lifecycle';
import { BULK, CONTENT, items } from '../../support/bulk-api';
import { pageAbout } from '../../support/items';

/** A request that makes an order open which was not. */
export interface Opening {
  route: string;
  /** What it says besides the route. */
  as: string;
  /** The state of the order it acts on; none where it places new ones. */
  from?:
    | { kind: 'blog'; status: BlogStatus }
    | { kind: 'item'; status: ItemStatus }
    | { kind: 'content'; status: ContentStatus }
    /** With the status of its first item and that of the others. */
    | { kind: 'bulk'; status: BulkStatus; first: ContentStatus; others: ContentStatus }
    /** A template of a job of ten by the name of {@link SAVED}, or a schedule that uses one. */
    | { kind: 'saved'; is: 'template' | 'schedule' };
  /** The body, given an idea of the order. */
  body: (ideaId: string) => unknown;
  csv?: true;
  /** How many orders it opens. */
  opens?: number;
}

const POST = { sourceType: 'keyword', sourceId: 'limited kettle' };
const BLOG = '/api/blog-generation';
const ITEM = '/api/generation';
const blog = (status: BlogStatus) => ({ kind: 'blog', status }) as const;
const item = (status: ItemStatus) => ({ kind: 'item', status }) as const;

const content = (status: ContentStatus) => ({ kind: 'content', status }) as const;
const bulk = (status: BulkStatus, first: ContentStatus, others: ContentStatus) =>
  ({ kind: 'bulk', status, first, others }) as const;

const saved = (is: 'template' | 'schedule') => ({ kind: 'saved', is }) as const;

/** What templates are called that a job is run by. */
export const SAVED = 'Limited kettles';

/** A job of ten as CSV. */
const TEN_LINES = ['topic', ...items(10).map((_, n) => `Garden tools ${n + 1}`)].join('\n');

/** Every way in which a person makes orders open. */
export const OPENINGS: readonly Opening[] = [
  { route: BLOG, as: 'one post', body: () => POST },
  { route: `${BLOG}/batch`, as: 'two posts', body: () => ({ items: [POST, POST] }), opens: 2 },
  { route: ITEM, as: 'one page', body: () => pageAbout('limited kettle') },
  {
    route: `${ITEM}/batch`,
    as: 'two pages',
    body: () => ({ items: [pageAbout('a'), pageAbout('b')] }),
    opens: 2,
  },
  { route: `${ITEM}/batch`, as: 'two lines', csv: true, body: () => 'product;a\nproduct;b', opens: 2 },
  {
    route: `${BLOG}/{id}/select`,
    as: 'an idea',
    from: blog('AWAITING_SELECTION'),
    body: (ideaId) => ({ ideaId }),
  },
  {
    route: `${BLOG}/{id}/select`,
    as: 'a title',
    from: blog('AWAITING_SELECTION'),
    body: () => ({ title: 'Own' }),
  },
  {
    route: `${BLOG}/{id}/new-ideas`,
    as: 'a hint',
    from: blog('AWAITING_SELECTION'),
    body: () => ({ hint: 'x' }),
  },
  { route: `${BLOG}/{id}/approve`, as: 'as it is', from: blog('AWAITING_APPROVAL'), body: () => ({}) },
  {
    route: `${BLOG}/{id}/approve`,
    as: 'without picture',
    from: blog('AWAITING_APPROVAL'),
    body: () => ({ withoutPicture: true }),
  },
  ...(['AWAITING_APPROVAL', 'SCHEDULED'] as const).flatMap((status) =>
    ['text', 'picture'].map((part) => ({
      route: `${BLOG}/{id}/regenerate`,
      as: `${part} in ${status}`,
      from: blog(status),
      body: () => ({ part }),
    })),
  ),
  { route: `${BLOG}/{id}/schedule`, as: 'now', from: blog('SCHEDULED'), body: () => ({ publishAt: null }) },
  {
    route: `${BLOG}/{id}/resolve`,
    as: 'exists',
    from: blog('UNCONFIRMED'),
    body: () => ({ resolution: 'exists', draftId: 'd-1' }),
  },
  {
    route: `${BLOG}/{id}/resolve`,
    as: 'absent',
    from: blog('UNCONFIRMED'),
    body: () => ({ resolution: 'absent' }),
  },
  ...(['FAILED', 'CANCELLED'] as const).flatMap((status) =>
    [{}, { part: 'ideas', hint: 'x' }, { part: 'picture' }, { withoutPicture: true }].map((body) => ({
      route: `${BLOG}/{id}/retry`,
      as: `${JSON.stringify(body)} of ${status}`,
      from: blog(status),
      body: () => body,
    })),
  ),
  ...(['failed', 'cancelled'] as const).flatMap((status) =>
    [{}, { hint: 'x' }].map((body) => ({
      route: `${ITEM}/{id}/retry`,
      as: `${JSON.stringify(body)} of ${status}`,
      from: item(status),
      body: () => body,
    })),
  ),
  { route: `${CONTENT}/generate/topic`, as: 'a topic', body: () => ({ topic: 'kettles' }) },
  {
    route: `${CONTENT}/generate/keywords`,
    as: 'keywords',
    body: () => ({ topic: 'kettles', keywords: ['a', 'b'] }),
  },
  {
    route: `${CONTENT}/generate/trends`,
    as: 'a trend',
    body: () => ({ topic: 'kettles', trends: [{ text: 'x', date: '2026-11-02' }] }),
  },
  {
    route: `${CONTENT}/generate/spin`,
    as: 'a source',
    body: () => ({ topic: 'kettles', source_md: 'x' }),
  },
  ...(['failed', 'cancelled'] as const).map((status) => ({
    ...{ route: `${CONTENT}/{id}/retry`, as: status, from: content(status), body: () => ({}) },
  })),
  // A job is open with each of its items.
  { route: BULK, as: 'ten texts', body: () => ({ mode: 'topic', items: items(10) }), opens: 11 },
  { route: BULK, as: 'ten lines', csv: true, body: () => TEN_LINES, opens: 11 },
  {
    ...{ route: `${BULK}/{id}/resume`, as: 'a paused job', body: () => ({}) },
    from: bulk('paused', 'completed', 'queued'),
  },
  {
    ...{ route: `${BULK}/{id}/retry`, as: 'a job of which one item failed', body: () => ({}), opens: 2 },
    from: bulk('completed', 'failed', 'completed'),
  },
  {
    ...{ route: `${BULK}/{id}/retry`, as: 'a job that failed', body: () => ({}), opens: 10 },
    from: bulk('failed', 'completed', 'cancelled'),
  },
  {
    ...{ route: `${BULK}/{id}/items/{item}/retry`, as: 'of a job at work', body: () => ({}) },
    from: bulk('processing', 'failed', 'queued'),
  },
  {
    ...{ route: `${BULK}/{id}/items/{item}/retry`, as: 'of a complete job', body: () => ({}), opens: 2 },
    from: bulk('completed', 'failed', 'completed'),
  },
  {
    ...{ route: '/api/bulk-templates/run', as: 'by name', body: () => ({ name: SAVED }), opens: 11 },
    from: saved('template'),
  },
  {
    ...{ route: '/api/bulk-templates/{id}/run', as: 'by its address', body: () => ({}), opens: 11 },
    from: saved('template'),
  },
  {
    ...{ route: '/api/bulk-schedules/{id}/run', as: 'now', body: () => ({}), opens: 11 },
    from: saved('schedule'),
  },
];

/** What people do with orders that makes none open. */
export const OPENING_NONE: readonly string[] = [
  `${BLOG}/{id}/cancel`,
  `${BLOG}/{id}/priority`,
  `${ITEM}/{id}/cancel`,
  `${ITEM}/{id}/priority`,
  `${ITEM}/batch/{id}/cancel`,
  `${CONTENT}/{id}/cancel`,
  `${CONTENT}/{id}/priority`,
  `${BULK}/{id}/cancel`,
  `${BULK}/{id}/items/{item}/cancel`,
  `${BULK}/{id}/pause`,
  `${BULK}/{id}/priority`,
  '/api/article-orders/{id}/priority',
  '/api/backlink-orders/{id}/priority',
  // What makes a bought order open is its payment, which no limit refuses.
  '/api/v1/purchase/{orderId}/check-payment',
  '/api/v1/purchase/{orderId}/checkout',
  // A person is waited for, or nobody.
  '/api/v1/purchase/submit-for-review',
  '/api/v1/admin/orders/{orderId}/reject',
];

/** What makes an order that was bought open, or one of an administrator. */
export const PURCHASE_OPENINGS: readonly string[] = [
  '/api/article-orders/{id}/retry',
  '/api/backlink-orders/{id}/retry',
  '/api/v1/admin/orders',
  '/api/v1/admin/orders/{orderId}/approve',
  '/api/v1/admin/orders/{orderId}/retry',
  '/api/v1/purchase/regenerate-backlink',
];
