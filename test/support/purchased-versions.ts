import { createHash, randomUUID } from 'node:crypto';
import { PAY_WITHIN_DAYS } from '../../src/domain/purchases/bounds';
import { articleOf, buy, linkOf, pay } from '../api/purchase/support';
import type { Bought, ForSale } from '../api/purchase/support';
import type { Galley } from './galley';

/** What a version is made like. */
export interface VersionOptions {
  content?: string;
  /** Quality control found every attempt wanting: the version is only kept, and nobody is shown it. */
  isRejected?: boolean;
}

/** The text of a version, with its sentence and link. */
const SENTENCE = 'Take a [hand coffee grinder](https://shop.example/grinders) with you.';
const textOf = (round: number): string => `# Grinding\n\nText of round ${round}. ${SENTENCE} That is all.\n`;

interface Row {
  kind: 'article' | 'backlink';
  round: number;
  startNo: number;
  source: 'buyer' | 'admin';
  articleId: string;
  domainId: string;
  topic: string | null;
  anchorText: string;
  targetUrl: string;
  notes: string;
  selected: string | null;
}

async function rowOf(galley: Galley, orderId: string): Promise<Row> {
  const { rows } = await galley.database.pool.query<Row>(
    `select o.kind, o.round, o.start_no as "startNo", p.source, p.article_id as "articleId", p.domain_id as "domainId", p.topic,
            p.anchor_text as "anchorText", p.target_url as "targetUrl", p.notes, a.selected_version_id as selected
       from orders o join purchases p on p.id = o.id left join articles a on a.id = p.article_id where o.id = $1`,
    [orderId],
  );
  return rows[0]!;
}

/** Writes the text of an order's round as the writer does, without a model: the order goes to whoever looks at it. Answers the version's id. */
export async function addVersion(galley: Galley, orderId: string, own: VersionOptions = {}): Promise<string> {
  const row = await rowOf(galley, orderId);
  const { content = textOf(row.round), isRejected = false } = own;
  const versionId = randomUUID();
  const start = content.indexOf(SENTENCE);
  const status = isRejected ? 'REJECTED_BY_AI' : 'APPROVED_BY_AI';
  const link = start === -1 ? [null, null] : [start, start + SENTENCE.length];
  const metadata = {
    ...{ target_url: row.targetUrl, anchor_text: row.anchorText, customer_notes: row.notes },
    integration_type: row.round > 1 ? 'customer_backlink_regeneration' : 'customer_backlink',
    base_article_version_id: row.kind === 'backlink' ? row.selected : null,
    regeneration_count: row.round - 1,
  };
  await galley.db.transaction(async (tx) => {
    await tx.query(
      `insert into articles (id, domain_id, slug, title, author, published_on, language)
       values ($1, $2, $3, $4, 'Galley', current_date, 'en') on conflict (id) do nothing`,
      [row.articleId, row.domainId, `article-${row.articleId}`, row.topic ?? 'An article'],
    );
    await tx.query(
      `insert into purchase_drafts (id, order_id, round, attempt, basis, qc_status, content_md, link_start, link_end, link_proposal)
       values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9)`,
      [
        ...[randomUUID(), orderId, row.round, row.selected ?? 'brief', status, content],
        ...[...link, start === -1 ? null : '{}'],
      ],
    );
    await tx.query(
      `update article_revisions set superseded_at = clock_timestamp() where order_id = $1 and superseded_at is null`,
      [orderId],
    );
    await tx.query(
      `insert into article_revisions (id, article_id, version_num, content_md, content_sha256, author, qc_attempts, last_qc_status,
                                      last_qc_notes, backlink_review_status, backlink_metadata, order_id, round, link_start, link_end)
       select $1, $2, coalesce(max(version_num), 0) + 1, $3, $4, 'Galley', 1, $5, '[]', $6, $7, $8, $9, $10, $11
         from article_revisions where article_id = $2`,
      [
        ...[versionId, row.articleId, content, createHash('sha256').update(content).digest(), status],
        ...[isRejected ? null : 'PENDING_REVIEW', JSON.stringify(metadata), orderId, row.round, ...link],
      ],
    );
    if (isRejected) return;
    const to = row.source === 'admin' ? 'ADMIN_REVIEW' : 'QUALITY_CHECK';
    await tx.query('update purchases set version_id = $2 where id = $1', [orderId, versionId]);
    if (row.source === 'admin')
      await tx.query(
        `update purchases set submitted_version_id = $2, submitted_at = clock_timestamp(), submitted_by = 'order' where id = $1`,
        [orderId, versionId],
      );
    await tx.orders.moveOrder({ kind: row.kind, orderId, from: ['PROCESSING'], to });
    await tx.events.addEvent({ orderId, type: 'version.ready', data: { versionId } });
  });
  return versionId;
}

