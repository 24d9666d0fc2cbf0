import { lazy } from 'react';
import type { OrderKind } from '../contract/orders';
import type { Findable, PanelKind } from './kind';
import { BLOG_API, BLOG_PATH } from './pages/blog/api';
import type { Order } from './pages/blog/api';
import { nameOfOrder, OrderRow } from './pages/blog/row';
import { BULK_API, BULK_PATH } from './pages/bulk/api';
import { BULK_EVENTS } from './pages/bulk/live';
import { CONTENT_API, CONTENT_PATH, nameOfText } from './pages/content/api';
import type { ContentText } from './pages/content/api';
import { CONTENT_EVENTS } from './pages/content/live';
import { TextRow } from './pages/content/row';
import { BATCH_PATH, ITEM_API, ITEM_PATH } from './pages/items/api';
import type { Item } from './pages/items/api';
import { ITEM_EVENTS, takeSnapshot } from './pages/items/live';
import { ItemRow, nameOfItem } from './pages/items/row';
import { Workers } from './pages/items/workers';
import { BOUGHT_APIS } from './pages/purchase-orders/api';
import { BOUGHT, boughtFilters } from './pages/purchase-orders/kind';

const bulkPages = () => import('./pages/bulk/pages');

/** What the panel knows of every kind of order; whatever it shows of orders asks here. Pages come when somebody opens them. */
export const KINDS: { readonly [K in OrderKind]: PanelKind<K> } = {
  blog: {
    kind: 'blog',
    path: BLOG_PATH,
    api: BLOG_API,
    name: 'nav.orders',
    one: 'search.kind.blog',
    noun: 'posts',
    counted: 'overview.posts',
    changed: 'live.order',
    // A scheduled post waits for its time, not for a person.
    colours: { SCHEDULED: 'gray' },
    timed: ['SCHEDULED'],
    statusPrefix: 'order.',
    stages: { content: 'step.writing', image: 'step.images' },
    filters: {
      queued: 'phase=queued',
      running: 'phase=running',
      waiting_person: 'phase=waiting_person',
      done: 'phase=done',
      failed: 'phase=failed',
    },
    // A post that was to stay a draft was not published.
    shownStatus: ({ status, publishMode }: Order) =>
      status === 'DONE' && publishMode === 'draft' ? 'DONE.draft' : status,
    nameOf: (say, order: Order) => nameOfOrder(say, order),
    row: (order: Order, kind) => <OrderRow kind={kind} order={order} />,
    List: lazy(async () => ({ default: (await import('./pages/blog/orders')).OrdersPage })),
    Page: lazy(async () => ({ default: (await import('./pages/blog/order')).OrderPage })),
    New: lazy(async () => ({ default: (await import('./pages/blog/new-order')).NewOrder })),
    pages: [
      {
        path: '/calendar',
        name: 'nav.calendar',
        Page: lazy(async () => ({ default: (await import('./pages/blog/calendar')).CalendarPage })),
      },
    ],
  },
  item: {
    kind: 'item',
    path: ITEM_PATH,
    api: ITEM_API,
    name: 'nav.pages',
    one: 'search.kind.item',
    noun: 'pages',
    takesHint: true,
    counted: 'overview.pages',
    changed: 'live.changed',
    statusPrefix: 'item.',
    stages: { component: 'step.writing' },
    filters: {
      queued: 'status=pending',
      running: 'status=processing',
      done: 'status=completed',
      failed: 'status=failed',
    },
    hasNoRun: ({ status, startedAt }) => status === 'pending' && startedAt === null,
    nameOf: (_say, item: Item) => nameOfItem(item),
    row: (item: Item, kind) => <ItemRow kind={kind} item={item} />,
    List: lazy(async () => ({ default: (await import('./pages/items/list')).WorkList })),
    Page: lazy(async () => ({ default: (await import('./pages/items/item')).ItemPage })),
    New: lazy(async () => ({ default: (await import('./pages/items/new-pages')).NewPages })),
    pages: [
      {
        path: `${BATCH_PATH}/:id`,
        Page: lazy(async () => ({ default: (await import('./pages/items/batch')).BatchPage })),
      },
    ],
    Card: Workers,
    found: {
      batch: {
        path: BATCH_PATH,
        one: 'search.kind.batch',
        titleOf: (say, title) => say('batch.title', { count: Number(title) }),
      },
    },
    events: ITEM_EVENTS,
    takeSnapshot,
  },
  content: {
    kind: 'content',
    path: CONTENT_PATH,
    api: CONTENT_API,
    name: 'nav.texts',
    one: 'search.kind.content',
    noun: 'texts',
    counted: 'overview.texts',
    changed: 'live.changed',
    statusPrefix: 'text.',
    stages: { text: 'step.writing' },
    filters: {
      queued: 'status=queued',
      running: 'status=processing',
      done: 'status=completed',
      failed: 'status=failed',
    },
    // An item of a bulk job waits in the database until its job lets it in.
    hasNoRun: ({ status, started_at: startedAt }: ContentText) => status === 'queued' && startedAt === null,
    nameOf: (_say, text: ContentText) => nameOfText(text),
    row: (text: ContentText, kind) => <TextRow kind={kind} text={text} />,
    List: lazy(async () => ({ default: (await bulkPages()).TextList })),
    Page: lazy(async () => ({ default: (await bulkPages()).TextPage })),
    events: CONTENT_EVENTS,
  },
  bulk: {
    kind: 'bulk',
    path: BULK_PATH,
    api: BULK_API,
    name: 'nav.bulk',
    one: 'search.kind.bulk',
    noun: 'orders',
    counted: 'overview.bulkJobs',
    changed: 'live.changed',
    statusPrefix: 'bulk.',
    // What its texts cost is among its own costs.
    stages: { text: 'step.writing' },
    filters: {
      queued: 'status=queued',
      running: 'status=processing,pausing',
      waiting_person: 'status=paused',
      done: 'status=completed',
      failed: 'status=failed',
    },
    nameOf: (say, { title }, kind) => title ?? say(kind.one),
    List: lazy(async () => ({ default: (await bulkPages()).BulkJobsPage })),
    Page: lazy(async () => ({ default: (await bulkPages()).BulkJobPage })),
    pages: [
      {
        path: `${BULK_PATH}/new`,
        Page: lazy(async () => ({ default: (await import('./pages/bulk/new')).NewBulkPage })),
      },
      {
        path: `${BULK_PATH}/templates`,
        Page: lazy(async () => ({ default: (await bulkPages()).TemplatesPage })),
      },
      {
        path: `${BULK_PATH}/schedules`,
        Page: lazy(async () => ({ default: (await bulkPages()).SchedulesPage })),
      },
      {
        path: `${BULK_PATH}/schedules/new`,
        Page: lazy(async () => ({ default: (await bulkPages()).NewSchedulePage })),
      },
      {
        path: `${BULK_PATH}/schedules/:id`,
        Page: lazy(async () => ({ default: (await bulkPages()).SchedulePage })),
      },
      {
        path: `${BULK_PATH}/schedules/:id/edit`,
        Page: lazy(async () => ({ default: (await bulkPages()).EditSchedulePage })),
      },
    ],
    events: BULK_EVENTS,
  },
  article: {
    ...BOUGHT,
    kind: 'article',
    api: BOUGHT_APIS.article,
    filters: boughtFilters('article'),
    one: 'search.kind.article',
    counted: 'overview.articleOrders',
  },
  backlink: {
    ...BOUGHT,
    kind: 'backlink',
    api: BOUGHT_APIS.backlink,
    filters: boughtFilters('backlink'),
    one: 'search.kind.backlink',
    counted: 'overview.backlinkOrders',
  },
};

/** Every kind, in the order in which the navigation shows them. */
export const KIND_LIST: readonly PanelKind[] = Object.values(KINDS);

/** The kinds that pages are made for: of those that share their pages, the first. */
export const PAGE_KINDS: readonly PanelKind[] = KIND_LIST.filter(
  ({ path }, n) => KIND_LIST.findIndex((other) => other.path === path) === n,
);

/** The kind with this word; undefined where the panel is older than the server and does not know it. */
export const kindNamed = (word: unknown): PanelKind | undefined =>
  KIND_LIST.find(({ kind }) => kind === word);

/** What the stages of all kinds are called, where they are counted together. */
export const STAGE_NAMES: PanelKind['stages'] = Object.assign({}, ...KIND_LIST.map(({ stages }) => stages));

/** What search finds under each of its words for kinds and what belongs to them. */
export const FOUND_OF_KINDS: Readonly<Record<string, Findable>> = Object.assign(
  {},
  ...KIND_LIST.map(({ kind, path, one, found }) => ({ [kind]: { path, one }, ...found })),
);
