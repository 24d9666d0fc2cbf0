import { randomUUID } from 'node:crypto';
import { LONGEST_SLUG, slugOfTitle } from '../../domain/catalogue/article-file';
import { FROM_BRIEF, integrationType, madeAs } from '../../domain/purchases/integration';
import type { Made } from '../../domain/purchases/integration';
import type { SavedFinding } from '../blog/findings';
import type { QcStatus } from '../blog/versions';
import { noteCatalogueAction } from '../catalogue/actions';
import { articleById, insertArticle, updateArticle } from '../catalogue/articles';
import type { Article } from '../catalogue/articles';
import { insertArticleVersion } from '../catalogue/versions';
import type { BacklinkReview } from '../catalogue/versions';
import { addEvent } from '../events/events';
import { completeStage } from '../orders/stages';
import type { Queryable } from '../pool';
import { askAdmins } from './ask-admins';
import type { PlacedLink, PurchaseDraft } from './drafts';
import { mailBuyer } from './mails';
import { findPurchased } from './purchases';
import type { PurchasedOrder } from './purchases';

/** Who acts in the catalogue when an order does. */
export const actorOf = ({ id }: { id: string }): string => `order:${id}`;

/** Slugs that are tried after the one of the title, each with a number, before one is made of the order's id. */
const MOST_SLUGS = 20;

/** A version of an article that is made for an order. */
export interface NewOrderVersion {
  order: PurchasedOrder;
  article: Pick<Article, 'id' | 'domainId'>;
  round: number;
  text: { contentMd: string; contentText: string; link: PlacedLink | null };
  /** The published version that it was made from. */
  baseVersionId: string | null;
  made: Made;
  qc: { attempts: number; status: QcStatus | null; notes: readonly SavedFinding[] };
  review: BacklinkReview | null;
}

/** How often the buyer of an order wanted another text. */
async function countRegenerations(tx: Queryable, key: { orderId: string }): Promise<number> {
  const result = await tx.query<{ count: number }>(
    `select count(*)::int as count from order_events where order_id = $1 and type = 'version.sent_back'`,
    [key.orderId],
  );
  return result.rows[0]!.count;
}

/** Adds a version for an order to an article that is locked. Answers its id and number. */
export async function insertOrderVersion(
  tx: Queryable,
  version: NewOrderVersion & { regenerations: number },
): Promise<{ versionId: string; versionNum: number }> {
  const { order, article, round, text, baseVersionId, made, qc, review, regenerations } = version;
  const versionId = randomUUID();
  const { contentMd, contentText, link } = text;
  const versionNum = await insertArticleVersion(tx, {
    ...{ id: versionId, articleId: article.id, contentMd, contentText, author: order.domainName },
  });
  const metadata = {
    target_url: order.targetUrl,
    anchor_text: order.anchorText,
    customer_notes: order.notes,
    integration_type: integrationType({ product: order.kind, source: order.source, made }),
    base_article_version_id: baseVersionId,
    regeneration_count: regenerations,
  };
  await tx.query(
    `update article_revisions set order_id = $2, round = $3, link_start = $4, link_end = $5, link_proposal = $6, qc_attempts = $7,
            last_qc_status = $8, last_qc_notes = $9, backlink_review_status = $10, backlink_metadata = $11 where id = $1`,
    [
      ...[versionId, order.id, round, link?.span.start ?? null, link?.span.end ?? null],
      ...[link && JSON.stringify(link.proposal), qc.attempts, qc.status, JSON.stringify(qc.notes), review],
      JSON.stringify(metadata),
    ],
  );
  await noteCatalogueAction(tx, {
    ...{ action: 'version.added', actor: actorOf(order), domainId: article.domainId, articleId: article.id },
    ...{ versionId, facts: { versionNum } },
  });
  return { versionId, versionNum };
}

/** The versions of an order before a round have had their day. */
export async function supersedeVersions(
  tx: Queryable,
  key: { orderId: string; before: number },
): Promise<void> {
  await tx.query(
    `update article_revisions set superseded_at = clock_timestamp()
      where order_id = $1 and round < $2 and superseded_at is null`,
    [key.orderId, key.before],
  );
}

/** A new article without a text, under a slug that its site does not have yet. */
async function createArticle(tx: Queryable, order: PurchasedOrder, title: string): Promise<Article> {
  const { id: orderId, articleId, domainId, domainName: author } = order;
  const ownSlug = `article-${orderId.slice(0, 8)}`;
  const slug = slugOfTitle(title) ?? ownSlug;
  const numbered = Array.from(
    { length: MOST_SLUGS },
    (_, n) => `${slug.slice(0, LONGEST_SLUG - 4)}-${n + 2}`,
  );
  const site = await tx.query<{ language: string; today: string }>(
    `select language, (statement_timestamp() at time zone 'utc')::date::text as today from domains where id = $1`,
    [domainId],
  );
  const { language, today: publishedOn } = site.rows[0]!;
  for (const one of [slug, ...numbered, ownSlug]) {
    const facts = { title, slug: one, author, publishedOn, language, archived: false };
    const created = await insertArticle(tx, { id: articleId, domainId, ...facts });
    if (!created) continue;
    await noteCatalogueAction(tx, {
      ...{ action: 'article.created', actor: actorOf(order), domainId, articleId },
    });
    return created;
  }
  throw new Error(`no slug is free for the article of order ${orderId}`);
}

