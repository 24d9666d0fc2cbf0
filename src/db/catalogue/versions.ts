import { createHash } from 'node:crypto';
import type { Queryable } from '../pool';

/** What was found when the link of a version was looked at by a person. */
export type BacklinkReview = 'PENDING_REVIEW' | 'APPROVED' | 'REJECTED';

/** A version of an article, without its text. */
export interface ArticleVersion {
  id: string;
  articleId: string;
  /** Counts from 1. */
  versionNum: number;
  author: string;
  qcAttempts: number;
  lastQcStatus: string | null;
  lastQcNotes: unknown;
  backlinkReviewStatus: BacklinkReview | null;
  backlinkMetadata: Record<string, unknown> | null;
  createdAt: Date;
}

const COLUMNS = `id, article_id as "articleId", version_num as "versionNum", author, qc_attempts as "qcAttempts",
  last_qc_status as "lastQcStatus", last_qc_notes as "lastQcNotes", backlink_review_status as "backlinkReviewStatus",
  backlink_metadata as "backlinkMetadata", created_at as "createdAt"`;

const digestOf = (content: string): Buffer => createHash('sha256').update(content).digest();

/**
 * Adds a version to an article that the transaction has locked. `contentText` is the visible text, for searches. Answers its number.
 */
export async function insertArticleVersion(
  tx: Queryable,
  row: { id: string; articleId: string; contentMd: string; contentText: string; author: string },
): Promise<number> {
  const result = await tx.query<{ versionNum: number }>(
    `insert into article_revisions (id, article_id, version_num, content_md, content_text, content_sha256, author)
     select $1, $2, coalesce(max(version_num), 0) + 1, $3, $4, $5, $6 from article_revisions where article_id = $2
     returning version_num as "versionNum"`,
    [row.id, row.articleId, row.contentMd, row.contentText, digestOf(row.contentMd), row.author],
  );
  return result.rows[0]!.versionNum;
}

/** The newest version of an article that has exactly this text. */
export async function versionOfContent(
  db: Queryable,
  key: { articleId: string; contentMd: string },
): Promise<ArticleVersion | undefined> {
  const result = await db.query<ArticleVersion>(
    `select ${COLUMNS} from article_revisions where article_id = $1 and content_sha256 = $2
      order by version_num desc limit 1`,
    [key.articleId, digestOf(key.contentMd)],
  );
  return result.rows[0];
}

/** Reads a version with its text; undefined where it is of another article. */
export async function versionById(
  db: Queryable,
  key: { articleId: string; versionId: string },
): Promise<(ArticleVersion & { contentMd: string }) | undefined> {
  const result = await db.query<ArticleVersion & { contentMd: string }>(
    `select ${COLUMNS}, content_md as "contentMd" from article_revisions where article_id = $1 and id = $2`,
    [key.articleId, key.versionId],
  );
  return result.rows[0];
}

/** A page of the versions of an article, newest first. `before` is the number of the last one seen. */
export async function listVersions(
  db: Queryable,
  filter: { articleId: string; before?: string | undefined; limit: number },
): Promise<ArticleVersion[]> {
  const result = await db.query<ArticleVersion>(
    `select ${COLUMNS} from article_revisions where article_id = $1 and ($2::bigint is null or version_num < $2)
      order by version_num desc limit $3`,
    [filter.articleId, filter.before ?? null, filter.limit],
  );
  return result.rows;
}