/** Has an order fail as its run would end it. */
export async function breakOrder(galley: Galley, orderId: string): Promise<void> {
  const { startNo } = await rowOf(galley, orderId);
  const ending = { outcome: 'failed', failureType: 'Draft.Rejected' } as const;
  await galley.db.orderRuns.endRun({ orderId, startNo, ending });
}

/** Publishes the approved version of an order as its run would. */
export async function publishOrder(galley: Galley, orderId: string): Promise<void> {
  const { startNo } = await rowOf(galley, orderId);
  await galley.db.transaction(async (tx) => {
    await tx.query('update purchases set published_version_id = approved_version_id where id = $1', [
      orderId,
    ]);
    await tx.query(
      `update articles a set selected_version_id = p.approved_version_id from purchases p where p.id = $1 and a.id = p.article_id`,
      [orderId],
    );
    await tx.query(
      `update article_revisions v set backlink_review_status = 'APPROVED' from purchases p where p.id = $1 and v.id = p.approved_version_id`,
      [orderId],
    );
    await tx.orderRuns.finishRun({ orderId, startNo });
  });
}

/** Has the money of an order arrive by its checkout. */
export async function payByCheckout(galley: Galley, orderId: string): Promise<void> {
  await pay(galley, orderId);
  await galley.database.pool.query(
    `update checkouts set state = 'paid', paid_amount = amount, paid_at = clock_timestamp(), payment_intent = 'pi_' || id::text
      where order_id = $1`,
    [orderId],
  );
}

/** Where an order that was bought can be. */
export const STATES = [
  ...(['AWAITING_PAYMENT', 'PROCESSING', 'QUALITY_CHECK', 'ADMIN_REVIEW', 'APPROVED', 'COMPLETED'] as const),
  ...(['BROKE', 'REJECTED', 'EXPIRED', 'REFUNDED'] as const),
] as const;
export type State = (typeof STATES)[number];

/** An order in a state, with the text that its buyer was shown last. */
export interface Placed extends Bought {
  versionId: string | null;
}

const actor = { name: 'test' };

/** Buys something and brings the order to a state, by real steps but for the writing. */
export async function placeIn(
  galley: Galley,
  sale: ForSale,
  state: State,
  product: 'article' | 'backlink' = 'backlink',
): Promise<Placed> {
  const { db, database } = galley;
  const own = await buy(galley, product === 'backlink' ? linkOf(sale) : articleOf(sale));
  const { orderId } = own;
  if (state === 'AWAITING_PAYMENT') return { ...own, versionId: null };
  if (state === 'EXPIRED') {
    await database.pool.query(
      'update orders set created_at = created_at - make_interval(days => $2, mins => 1) where id = $1',
      [orderId, PAY_WITHIN_DAYS],
    );
    await db.transaction((tx) => tx.payment.expireUnpaid({ orderId }));
    return { ...own, versionId: null };
  }
  await payByCheckout(galley, orderId);
  if (state === 'PROCESSING') return { ...own, versionId: null };
  if (state === 'BROKE' || state === 'REFUNDED') {
    await addVersion(galley, orderId, { isRejected: true });
    await breakOrder(galley, orderId);
    if (state === 'REFUNDED')
      await db.transaction((tx) => tx.refunds.requestRefund({ orderId, reason: 'failed' }));
    return { ...own, versionId: null };
  }
  const versionId = await addVersion(galley, orderId);
  const placed = { ...own, versionId };
  if (state === 'QUALITY_CHECK') return placed;
  await db.reviewActions.submitForReview({ orderId, actor, versionId });
  if (state === 'REJECTED')
    await db.reviewActions.reject({ orderId, actor, versionId, reason: 'Not for us.' });
  if (state === 'APPROVED' || state === 'COMPLETED')
    await db.reviewActions.approve({ orderId, actor, versionId });
  if (state === 'COMPLETED') await publishOrder(galley, orderId);
  return placed;
}
