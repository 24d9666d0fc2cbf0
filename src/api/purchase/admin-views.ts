import type { z } from 'zod';
import type { Db } from '../../db/db';
import type { PurchaseLimits } from '../../db/purchases/limits';
import type { OrderMail, ReviewedOrder } from '../../db/purchases/review-lists';
import type { OrderVersion, VersionText } from '../../db/purchases/review-views';
import { mailSubject } from '../../domain/mail/render';
import { outcomeOf } from '../../domain/purchases/outcome';
import { iso } from '../orders/envelope';
import type { adminOrderItem, adminOrderView, adminVersion } from './admin-schemas';
import { failureReasonOf, isBaseChanged, viewRefund } from './review-views';
import { articleOf } from './views';

type Detail = z.output<typeof adminOrderView>;

/** An order as the list of administrators shows it. */
export function viewReviewed(order: ReviewedOrder, limits: PurchaseLimits): z.output<typeof adminOrderItem> {
  const { id: orderId, kind: product, source, status, phase, topic, anchorText, targetUrl, price } = order;
  return {
    ...{ orderId, product, source, status, phase, anchorText, targetUrl, price },
    outcome: outcomeOf(order),
    title: order.articleTitle ?? topic,
    domain: { id: order.domainId, name: order.domainName, host: order.domainHost },
    article: articleOf(order),
    email: order.address,
    versionId: order.versionId,
    createdAt: order.createdAt.toISOString(),
    submittedAt: iso(order.submittedAt),
    submittedBy: order.submittedBy,
    refund: viewRefund(order, limits),
    waitingFor: order.waitingFor,
  };
}

/** A version as administrators read it: as it is stored, so that it can be compared with another one to the letter. */
export function viewAdminVersion(version: VersionText): z.output<typeof adminVersion> {
  const { orderId: _, createdAt, ...rest } = version;
  return { ...rest, createdAt: createdAt.toISOString() };
}

function viewListed(
  order: ReviewedOrder,
  { round: _, createdAt, ...rest }: OrderVersion,
): Detail['versions'][number] {
  const isCurrent = order.versionId === rest.versionId;
  return { ...rest, isCurrent, createdAt: createdAt.toISOString() };
}

function viewMail({ id, kind, locale, facts, state, ...times }: OrderMail): Detail['mails'][number] {
  const subject = mailSubject({ kind, locale, facts });
  return {
    id,
    kind,
    subject,
    state,
    createdAt: times.createdAt.toISOString(),
    sentAt: iso(times.deliveredAt),
  };
}

/** What a version was made from, as the version says. */
async function baseOf(
  db: Db,
  order: ReviewedOrder,
  version: VersionText | undefined,
): Promise<Detail['base']> {
  const versionId = version?.metadata?.['base_article_version_id'];
  if (typeof versionId !== 'string') return null;
  const base = await db.reviewViews.versionText({ articleId: order.articleId, versionId });
  return base ? { versionId, versionNum: base.versionNum, content: base.content } : null;
}

/** The version that administrators look at: the one that was submitted, or else the latest, which may be a draft that did not pass. */
async function reviewedVersion(
  db: Db,
  order: ReviewedOrder,
  versions: readonly OrderVersion[],
): Promise<VersionText | undefined> {
  const versionId = order.submittedVersionId ?? order.versionId ?? versions[0]?.versionId;
  return versionId === undefined
    ? undefined
    : db.reviewViews.versionText({ articleId: order.articleId, versionId });
}

/** An order with all that an administrator decides by. */
export async function viewAdminOrder(db: Db, order: ReviewedOrder): Promise<Detail> {
  const { id: orderId, notes, topic, keyword, niche, price, waitingFor } = order;
  const [limits, versions, costs, mails] = await Promise.all([
    db.purchaseLimits.readPurchaseLimits(),
    db.reviewViews.versionsOfOrder({ orderId }),
    db.costs.stageCosts({ orderId }),
    db.reviewLists.mailsOfOrder({ orderId }),
  ]);
  const version = await reviewedVersion(db, order, versions);
  const item = viewReviewed(order, limits);
  const sum = (of: 'costMicros' | 'retriesMicros') =>
    Math.round(costs.reduce((all, one) => all + one[of], 0));
  const isReviewed = waitingFor === 'review';
  return {
    ...item,
    ...{ notes, topic, keyword, niche },
    version: version ? viewAdminVersion(version) : null,
    base: await baseOf(db, order, version),
    publishedVersionId: order.selectedVersionId,
    baseChanged: isBaseChanged(order, version),
    versions: versions.map((one) => viewListed(order, one)),
    money: {
      ...{ price, costMicros: sum('costMicros'), retryCostMicros: sum('retriesMicros') },
      refund: item.refund,
    },
    mails: mails.map(viewMail),
    // Articles are published here; nothing carries them elsewhere yet.
    outlet: null,
    rejectionReason: order.rejectionReason,
    failureReason: failureReasonOf(order),
    canApprove: isReviewed,
    canReject: isReviewed,
    canRetry: waitingFor === 'retry',
    canPublishAgain: false,
  };
}
