import { defineSignal } from '@temporalio/workflow';
import { backoffMs } from './backoff';
import type { EventType } from './events';
import type { OrderKind } from './orders';

/** What webhooks are told of a single order: every ending, and every wait. */
const ORDER_EVENT_TYPES = [
  'order.done',
  'order.failed',
  'order.cancelled',
  'order.unconfirmed',
  'order.awaiting_selection',
  'order.awaiting_approval',
  'order.scheduled',
  'order.waiting',
  'order.reminder',
] as const;

/** All that webhooks are told. */
export const WEBHOOK_EVENT_TYPES = [...ORDER_EVENT_TYPES, 'bulk.finished'] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** A webhook event, with what a reminder reminds of. */
export interface WebhookEvent {
  type: WebhookEventType;
  of?: 'pick' | 'approval' | 'resolve';
}

/** What each entry of the timeline tells; null where it is nobody's business outside. A new entry has to be decided on here. */
const WEBHOOK_EVENT_OF: Record<EventType, WebhookEvent | null> = {
  'order.accepted': null,
  'order.retried': null,
  'order.done': { type: 'order.done' },
  'order.failed': { type: 'order.failed' },
  'order.cancelled': { type: 'order.cancelled' },
  'order.unconfirmed': { type: 'order.unconfirmed' },
  'order.reprioritised': null,
  'order.admitted': null,
  'order.paid': null,
  'payment.failed': null,
  'version.ready': null,
  'version.sent_back': null,
  'version.submitted': null,
  'version.approved': null,
  'version.rejected': null,
  'version.reintegrated': null,
  'version.published': null,
  'review.asked': null,
  'review.reminder': null,
  'refund.requested': null,
  'refund.succeeded': null,
  'refund.failed': null,
  'refund.unconfirmed': null,
  'refund.resolved': null,
  'order.progress': null,
  'order.retrying': null,
  'run.opened': null,
  'stage.started': null,
  'stage.completed': null,
  'stage.waiting': { type: 'order.waiting' },
  'stage.rejected': null,
  'pick.asked': { type: 'order.awaiting_selection' },
  'pick.reminder': { type: 'order.reminder', of: 'pick' },
  'idea.picked': null,
  'ideas.declined': null,
  'approval.asked': { type: 'order.awaiting_approval' },
  'approval.reminder': { type: 'order.reminder', of: 'approval' },
  'post.approved': null,
  'post.sent_back': null,
  'picture.skipped': null,
  'publish.planned': null,
  'publish.scheduled': { type: 'order.scheduled' },
  'publish.resolved': null,
  'resolve.reminder': { type: 'order.reminder', of: 'resolve' },
  'publish.differs': null,
  'publish.address': null,
  'publish.spare_draft': null,
  'batch.added': null,
  'bulk.paused': null,
  'bulk.resumed': null,
  'bulk.finished': { type: 'bulk.finished' },
  'action.ignored': null,
};

/** What webhooks are told when this entry is written; null where nothing is. */
export function webhookEventOf(event: EventType): WebhookEvent | null {
  return WEBHOOK_EVENT_OF[event];
}

/** What webhooks are told of orders of each kind; whatever else is written of one stays in its timeline. */
const WEBHOOKED: Readonly<Record<OrderKind, readonly WebhookEventType[]>> = {
  blog: ORDER_EVENT_TYPES,
  item: ORDER_EVENT_TYPES,
  article: ORDER_EVENT_TYPES,
  backlink: ORDER_EVENT_TYPES,
  content: ORDER_EVENT_TYPES,
  // Once, when none of its items is open any more: its own end can come before that.
  bulk: ['bulk.finished'],
};

/** Whether webhooks are told this of orders of a kind. */
export function isWebhooked(kind: OrderKind, type: WebhookEventType): boolean {
  return WEBHOOKED[kind].includes(type);
}

/** What has become of a webhook event to one webhook. */
export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Input of the workflow that takes the webhook events of one order to one webhook. */
export interface DeliveriesInput {
  webhookId: string;
  /** The order; not named `orderId`, by which failures are taken for the order's own. */
  about: string;
}

/** There is something new to take there. */
export const wakeSignal = defineSignal('wake');

/** What {@link wakeSignal} does, for operators. */
export const WAKE_DESCRIPTION = 'Asks Postgres once more whether something is to be done. No payload.';

/** Pauses between two tries to reach a receiver, in milliseconds: the first, doubled each time up to the longest. */
export const DELIVERY_PAUSES = { firstMs: 1_000, longestMs: 10 * 60_000 } as const;

/** The pause after so many tries (from 1), in milliseconds. */
export function deliveryPause(tries: number, random: number): number {
  const { firstMs: baseMs, longestMs: maxMs } = DELIVERY_PAUSES;
  return backoffMs({ baseMs, failures: tries, maxMs, random });
}
