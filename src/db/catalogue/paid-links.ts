import { paidLinkStates, relOfLinks } from '../../domain/linking';
import { toHtml } from '../../domain/text/markdown';
import type { Queryable } from '../pool';

/** A link in an article that somebody has paid for. */
export interface PaidLink {
  orderId: string;
  anchorText: string;
  targetUrl: string;
}

/** The paid links of an article that were approved or published, in the order of their purchases. */
async function approvedLinks(db: Queryable, key: { articleId: string }): Promise<PaidLink[]> {
  const result = await db.query<PaidLink>(
    `select p.id as "orderId", p.anchor_text as "anchorText", p.target_url as "targetUrl"
       from purchases p join orders o on o.id = p.id
      where p.article_id = $1 and (o.status = 'COMPLETED' or p.approved_at is not null) order by o.created_at, o.id`,
    [key.articleId],
  );
  return result.rows;
}

/** Those of the links that a text has. One that was ordered twice has to be there twice. */
function linksIn(markdown: string, links: readonly PaidLink[]): PaidLink[] {
  const states = paidLinkStates(relOfLinks(toHtml(markdown)), links);
  return links.filter((_, n) => states[n] !== 'missing');
}

/** The paid links that a version is to have: approved or published, and in its text. */
export async function paidLinksOf(
  db: Queryable,
  key: { articleId: string; versionId: string },
): Promise<PaidLink[]> {
  const links = await approvedLinks(db, key);
  // Texts are large, and most articles have no paid link.
  if (links.length === 0) return [];
  const text = await db.query<{ contentMd: string }>(
    'select content_md as "contentMd" from article_revisions where article_id = $1 and id = $2',
    [key.articleId, key.versionId],
  );
  const version = text.rows[0];
  return version ? linksIn(version.contentMd, links) : [];
}

/** The paid links of the published version that would be gone if readers saw another one, or none. */
export async function lostLinks(
  db: Queryable,
  change: { articleId: string; from: string | null; to: string | null },
): Promise<PaidLink[]> {
  const { articleId, from, to } = change;
  if (from === null || from === to) return [];
  const now = await paidLinksOf(db, { articleId, versionId: from });
  if (to === null || now.length === 0) return now;
  const kept = new Set((await paidLinksOf(db, { articleId, versionId: to })).map(({ orderId }) => orderId));
  return now.filter(({ orderId }) => !kept.has(orderId));
}
