import type { EventType } from './events';
import type { OrderKind } from './orders';

/** Kinds of mail, each with a template of its own. */
export const MAIL_KINDS = [
  'sign_in_link',
  'invitation',
  'purchase_link',
  'request_received',
  'payment_failed',
  'review_ready',
  'regeneration_ready',
  'published',
  'rejected',
  'failed',
  'reminder',
  'admin_alert',
  'confirm_address',
  'store_pick',
  'store_approval',
  'store_published',
  'store_failed',
  'bulk_finished',
  'store_digest',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** Languages that mail is written in. */
export const MAIL_LOCALES = ['en', 'de'] as const;
export type MailLocale = (typeof MAIL_LOCALES)[number];

/** Kinds of mail that a subscription can have. */
export const STORE_MAIL_KINDS = [
  'store_pick',
  'store_approval',
  'store_published',
  'store_failed',
  'bulk_finished',
] as const;
export type StoreMailKind = (typeof STORE_MAIL_KINDS)[number];

/** What operators and administrators are alerted to of an order's money. */
export const PAYMENT_ALERTS = [
  'amount_differs',
  'surplus_payment',
  'refund_failed',
  'refund_unconfirmed',
  'refund_returned',
] as const;
export type PaymentAlert = (typeof PAYMENT_ALERTS)[number];

/** What they are alerted to of an article that did not go out, or not as it should. */
export const OUTLET_ALERTS = ['outlet_failed', 'link_not_kept'] as const;
export type OutletAlert = (typeof OUTLET_ALERTS)[number];

/** What they are alerted to of an order that was bought: its text waits for their word, or it could not be done. */
export const REVIEW_ALERTS = ['review_waiting', 'order_broke'] as const;
export type ReviewAlert = (typeof REVIEW_ALERTS)[number];

/** All that they are alerted to, with a provider that refuses us and an order that failed by a fault of ours. */
export const ADMIN_ALERTS = [
  'account_closed',
  'order_fault',
  ...PAYMENT_ALERTS,
  ...OUTLET_ALERTS,
  ...REVIEW_ALERTS,
] as const;
export type AdminAlert = (typeof ADMIN_ALERTS)[number];

/** How often a subscription is mailed: whenever something happens, or once a day. */
export const MAIL_FREQUENCIES = ['at_once', 'daily'] as const;
export type MailFrequency = (typeof MAIL_FREQUENCIES)[number];

/** Whether whoever reads an address wants its mail. */
export const MAIL_CONSENTS = ['pending', 'given', 'unsubscribed'] as const;
export type MailConsent = (typeof MAIL_CONSENTS)[number];

/** Bytes that the facts of a mail have at most, as JSON. */
export const MOST_FACT_BYTES = 4_096;

/** What subscribers are mailed when an entry of a timeline is written. */
const STORE_MAIL_OF: Readonly<Partial<Record<EventType, StoreMailKind>>> = {
  'pick.asked': 'store_pick',
  'approval.asked': 'store_approval',
  'order.done': 'store_published',
  'order.failed': 'store_failed',
  'bulk.finished': 'bulk_finished',
};

/** What orders of each kind are mailed of. The end of a page that is generated publishes nothing. */
const MAILED: Readonly<Record<OrderKind, readonly StoreMailKind[]>> = {
  blog: ['store_pick', 'store_approval', 'store_published', 'store_failed'],
  item: ['store_failed'],
  // Buyers are mailed by their orders' own kinds of mail, whoever else subscribes to what.
  article: [],
  backlink: [],
  // A text on its own; those of a bulk job are told of by their job.
  content: ['store_failed'],
  bulk: ['bulk_finished'],
};

/** What subscribers are mailed when this entry is written of an order of some kind; undefined where they are mailed nothing. */
export function storeMailOf(event: EventType): StoreMailKind | undefined {
  return STORE_MAIL_OF[event];
}

/** Mail that also goes to the person who placed the order, subscribed or not. */
const MAILED_TO_PLACER: readonly StoreMailKind[] = ['bulk_finished'];

/** Whether a kind of mail also goes to the person who placed the order. */
export function isMailedToPlacer(kind: StoreMailKind): boolean {
  return MAILED_TO_PLACER.includes(kind);
}

/** Kinds of orders whose subscribers get this kind of mail. */
export function kindsMailedOf(kind: StoreMailKind): OrderKind[] {
  return (Object.keys(MAILED) as OrderKind[]).filter((order) => MAILED[order].includes(kind));
}

/** Input of the workflow that delivers one mail. */
export interface MailInput {
  mailId: string;
}

/** Input of the workflow that delivers one alert to the operators' webhook. */
export interface AlertInput {
  alertId: string;
}
