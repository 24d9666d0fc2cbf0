import type { Scores } from '../../domain/quality';
import type { Queryable } from '../pool';
import type { SavedFinding } from '../blog/findings';
import type { QcStatus } from '../blog/versions';

/** One attempt at the text of an order, or at a part of a page. */
export interface Attempt {
  id: string;
  /** Id of the part of a page; null where the text is one. */
  component: string | null;
  round: number;
  attempt: number;
  /** Null where nothing was written that could be read. */
  qcStatus: QcStatus | null;
  title: string | null;
  bodyMarkdown: string | null;
  scores: Scores | null;
  findings: SavedFinding[];
  at: Date;
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
