import { lazy } from 'react';
import type { Product } from '../../../contract/orders';
import type { PanelKind } from '../../kind';
import type { BoughtOrder } from './api';

/** What the kinds of orders that are bought have in common; their pages, too. */
export const BOUGHT = {
  path: '/admin/orders',
  name: 'nav.adminOrders',
  // Those of all buyers; a buyer has a list of their own.
  needs: 'orders.inspect',
  noun: 'orders',
  changed: 'live.changed',
  statusPrefix: 'purchase.',
  stages: { writing: 'step.writing' },
  // What waits for its buyer waits for nobody here.
  timed: ['AWAITING_PAYMENT', 'QUALITY_CHECK'],
  // Before it is paid for.
  hasNoRun: ({ paidAt, email }: BoughtOrder) => paidAt === null && email !== null,
  nameOf: (_say, { title, anchorText }: BoughtOrder) => title ?? anchorText,
  List: lazy(async () => ({ default: (await import('./list')).AdminOrdersPage })),
  Page: lazy(async () => ({ default: (await import('./order')).AdminOrderPage })),
  Waiting: lazy(async () => ({ default: (await import('./waiting')).WaitingForReview })),
  pages: [
    {
      path: '/admin/orders/new',
      Page: lazy(async () => ({ default: (await import('./new')).NewAdminOrderPage })),
    },
    {
      path: '/admin/queues',
      name: 'nav.queues',
      Page: lazy(async () => ({ default: (await import('./queues')).QueuesPage })),
    },
  ],
} as const satisfies Partial<PanelKind>;

/** The queries by which the list of all products shows those of one, by phase. */
export const boughtFilters = (product: Product): PanelKind['filters'] => ({
  queued: `product=${product}&phase=queued`,
  running: `product=${product}&phase=running`,
  waiting_person: `product=${product}&waiting=review`,
  done: `product=${product}&status=COMPLETED`,
  failed: `product=${product}&status=FAILED`,
});
