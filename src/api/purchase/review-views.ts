import type { z } from 'zod';
import { DEFAULT_POLICY } from '../../contract/orders';
import type { Db } from '../../db/db';
import type { PurchaseLimits, RegenerationUse } from '../../db/purchases/limits';
import type { PurchasedOrder } from '../../db/purchases/purchases';
import type { LinkSpan, OrderVersion, VersionText } from '../../db/purchases/review-views';
import { jobsOf } from '../../domain/purchases/jobs';
import { outcomeOf } from '../../domain/purchases/outcome';
import { iso } from '../orders/envelope';
import { orderEtas } from '../orders/eta';
import type { Texts } from '../texts/texts';
import type { buyersVersion, refundView, statusView, versionOfOrder } from './review-schemas';
import { isWaitingForBuyer, progressOf, viewBought } from './views';

type StatusView = z.output<typeof statusView>;

/** A text as it is given to people, and where its link stands in that; null where that cannot be told. */
async function givenText(
  texts: Texts,
  { content, link }: { content: string; link: LinkSpan | null },
): Promise<{ content: string; link: LinkSpan | null }> {
  const given = await texts.given(content);
  if (!link || given === content) return { content: given, link };
  const sentence = content.slice(link.start, link.end);
  const start = given.indexOf(sentence);
  const isOnce = start !== -1 && given.indexOf(sentence, start + 1) === -1;
  return { content: given, link: isOnce ? { start, end: start + sentence.length } : null };
}

/** A version as buyers read it. */
export async function viewText(texts: Texts, version: VersionText): Promise<z.output<typeof buyersVersion>> {
  const { versionId, versionNum, qcStatus, createdAt } = version;
  const given = await givenText(texts, version);
  return { versionId, versionNum, qcStatus, ...given, createdAt: createdAt.toISOString() };
}

/** Whether a buyer was shown a version: drafts that did not pass quality control never were. */
export const wasShown = ({ reviewStatus }: Pick<OrderVersion, 'reviewStatus'>): boolean =>
  reviewStatus !== null;

/** A version of an order without its text. */
export function viewVersion(
  order: PurchasedOrder,
  { versionId, versionNum, qcStatus, createdAt }: OrderVersion,
): Omit<z.output<typeof versionOfOrder>, 'content' | 'link'> {
  const isCurrent = order.versionId === versionId;
  return { versionId, versionNum, qcStatus, createdAt: createdAt.toISOString(), isCurrent };
}

/** The refund of an order: the one that there is, or the one that follows unless the order is retried. */
export function viewRefund(
  order: PurchasedOrder,
  { refundGraceMs }: PurchaseLimits,
): z.output<typeof refundView> {
  const { refund, paidAmount, finishedAt, price } = order;
  if (refund) return { ...refund, dueAt: null };
  if (outcomeOf(order) !== 'broke' || !paidAmount || !finishedAt) return null;
  const dueAt = new Date(finishedAt.getTime() + refundGraceMs).toISOString();
  return { state: 'planned', amount: paidAmount, currency: price.currency, dueAt };
}

/** Whether what readers see of the article is another text than the one that a link was put into, while that has not gone out. */
export function isBaseChanged(order: PurchasedOrder, version: VersionText | undefined): boolean {
  const base = version?.metadata?.['base_article_version_id'];
  return typeof base === 'string' && order.publishedVersionId === null && base !== order.selectedVersionId;
}

/** Why an order failed, for its buyer and for administrators. */
export const failureReasonOf = (order: PurchasedOrder): string | null => order.rejectionReason ?? order.error;

function queueOf(
  order: PurchasedOrder,
  work: Awaited<ReturnType<Db['reviewViews']['workOfOrder']>>,
): StatusView['queue'] {
  const { id: orderId, kind: product, status, phase, source, paidAt, createdAt } = order;
  const askedAt = source === 'admin' ? createdAt : paidAt;
  const jobs = jobsOf({ orderId, product, status, phase, outcome: outcomeOf(order), askedAt, ...work });
  return {
    hasActiveJob: jobs.some((job) => job.status === 'active'),
    jobs: jobs.map((job) => ({ ...job, createdAt: job.createdAt.toISOString() })),
  };
}

/** Until when the buyer can look at the text before it is submitted for them. */
function deadlineOf(order: PurchasedOrder): string | null {
  const { readyAt, policy } = order;
  if (!isWaitingForBuyer(order) || !readyAt) return null;
  const { deadlineMs } = { ...DEFAULT_POLICY, ...policy };
  return new Date(readyAt.getTime() + deadlineMs).toISOString();
}

/** Fair use as its buyer is told of it. */
const viewUse = ({ availableAt, ...use }: RegenerationUse) => ({ ...use, availableAt: iso(availableAt) });

/** An order as its buyer follows it. */
export async function viewStatus(
  { db, texts }: { db: Db; texts: Texts },
  order: PurchasedOrder,
): Promise<StatusView> {
  const { id: orderId, versionId, articleId, status, kind } = order;
  const [[eta], version, versions, work, use, limits] = await Promise.all([
    orderEtas(db, kind, [{ order, asksFirst: false }]),
    versionId === null ? undefined : db.reviewViews.versionText({ articleId, versionId }),
    db.reviewViews.versionsOfOrder({ orderId }),
    db.reviewViews.workOfOrder({ orderId }),
    db.purchaseLimits.regenerationUse({ orderId }),
    db.purchaseLimits.readPurchaseLimits(),
  ]);
  const isReviewed = isWaitingForBuyer(order) && version !== undefined;
  return {
    ...viewBought(order),
    progress: progressOf(order),
    version: version ? await viewText(texts, version) : null,
    versions: versions.filter(wasShown).map((one) => viewVersion(order, one)),
    queue: queueOf(order, work),
    canRegenerateBacklink: isReviewed && use.availableAt === null,
    canSubmitForReview: isReviewed,
    canPay: status === 'AWAITING_PAYMENT' && !order.isPaymentPending,
    regeneration: viewUse(use),
    baseChanged: isBaseChanged(order, version),
    outcome: outcomeOf(order),
    failureReason: failureReasonOf(order),
    refund: viewRefund(order, limits),
    submittedBy: order.submittedBy,
    submittedAt: iso(order.submittedAt),
    deadlineAt: deadlineOf(order),
    publishedUrl: order.publishedUrl,
    eta: eta && !eta.isOverdue ? { p50Ms: eta.p50Ms, p90Ms: eta.p90Ms } : null,
  };
}
