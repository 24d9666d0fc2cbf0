import type { z } from 'zod';
import { workflowIdOf } from '../../contract/ids';
import type { Db } from '../../db/db';
import type { Domain } from '../../db/catalogue/domains';
import type { Purchase, PurchasedOrder } from '../../db/purchases/purchases';
import { statusesOf } from '../../domain/orders/lifecycle';
import type { PurchaseStatus } from '../../domain/purchases/lifecycle';
import { orderEtas } from '../orders/eta';
import type { Texts } from '../texts/texts';
import type { boughtView, linkView, PAYMENT_STATES, siteView, statusView } from './schemas';

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

/** How the payment of an order stands, for its buyer and for operators alike. */
export function paymentStateOf(order: PurchasedOrder): (typeof PAYMENT_STATES)[number] {
  if (order.paidAt) return 'paid';
  if (order.isPaymentPending) return 'pending';
  return order.status === 'FAILED' ? 'expired' : 'unpaid';
}

function wordsOf(order: PurchasedOrder): { message: string; description: string } {
  const paymentState = paymentStateOf(order);
  if (paymentState === 'expired') return EXPIRED;
  return paymentState === 'pending' ? PENDING : WORDS[order.status];
}

const articleOf = ({ articleId: id, articleTitle: title }: Purchase | PurchasedOrder) =>
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

/** An order as its buyer follows it. */
export async function viewStatus(
  { db, texts }: { db: Db; texts: Texts },
  order: PurchasedOrder,
): Promise<z.output<typeof statusView>> {
  const { versionId, status, kind, phase } = order;
  const [[eta], version] = await Promise.all([
    orderEtas(db, kind, [{ order, asksFirst: false }]),
    versionId === null ? undefined : db.purchases.versionOfPurchase({ versionId }),
  ]);
  const isActive = phase === 'running';
  const at = STEPS.indexOf(status);
  return {
    ...viewBought(order),
    // A failed order is shown at the step in which it failed, as far as that is known.
    progress: {
      step: at === -1 ? (order.paidAt ? 2 : 1) : at + 1,
      total: STEPS.length,
      description: wordsOf(order).description,
    },
    version:
      version && versionId !== null
        ? { versionId, content: await texts.given(version.content), qcStatus: version.qcStatus }
        : null,
    queue: {
      hasActiveJob: isActive,
      jobs:
        status === 'PROCESSING'
          ? [
              {
                id: workflowIdOf({ kind, orderId: order.id }),
                state: isActive ? ('active' as const) : ('queued' as const),
              },
            ]
          : [],
    },
    canRegenerateBacklink: false,
    canSubmitForReview: false,
    canPay: status === 'AWAITING_PAYMENT' && !order.isPaymentPending,
    eta: eta && !eta.isOverdue ? { p50Ms: eta.p50Ms, p90Ms: eta.p90Ms } : null,
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
