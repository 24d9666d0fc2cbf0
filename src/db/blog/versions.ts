import { randomUUID } from 'node:crypto';
import type { Scores } from '../../domain/quality';
import type { Queryable } from '../pool';
import type { SavedFinding } from './findings';
import { attemptOf, unusableFindings } from './unusable';
import type { Unusable, UnusableAttempt } from './unusable';

/** Where a draft stands in quality control. */
export type QcStatus = 'WRITTEN' | 'REJECTED_BY_CHECKS' | 'REJECTED_BY_AI' | 'APPROVED_BY_AI';

/** The text of a post and all that goes with it. */
export interface VersionText {
  title: string;
  bodyMarkdown: string;
  excerpt: string;
  metaTitle: string;
  metaDescription: string;
  slug: string;
  tags: string[];
  imageAlt: string;
  imagePrompt: string;
}

/** A draft or approved text of an order. */
export interface Version extends VersionText {
  id: string;
  round: number;
  attempt: number;
  basis: string;
  qcStatus: QcStatus;
  findings: SavedFinding[];
  /** Points by criterion, 0 to 10, once reviewed. */
  scores: Scores | null;
}

/** Key of a draft: what was paid for is found again under it. */
export interface DraftKey {
  orderId: string;
  round: number;
  attempt: number;
  basis: string;
}

const COLUMNS = `id, round, attempt, basis, title, body_markdown as "bodyMarkdown", excerpt,
  meta_title as "metaTitle", meta_description as "metaDescription", slug, tags, image_alt as "imageAlt",
  image_prompt as "imagePrompt", qc_status as "qcStatus", findings, scores`;

/** Saves a draft; if one stands under the key already, that one is answered and this text is dropped. */
export async function insertVersion(
  tx: Queryable,
  draft: DraftKey & { text: VersionText; qcStatus: QcStatus; findings: SavedFinding[] },
): Promise<Version> {
  const { text } = draft;
  const inserted = await tx.query<Version>(
    `insert into versions (id, order_id, round, attempt, basis, title, body_markdown, excerpt, meta_title,
        meta_description, slug, tags, image_alt, image_prompt, qc_status, findings)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     on conflict (order_id, round, attempt, basis) do nothing returning ${COLUMNS}`,
    [
      randomUUID(),
      draft.orderId,
      draft.round,
      draft.attempt,
      draft.basis,
      text.title,
      text.bodyMarkdown,
      text.excerpt,
      text.metaTitle,
      text.metaDescription,
      text.slug,
      JSON.stringify(text.tags),
      text.imageAlt,
      text.imagePrompt,
      draft.qcStatus,
      JSON.stringify(draft.findings),
    ],
  );
  return inserted.rows[0] ?? (await findVersionByKey(tx, draft))!;
}

/** The draft under a key. */
async function findVersionByKey(db: Queryable, key: DraftKey): Promise<Version | undefined> {
  const result = await db.query<Version>(
    `select ${COLUMNS} from versions where order_id = $1 and round = $2 and attempt = $3 and basis = $4`,
    [key.orderId, key.round, key.attempt, key.basis],
  );
  return result.rows[0];
}

/** One version of an order. */
export async function findVersion(
  db: Queryable,
  key: { orderId: string; versionId: string },
): Promise<Version | undefined> {
  const result = await db.query<Version>(`select ${COLUMNS} from versions where order_id = $1 and id = $2`, [
    key.orderId,
    key.versionId,
  ]);
  return result.rows[0];
}

/** All versions of an order, oldest first. */
export async function listVersions(db: Queryable, key: { orderId: string }): Promise<Version[]> {
  const result = await db.query<Version>(
    `select ${COLUMNS} from versions where order_id = $1 order by created_at, attempt`,
    [key.orderId],
  );
  return result.rows;
}

/** Writes a verdict on a draft that has none yet. */
export async function judgeVersion(
  tx: Queryable,
  verdict: {
    orderId: string;
    versionId: string;
    qcStatus: QcStatus;
    findings: SavedFinding[];
    /** Null where the review could not be read. */
    scores: Scores | null;
  },
): Promise<void> {
  await tx.query(
    `update versions set qc_status = $3, findings = $4, scores = $5
      where order_id = $1 and id = $2 and qc_status = 'WRITTEN'`,
    [
      verdict.orderId,
      verdict.versionId,
      verdict.qcStatus,
      JSON.stringify(verdict.findings),
      verdict.scores && JSON.stringify(verdict.scores),
    ],
  );
}

/** Notes that an attempt brought nothing that can be used, and answers what follows from it. */
export async function insertUnusable(
  tx: Queryable,
  draft: DraftKey & { read: Unusable },
): Promise<UnusableAttempt> {
  const findings = unusableFindings(draft.read);
  await tx.query(
    `insert into unusable_drafts (order_id, round, attempt, basis, findings) values ($1, $2, $3, $4, $5)
     on conflict (order_id, round, attempt, basis) do nothing`,
    [draft.orderId, draft.round, draft.attempt, draft.basis, JSON.stringify(findings)],
  );
  return attemptOf(findings);
}

/** A person sent the order's text back: none of its drafts so far is taken up again. */
export async function sendBackVersions(tx: Queryable, key: { orderId: string }): Promise<void> {
  await tx.query(
    'update versions set sent_back_at = clock_timestamp() where order_id = $1 and sent_back_at is null',
    [key.orderId],
  );
}

/** Which of a store's texts are asked for: the last ones that were approved or published, without those of one order. */
export interface OtherPosts {
  storeId: string;
  exceptOrderId: string;
  most: number;
}

const OTHER_POSTS = `from orders o join blog_orders b on b.order_id = o.id join versions v on v.id = b.version_id
  where o.store_id = $1 and o.id <> $2 and o.status <> 'CANCELLED'
  order by o.created_at desc, o.id desc limit $3`;

/** A text of a store; `markdown` is null where the caller knows it. */
export interface OtherPostText {
  versionId: string;
  title: string;
  markdown: string | null;
}

/** Titles and texts of the store's last posts, without the texts of `known` versions; a text is cut after `mostText` characters. */
export async function listOtherPosts(
  db: Queryable,
  key: OtherPosts & { mostText: number; known: readonly string[] },
): Promise<OtherPostText[]> {
  const result = await db.query<OtherPostText>(
    `select v.id as "versionId", v.title,
            case when v.id <> all ($5::uuid[]) then left(v.body_markdown, $4) end as markdown ${OTHER_POSTS}`,
    [key.storeId, key.exceptOrderId, key.most, key.mostText, key.known],
  );
  return result.rows;
}

/** Titles of the store's last posts. */
export async function listOtherTitles(db: Queryable, key: OtherPosts): Promise<string[]> {
  const result = await db.query<{ title: string }>(`select v.title ${OTHER_POSTS}`, [
    key.storeId,
    key.exceptOrderId,
    key.most,
  ]);
  return result.rows.map((row) => row.title);
}
