import { lazy } from 'react';
import type { PanelKind } from '../../kind';
import type { BoughtOrder } from './api';
import { BoughtRow, nameOfBought } from './row';

/** What the kinds of orders that are bought have in common. */
export const BOUGHT = {
  // Those of all buyers; a buyer has a list of their own.
  needs: 'catalogue.read',
  noun: 'orders',
  changed: 'live.changed',
  statusPrefix: 'purchase.',
  stages: { writing: 'step.writing' },
  // What waits for its buyer waits for nobody here.
  timed: ['AWAITING_PAYMENT', 'QUALITY_CHECK'],
  filters: {
    queued: 'phase=queued',
    running: 'phase=running',
    waiting_person: 'status=ADMIN_REVIEW',
    done: 'status=COMPLETED',
    failed: 'status=FAILED',
  },
  // Before it is paid for.
  hasNoRun: ({ paidAt }: BoughtOrder) => paidAt === null,
  nameOf: (_say, order: BoughtOrder) => nameOfBought(order),
  row: (order: BoughtOrder, kind) => <BoughtRow kind={kind} order={order} />,
  List: lazy(async () => ({ default: (await import('./list')).BoughtList })),
  Page: lazy(async () => ({ default: (await import('./order')).BoughtPage })),
} as const satisfies Partial<PanelKind>;
