import type { OrderedLink } from '../../domain/linking';
import type { SavedFinding } from '../blog/findings';
import type { QcStatus } from '../blog/versions';
import { noteCatalogueAction } from '../catalogue/actions';
import { articleById, selectVersion, updateArticle } from '../catalogue/articles';
import type { Article } from '../catalogue/articles';
import { isOnItsWay } from '../catalogue/outlets';
import { addEvent } from '../events/events';
import { moveOrder } from '../orders/orders';
import { endOrder } from '../orders/runs';
import type { RunKey } from '../orders/runs';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import type { PlacedLink } from './drafts';
import { mailBuyer } from './mails';
import { otherPaidLinks } from './material';
import { findPurchased } from './purchases';
import type { PurchasedOrder } from './purchases';
import { actorOf, insertOrderVersion, supersedeVersions } from './versions';

/** An approved version, as it is prepared for readers. */
export interface ApprovedVersion {
  id: string;
  contentMd: string;
  /** The published version that it was made from; null for a new article. */
  baseVersionId: string | null;
  link: PlacedLink | null;
  qcAttempts: number;
  qcStatus: QcStatus | null;
  qcNotes: SavedFinding[];
  regenerations: number;
}

/** All that is looked at before an approved version goes live. What was read may have changed when it is used. */
export interface PublishGround {
  state: 'ready';
  order: PurchasedOrder;
  link: OrderedLink;
  language: string;
  approved: ApprovedVersion;
  /** What readers see now; null where they see nothing of the article. */
  published: { versionId: string; contentMd: string } | null;
  /** Links of other orders that are in what readers see. */
  paidLinks: OrderedLink[];
}

/** What is to happen with an approved version. */
export type PublishDecision =
  | { what: 'select' }
  /** The article has changed since: the same link in what readers see now. */
  | { what: 'reintegrate'; text: { contentMd: string; contentText: string; link: PlacedLink } }
  /** There is no place for it any more: it has to be written again. */
  | { what: 'again' };

/** What became of an approved version. `moved`: the order is somewhere else by now; `changed`: what was decided is out of date. */
export type Published = 'published' | 'delivering' | 'again' | 'moved' | 'changed';

const APPROVED = `select v.id, v.content_md as "contentMd", (v.backlink_metadata->>'base_article_version_id')::uuid as "baseVersionId",
  case when v.link_start is not null then jsonb_build_object('span', jsonb_build_object('start', v.link_start, 'end', v.link_end),
    'proposal', v.link_proposal) end as link,
  v.qc_attempts as "qcAttempts", v.last_qc_status as "qcStatus", coalesce(v.last_qc_notes, '[]') as "qcNotes",
  coalesce((v.backlink_metadata->>'regeneration_count')::int, 0) as regenerations
  from article_revisions v where v.id = $1`;

/** Whether an order stands where its approved version goes live. */
function isDue(order: PurchasedOrder | undefined, run: RunKey): order is PurchasedOrder {
  return (
    order?.startNo === run.startNo && order.status === 'ADMIN_REVIEW' && order.approvedVersionId !== null
  );
}

/** Reads what is looked at before an approved version goes live; or what has become of it, where it did already. */
export async function readPublishing(
  db: Queryable,
  run: RunKey,
): Promise<PublishGround | { state: 'settled'; published: 'moved' | 'delivering' }> {
  const order = await findPurchased(db, { orderId: run.orderId });
  if (!isDue(order, run)) return { state: 'settled', published: 'moved' };
  if (order.publishedVersionId !== null) return { state: 'settled', published: 'delivering' };
  const { articleId, anchorText, targetUrl } = order;
  const approved = await db.query<ApprovedVersion>(APPROVED, [order.approvedVersionId]);
  const article = await db.query<{ language: string; versionId: string | null; contentMd: string | null }>(
    `select a.language, v.id as "versionId", v.content_md as "contentMd" from articles a
       left join article_revisions v on v.id = a.selected_version_id and not a.archived where a.id = $1`,
    [articleId],
  );
  const { language, versionId, contentMd } = article.rows[0]!;
  return {
    ...{ state: 'ready', order, language, link: { anchorText, targetUrl }, approved: approved.rows[0]! },
    published: versionId === null ? null : { versionId, contentMd: contentMd! },
    paidLinks: await otherPaidLinks(db, { articleId, orderId: order.id }),
  };
}

