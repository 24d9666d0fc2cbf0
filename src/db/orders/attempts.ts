import { failedPictureFinding } from '../../domain/blog/failed-picture';
import type { Queryable } from '../pool';
import type { SavedFinding } from '../blog/findings';
import type { QcStatus } from '../blog/versions';

/** One attempt at the text of an order, or at a part of a page. */
export interface Attempt {
  id: string;
  /** Id of the part of a page, or `image` for the picture of a post; null for a post's text. */
  component: string | null;
  round: number;
  attempt: number;
  /** Null where nothing was written that could be read. */
  qcStatus: QcStatus | null;
  title: string | null;
  bodyMarkdown: string | null;
  /** Points by criterion, 0 to 10, once reviewed. */
  scores: Readonly<Record<string, number>> | null;
  findings: SavedFinding[];
  at: Date;
}

/** Every attempt at the text of a blog order, and those at its picture that brought none, oldest first. */
export async function listPostAttempts(db: Queryable, key: { orderId: string }): Promise<Attempt[]> {
  const attempts = [...(await listDraftAttempts(db, key)), ...(await listFailedPictures(db, key))];
  return attempts.sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** Every attempt at the picture of a blog order that brought none, oldest first, with its prompt and reason as a finding. */
export async function listFailedPictures(db: Queryable, key: { orderId: string }): Promise<Attempt[]> {
  const result = await db.query<{
    id: string;
    round: number;
    attempt: number;
    reason: string;
    prompt: string;
    at: Date;
  }>(
    `select concat_ws('-', 'image', round, attempt, basis) as id, round, attempt, reason, prompt, created_at as at
       from failed_pictures where order_id = $1 order by created_at`,
    [key.orderId],
  );
  const empty = {
    component: 'image',
    qcStatus: 'REJECTED_BY_CHECKS',
    title: null,
    bodyMarkdown: null,
  } as const;
  return result.rows.map(({ reason, prompt, ...row }) => ({
    ...row,
    ...empty,
    scores: null,
    findings: [failedPictureFinding({ reason, prompt })],
  }));
}

/** Every attempt at the text of a blog order, oldest first. */
export async function listDraftAttempts(db: Queryable, key: { orderId: string }): Promise<Attempt[]> {
  const result = await db.query<Attempt>(
    `select * from (
       select id::text, null as component, round, attempt, qc_status as "qcStatus", title,
              body_markdown as "bodyMarkdown", scores, findings, created_at as at
         from versions where order_id = $1
       union all
       select concat_ws('-', 'none', round, attempt, basis), null, round, attempt, null, null, null, null, findings, created_at
         from unusable_drafts where order_id = $1) a
      order by at, round, attempt`,
    [key.orderId],
  );
  return result.rows;
}

/** Every attempt at a part of an item's page that did not pass, oldest first. Its text was not kept. */
export async function listRejectedParts(db: Queryable, key: { orderId: string }): Promise<Attempt[]> {
  const result = await db.query<Attempt>(
    `select concat_ws('-', component, round, attempt) as id, component, round, attempt,
            'REJECTED_BY_CHECKS' as "qcStatus", null as title, null as "bodyMarkdown", null as scores, findings, created_at as at
       from rejected_components where order_id = $1 order by created_at, component`,
    [key.orderId],
  );
  return result.rows;
}

/** Every attempt at the text of an order that was bought, oldest first. A link's is the whole article with the link. */
export async function listPurchaseAttempts(db: Queryable, key: { orderId: string }): Promise<Attempt[]> {
  const result = await db.query<Attempt>(
    `select id::text, null as component, round, attempt, qc_status as "qcStatus", title, content_md as "bodyMarkdown",
            scores, findings, created_at as at
       from purchase_drafts where order_id = $1 order by round, attempt`,
    [key.orderId],
  );
  return result.rows;
}
