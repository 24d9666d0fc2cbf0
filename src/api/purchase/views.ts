import type { z } from 'zod';
import type { Domain } from '../../db/catalogue/domains';
import type { Purchase, PurchasedOrder } from '../../db/purchases/purchases';
import { statusesOf } from '../../domain/orders/lifecycle';
import type { PurchaseStatus } from '../../domain/purchases/lifecycle';
import { outcomeOf } from '../../domain/purchases/outcome';
import type { boughtView, linkView, PAYMENT_STATES, siteView } from './schemas';

/** What each status means to the buyer, and what is done in it. */
const WORDS: Readonly<Record<PurchaseStatus, { message: string; description: string }>> = {
  AWAITING_PAYMENT: {
    message: 'Waiting for your payment',
    description: 'Work begins as soon as your payment has arrived.',
  },
  PROCESSING: {
    message: 'Processing your request',
    description: 'Your text is queued or being written. You will get an email when it is ready.',
  },
  QUALITY_CHECK: {
    message: 'Content ready for review',
    description: 'Review your content. You can regenerate if needed.',
  },
  ADMIN_REVIEW: {
    message: 'Submitted for approval',
    description: 'Our team checks your content before it is published.',
  },
  COMPLETED: { message: 'Published', description: 'Your content is published.' },
  FAILED: {
    message: 'We encountered an issue. Our team has been notified.',
    description: 'Nothing more is done with this order.',
  },
};

/** What is said of an order that nobody paid for in time. */
const EXPIRED = {
  message: 'The order was not paid for in time. Nothing was charged.',
  description: 'Order again if you still want it.',
};

/** What is said of an order whose money is on its way. */
const PENDING = {
  message: 'Your payment is on its way',
  description: 'Work begins as soon as the bank says that your payment has arrived.',
};

/** The statuses of an order that goes well; the last one is done. */
const STEPS: readonly PurchaseStatus[] = statusesOf('backlink').filter((status) => status !== 'FAILED');

/** What is said of an order whose text is approved and about to go out. */
const APPROVED = { message: 'Approved', description: 'Your content is about to be published.' };

/** What is said of an order that was rejected, with and without a payment that goes back. */
const REJECTED = {
  paid: {
    message: 'Your content was not approved. Your payment is refunded.',
    description: 'Nothing more is done with this order.',
  },
  unpaid: { message: 'The content was not approved.', description: 'Nothing more is done with this order.' },
};

/** What follows for an order that could not be done. */
const BROKE = {
  planned: 'If it cannot be repaired soon, your payment is refunded.',
  refunded: 'Your payment is refunded.',
};

/** How the payment of an order stands, for its buyer and for operators alike. */
export function paymentStateOf(order: PurchasedOrder): (typeof PAYMENT_STATES)[number] {
  if (order.source === 'admin') return 'not_due';
  if (order.paidAt) return 'paid';
  if (order.isPaymentPending) return 'pending';
  return order.status === 'FAILED' ? 'expired' : 'unpaid';
}

function wordsOf(order: PurchasedOrder): { message: string; description: string } {
  if (paymentStateOf(order) === 'pending') return PENDING;
  switch (outcomeOf(order)) {
    case 'expired':
      return EXPIRED;
    case 'rejected':
      return order.paidAt ? REJECTED.paid : REJECTED.unpaid;
    case 'broke':
      if (order.refund) return { ...WORDS.FAILED, description: BROKE.refunded };
      return order.paidAmount ? { ...WORDS.FAILED, description: BROKE.planned } : WORDS.FAILED;
    default:
      return order.status === 'ADMIN_REVIEW' && order.approvedAt ? APPROVED : WORDS[order.status];
  }
}

/** The article of an order; null while it is still to be written. */
export const articleOf = ({ articleId: id, articleTitle: title }: Purchase | PurchasedOrder) =>
  title === null ? null : { id, title };

/** An order as its buyer's list shows it. */
export function viewBought(order: PurchasedOrder): z.output<typeof boughtView> {
  const { id: orderId, kind: product, status, price, topic, anchorText, targetUrl } = order;
  return {
    ...{ orderId, product, status, price, topic, anchorText, targetUrl },
    statusMessage: wordsOf(order).message,
    paymentState: paymentStateOf(order),
    article: articleOf(order),
    domain: { name: order.domainName, host: order.domainHost },
    createdAt: order.createdAt.toISOString(),
  };
}

/** Whether an order's text waits for its buyer. */
export const isWaitingForBuyer = ({ status }: PurchasedOrder): boolean => status === 'QUALITY_CHECK';

/** Where an order is among the steps of one that goes well. A failed one is shown at the step in which it failed. */
export function progressOf(order: PurchasedOrder): { step: number; total: number; description: string } {
  const at = STEPS.indexOf(order.status);
  const failedAt = (): number => {
    if (order.submittedAt) return STEPS.indexOf('ADMIN_REVIEW');
    return outcomeOf(order) === 'expired' ? 0 : STEPS.indexOf('PROCESSING');
  };
  return {
    step: (at === -1 ? failedAt() : at) + 1,
    total: STEPS.length,
    description: wordsOf(order).description,
  };
}

/** An address by which its owner recognises it and nobody else can use it: its first letter and its domain. */
export function maskedAddress(address: string): string {
  const [first = ''] = address;
  return `${first}…${address.slice(address.lastIndexOf('@'))}`;
}

/** What the page of a mailed link shows. */
export function viewLink(purchase: Purchase & { expiresAt: Date }): z.output<typeof linkView> {
  const { id: purchaseId, product, topic, keyword, anchorText, targetUrl, notes, price } = purchase;
  return {
    ...{ purchaseId, product, topic, keyword, anchorText, targetUrl, notes, price },
    state: purchase.confirmedAt ? 'used' : 'open',
    article: articleOf(purchase),
    domain: { name: purchase.domainName, host: purchase.domainHost },
    email: maskedAddress(purchase.address),
    expiresAt: purchase.expiresAt.toISOString(),
  };
}

/** A site as everybody sees it. */
export function viewSite({ id, name, host, language, niche, prices }: Domain): z.output<typeof siteView> {
  return { id, name, host, language, niche, prices };
}