/** The article of a draft, locked: a new one is made with its first text, and has the title of its latest one until it is published. */
async function lockArticleOf(tx: Queryable, order: PurchasedOrder, draft: PurchaseDraft): Promise<Article> {
  const { articleId } = order;
  const article = await articleById(tx, { articleId, lock: true });
  const { title } = draft;
  if (!article) {
    if (title === null) throw new Error(`the article of order ${order.id} is gone`);
    return createArticle(tx, order, title);
  }
  if (title !== null && article.selectedVersionId === null && article.title !== title)
    await updateArticle(tx, { articleId, facts: { title } });
  return article;
}

const baseOf = ({ basis }: PurchaseDraft): string | null => (basis === FROM_BRIEF ? null : basis);

/** What was written, with its visible text, and the run that had it written. */
export interface WrittenText {
  orderId: string;
  startNo: number;
  round: number;
  draft: PurchaseDraft;
  contentText: string;
}

/**
 * A draft has passed quality control: it becomes the order's version, in the transaction that says so, and the order goes to its buyer, or to
 * the administrators where nobody else is to look at it. Nothing happens where the order has moved on meanwhile; a retry takes the draft over.
 * Answers whether the version was made.
 */
export async function completeWriting(tx: Queryable, done: WrittenText): Promise<boolean> {
  const { orderId, startNo, round, draft, contentText } = done;
  const order = await findPurchased(tx, { orderId, lock: true });
  if (!order) return false;
  const isForAdmins = order.source === 'admin' || order.submittedAt !== null;
  const to = isForAdmins ? 'ADMIN_REVIEW' : 'QUALITY_CHECK';
  const { attempt } = draft;
  const stage = { kind: order.kind, orderId, startNo, round, stage: 'writing', to } as const;
  if (!(await completeStage(tx, { ...stage, data: { attempt } }))) return false;
  const article = await lockArticleOf(tx, order, draft);
  const regenerations = await countRegenerations(tx, { orderId });
  const { versionId, versionNum } = await insertOrderVersion(tx, {
    ...{ order, article, round, regenerations, baseVersionId: baseOf(draft) },
    text: { contentMd: draft.contentMd, contentText, link: draft.link },
    made: madeAs({ regenerations, wasSubmitted: order.submittedAt !== null }),
    qc: { attempts: attempt, status: draft.qcStatus, notes: draft.findings },
    review: 'PENDING_REVIEW',
  });
  await supersedeVersions(tx, { orderId, before: round });
  await tx.query(
    `update purchases set version_id = $2::uuid, approved_version_id = null, approved_at = null,
            submitted_version_id = case when $3::boolean then $2::uuid end,
            submitted_at = case when $3 then coalesce(submitted_at, clock_timestamp()) end,
            submitted_by = case when $3 then coalesce(submitted_by, 'order') end
      where id = $1`,
    [orderId, versionId, isForAdmins],
  );
  await addEvent(tx, { orderId, type: 'version.ready', round, data: { versionId, versionNum } });
  const ready = (await findPurchased(tx, { orderId }))!;
  if (isForAdmins) await askAdmins(tx, ready);
  else
    await mailBuyer(tx, ready, {
      kind: order.versionId === null ? 'review_ready' : 'regeneration_ready',
      round,
    });
  return true;
}

/** No draft of a round has passed: the last one is kept as a version, so that people see what was rejected. Repeating it changes nothing. */
export async function keepRejected(tx: Queryable, kept: WrittenText): Promise<void> {
  const { orderId, startNo, round, draft, contentText } = kept;
  const order = await findPurchased(tx, { orderId, lock: true });
  if (!order || order.startNo !== startNo || order.round !== round || order.status !== 'PROCESSING') return;
  const known = await tx.query('select 1 from article_revisions where order_id = $1 and round = $2', [
    ...[orderId, round],
  ]);
  if (known.rowCount !== 0) return;
  const article = await lockArticleOf(tx, order, draft);
  const regenerations = await countRegenerations(tx, { orderId });
  await insertOrderVersion(tx, {
    ...{ order, article, round, regenerations, baseVersionId: baseOf(draft) },
    text: { contentMd: draft.contentMd, contentText, link: draft.link },
    made: madeAs({ regenerations, wasSubmitted: order.submittedAt !== null }),
    qc: { attempts: draft.attempt, status: draft.qcStatus, notes: draft.findings },
    review: null,
  });
}