/** Goes back to the writer: the approval is no longer for what would go live. */
async function writeAgain(tx: Queryable, order: PurchasedOrder, startNo: number): Promise<Published> {
  const { id: orderId, kind } = order;
  await tx.query('update orders set round = round + 1 where id = $1', [orderId]);
  await tx.query('update purchases set approved_version_id = null, approved_at = null where id = $1', [
    orderId,
  ]);
  await moveOrder(tx, { kind, orderId, startNo, from: ['ADMIN_REVIEW'], to: 'PROCESSING' });
  await addEvent(tx, { orderId, type: 'version.reintegrated', data: { placed: false } });
  return 'again';
}

/** Saves the approved link in the text that readers see now as the order's next version. Answers its id. */
async function saveReintegrated(
  tx: Queryable,
  ground: PublishGround,
  article: Article,
  text: Extract<PublishDecision, { what: 'reintegrate' }>['text'],
): Promise<string> {
  const { order, approved } = ground;
  const { id: orderId } = order;
  const opened = await tx.query<{ round: number }>(
    'update orders set round = round + 1 where id = $1 returning round',
    [orderId],
  );
  const { round } = opened.rows[0]!;
  const { versionId, versionNum } = await insertOrderVersion(tx, {
    ...{ order, article, round, text, made: 'reintegration', regenerations: approved.regenerations },
    baseVersionId: ground.published!.versionId,
    qc: { attempts: approved.qcAttempts, status: approved.qcStatus, notes: approved.qcNotes },
    review: 'PENDING_REVIEW',
  });
  await supersedeVersions(tx, { orderId, before: round });
  await tx.query('update purchases set version_id = $2 where id = $1', [orderId, versionId]);
  await addEvent(tx, {
    ...{ orderId, type: 'version.reintegrated', round },
    data: { placed: true, versionId, versionNum },
  });
  return versionId;
}

/** An order whose text readers can read is done, and its buyer is mailed. Answers whether this call ended it. */
export async function completePublished(
  tx: Queryable,
  order: PurchasedOrder,
  { url }: { url: string | null },
): Promise<boolean> {
  const { id: orderId, kind } = order;
  await tx.query('update purchases set published_url = coalesce($2, published_url) where id = $1', [
    orderId,
    url,
  ]);
  const ended = await endOrder(
    tx,
    { kind, orderId, from: ['ADMIN_REVIEW'], to: 'COMPLETED' },
    { type: 'order.done' },
  );
  if (ended) await mailBuyer(tx, order, { kind: 'published', round: 1, facts: url === null ? {} : { url } });
  return ended;
}

/**
 * Does what was decided, in one transaction that locks the order and its article, unless what it was decided by has changed. With
 * an outlet, readers see it only once it has been delivered, which the order waits for. Repeating it changes nothing.
 */
export async function publishApproved(
  db: Queryable,
  run: RunKey & { ground: PublishGround; decision: PublishDecision },
): Promise<Published> {
  const { ground, decision, startNo, orderId } = run;
  return atomically(db, async (tx) => {
    const order = await findPurchased(tx, { orderId, lock: true });
    if (!isDue(order, run)) return 'moved';
    if (order.publishedVersionId !== null) return 'delivering';
    const { articleId } = order;
    const article = (await articleById(tx, { articleId, lock: true }))!;
    const selected = article.archived ? null : article.selectedVersionId;
    const isSame =
      order.approvedVersionId === ground.approved.id && selected === (ground.published?.versionId ?? null);
    if (!isSame) return 'changed';
    if (decision.what === 'again') return writeAgain(tx, order, startNo);
    const versionId =
      decision.what === 'select'
        ? ground.approved.id
        : await saveReintegrated(tx, { ...ground, order }, article, decision.text);
    if (article.selectedVersionId === null) {
      const today = await tx.query<{ day: string }>(
        `select (statement_timestamp() at time zone 'utc')::date::text as day`,
      );
      await updateArticle(tx, { articleId, facts: { publishedOn: today.rows[0]!.day } });
    }
    await selectVersion(tx, { articleId, versionId });
    await noteCatalogueAction(tx, {
      ...{ action: 'version.selected', actor: actorOf(order), domainId: article.domainId },
      ...{ articleId, versionId },
    });
    await tx.query(`update article_revisions set backlink_review_status = 'APPROVED' where id = $1`, [
      versionId,
    ]);
    await tx.query('update purchases set published_version_id = $2 where id = $1', [orderId, versionId]);
    await addEvent(tx, { orderId, type: 'version.published', data: { versionId } });
    if (await isOnItsWay(tx, { articleId, versionId })) return 'delivering';
    await completePublished(tx, (await findPurchased(tx, { orderId }))!, { url: null });
    return 'published';
  });
}
