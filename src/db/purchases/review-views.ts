import type { RoundAttempts, SentBack } from '../../domain/purchases/jobs';
import type { BacklinkReview } from '../catalogue/versions';
import type { Queryable } from '../pool';

/** A version that was made for an order, without its text. */
export interface OrderVersion {
  versionId: string;
  versionNum: number;
  round: number;
  qcAttempts: number;
  qcStatus: string | null;
  reviewStatus: BacklinkReview | null;
  createdAt: Date;
}

/** Where the sentence with the link stands in a text, in UTF-16 units. */
export interface LinkSpan {
  start: number;
  end: number;
}

/** A version with its text, and what was found and noted of it. */
export interface VersionText extends Omit<OrderVersion, 'round'> {
  /** Null for versions that no order made. */
  orderId: string | null;
  content: string;
  link: LinkSpan | null;
  qcNotes: unknown;
  metadata: Record<string, unknown> | null;
}

const COLUMNS = `v.id as "versionId", v.version_num as "versionNum", v.qc_attempts as "qcAttempts", v.last_qc_status as "qcStatus",
  v.backlink_review_status as "reviewStatus", v.created_at as "createdAt"`;

const TEXT_COLUMNS = `${COLUMNS}, v.order_id as "orderId", v.content_md as content, v.last_qc_notes as "qcNotes",
  v.backlink_metadata as metadata,
  case when v.link_start is not null then jsonb_build_object('start', v.link_start, 'end', v.link_end) end as link`;

/** The versions that were made for an order, newest first. Those without a review were never before anybody. */
export async function versionsOfOrder(db: Queryable, key: { orderId: string }): Promise<OrderVersion[]> {
  const result = await db.query<OrderVersion>(
    `select ${COLUMNS}, v.round from article_revisions v where v.order_id = $1 order by v.round desc`,
    [key.orderId],
  );
  return result.rows;
}

/** A version of an order's article with its text. */
export async function versionText(
  db: Queryable,
  key: { articleId: string; versionId: string },
): Promise<VersionText | undefined> {
  const result = await db.query<VersionText>(
    `select ${TEXT_COLUMNS} from article_revisions v where v.id = $2 and v.article_id = $1`,
    [key.articleId, key.versionId],
  );
  return result.rows[0];
}

/** When the text of an order was sent back, and how many texts were tried in each of its rounds, in their order. */
export async function workOfOrder(
  db: Queryable,
  key: { orderId: string },
): Promise<{ sentBack: SentBack[]; attempts: RoundAttempts[] }> {
  const [sentBack, attempts] = await Promise.all([
    db.query<SentBack>(
      `select at, round from order_events where order_id = $1 and type = 'version.sent_back' order by id`,
      [key.orderId],
    ),
    db.query<RoundAttempts>(
      'select round, max(attempt) as attempts from purchase_drafts where order_id = $1 group by round order by round',
      [key.orderId],
    ),
  ]);
  return { sentBack: sentBack.rows, attempts: attempts.rows };
}

/** When an action sent the text of an order back. */
export async function sentBackAt(
  db: Queryable,
  key: { orderId: string; actId: string },
): Promise<Date | undefined> {
  const result = await db.query<{ at: Date }>(
    `select at from order_events where order_id = $1 and type = 'version.sent_back' and data->>'actId' = $2`,
    [key.orderId, key.actId],
  );
  return result.rows[0]?.at;
}
