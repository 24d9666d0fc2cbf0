import type { OutletLinkState, OutletStep, OutletWork } from '../../contract/outlets';
import { idsOnRecord } from '../blog/publications';
import { alertOfOutlet } from '../mail/admin-alerts';
import { articleDelivered } from '../purchases/delivered';
import type { Queryable } from '../pool';
import type { CheckedLink } from './outlets';

/** A step, as SQL: the article's row while this number is what is wanted. */
const STILL_WANTED = `article_id = $1 and wanted_no = $2 and state = 'wanted'`;

/** What is to be done about an article now: its delivery first, then the check of what was delivered. */
export async function nextOutletWork(db: Queryable, key: { articleId: string }): Promise<OutletWork> {
  const result = await db.query<{
    isWanted: boolean;
    isUnchecked: boolean;
    wantedNo: number;
    deliveredNo: number;
    place: string | null;
    placeStoreId: string | null;
    domainId: string;
    storeId: string | null;
    hasHook: boolean;
  }>(
    `select o.state = 'wanted' and o.wanted_version_id is not null as "isWanted",
            o.delivered_no > 0 and o.checked_at is null as "isUnchecked", o.wanted_no::float8 as "wantedNo",
            o.delivered_no::float8 as "deliveredNo", o.place, o.store_id as "placeStoreId", d.id as "domainId",
            d.store_id as "storeId", d.hook_url is not null as "hasHook"
       from article_outlets o join articles a on a.id = o.article_id join domains d on d.id = a.domain_id
      where o.article_id = $1`,
    [key.articleId],
  );
  const row = result.rows[0];
  if (row?.isWanted) {
    const { storeId, hasHook, domainId, wantedNo: no } = row;
    if (storeId) return { todo: 'deliver', via: 'store', no, fairnessKey: storeId };
    if (hasHook) return { todo: 'deliver', via: 'hook', no, fairnessKey: domainId };
  }
  if (row?.isUnchecked) {
    const { placeStoreId, domainId, deliveredNo: no } = row;
    return placeStoreId
      ? { todo: 'check', via: 'store', no, fairnessKey: placeStoreId }
      : { todo: 'check', via: 'hook', no, fairnessKey: domainId };
  }
  return { todo: 'nothing' };
}

/** An article with a version of it, as it goes out. */
export interface OutgoingArticle {
  articleId: string;
  domainId: string;
  slug: string;
  title: string;
  language: string;
  author: string;
  publishedOn: string;
  versionId: string;
  versionNum: number;
  contentMd: string;
  contentText: string;
  deliveryId: string;
  draftId: string | null;
  createBeganAt: Date | null;
  /** What the creation was of that began then. */
  createVersionId: string | null;
  createTitle: string | null;
  postId: string | null;
  url: string | null;
  hook: { url: string; sealedSecret: Buffer } | null;
  /** Where it goes out to by now. */
  storeId: string | null;
  /** Where its draft and post are. */
  place: string | null;
  placeStoreId: string | null;
}

const OUTGOING = `select a.id as "articleId", a.domain_id as "domainId", a.slug, a.title, a.language, a.author,
    a.published_on::text as "publishedOn", v.id as "versionId", v.version_num as "versionNum", v.content_md as "contentMd",
    v.content_text as "contentText", o.delivery_id as "deliveryId", o.draft_id as "draftId", o.create_began_at as "createBeganAt",
    o.create_version_id as "createVersionId", o.create_title as "createTitle",
    o.post_id as "postId", o.url, o.place, o.store_id as "placeStoreId", d.store_id as "storeId", d.hook_url as "hookUrl",
    d.hook_sealed_secret as "sealedSecret"
   from article_outlets o join articles a on a.id = o.article_id join domains d on d.id = a.domain_id
   join article_revisions v on v.article_id = a.id`;

type Row = Omit<OutgoingArticle, 'hook'> & { hookUrl: string | null; sealedSecret: Buffer | null };

function outgoing(row: Row | undefined): OutgoingArticle | undefined {
  if (!row) return undefined;
  const { hookUrl, sealedSecret, ...article } = row;
  return { ...article, hook: hookUrl && sealedSecret ? { url: hookUrl, sealedSecret } : null };
}

/** The version that is to go out, while this number is what is wanted. */
export async function wantedArticle(db: Queryable, step: OutletStep): Promise<OutgoingArticle | undefined> {
  const result = await db.query<Row>(
    `${OUTGOING} and v.id = o.wanted_version_id where o.article_id = $1 and o.wanted_no = $2 and o.state = 'wanted'`,
    [step.articleId, step.no],
  );
  return outgoing(result.rows[0]);
}

/** The version that went out by this number, while it is the last one that did and was not checked. */
export async function deliveredArticle(
  db: Queryable,
  step: OutletStep,
): Promise<OutgoingArticle | undefined> {
  const result = await db.query<Row>(
    `${OUTGOING} and v.id = o.delivered_version_id
      where o.article_id = $1 and o.delivered_no = $2 and o.checked_at is null`,
    [step.articleId, step.no],
  );
  return outgoing(result.rows[0]);
}

/** Whether this number is still what is wanted. */
export async function isStillWanted(db: Queryable, step: OutletStep): Promise<boolean> {
  const result = await db.query(`select 1 from article_outlets where ${STILL_WANTED}`, [
    step.articleId,
    step.no,
  ]);
  return result.rowCount === 1;
}

/** Takes a place for the article: what is known of its draft and post at another one is forgotten. False where it is out of date. */
export async function takePlace(
  tx: Queryable,
  row: OutletStep & { place: string; storeId: string | null },
): Promise<boolean> {
  const taken = await tx.query(
    `update article_outlets set place = $3, store_id = $4,
            draft_id = case when place = $3 then draft_id end, create_began_at = case when place = $3 then create_began_at end,
            post_id = case when place = $3 then post_id end, url = case when place = $3 then url end
      where ${STILL_WANTED}`,
    [row.articleId, row.no, row.place, row.storeId],
  );
  return taken.rowCount === 1;
}

/** Notes, before the request goes out, that a draft is about to be created. Null where one was begun, is there, or out of date. */
export async function markOutletBegun(
  tx: Queryable,
  step: OutletStep & { versionId: string; title: string },
): Promise<Date | null> {
  const result = await tx.query<{ begunAt: Date }>(
    `update article_outlets set create_began_at = clock_timestamp(), create_version_id = $3, create_title = $4
      where ${STILL_WANTED} and create_began_at is null and draft_id is null returning create_began_at as "begunAt"`,
    [step.articleId, step.no, step.versionId, step.title],
  );
  return result.rows[0]?.begunAt ?? null;
}

/** Forgets the creation that began then, of which nothing came; a later one stays. */
export async function forgetOutletBegun(
  tx: Queryable,
  key: { articleId: string; begunAt: Date | string | null },
): Promise<void> {
  await tx.query(
    `update article_outlets set create_began_at = null
      where article_id = $1 and draft_id is null
        and date_trunc('milliseconds', create_began_at) = date_trunc('milliseconds', $2::timestamptz)`,
    [key.articleId, key.begunAt],
  );
}

/** Saves the draft's id by compare-and-set. Answers the one that stands; null where the article has another place by now. */
export async function claimOutletDraft(
  tx: Queryable,
  row: { articleId: string; place: string; draftId: string },
): Promise<string | null> {
  await tx.query(
    'update article_outlets set draft_id = $3 where article_id = $1 and place = $2 and draft_id is null',
    [row.articleId, row.place, row.draftId],
  );
  const result = await tx.query<{ draftId: string | null }>(
    'select draft_id as "draftId" from article_outlets where article_id = $1 and place = $2',
    [row.articleId, row.place],
  );
  return result.rows[0]?.draftId ?? null;
}

/** Takes over a draft that a look found at the store. False where somebody else has taken it meanwhile. */
export async function claimFoundDraft(
  tx: Queryable,
  row: { articleId: string; place: string; storeId: string; draftId: string },
): Promise<boolean> {
  // Two looks may find the same one: the first to hold the store's row takes it.
  await tx.query('select 1 from stores where id = $1 for no key update', [row.storeId]);
  const { storeId, articleId, draftId } = row;
  const taken = await idsOnRecord(tx, { storeId, otherThan: articleId, ids: [draftId] });
  return taken.size === 0 && (await claimOutletDraft(tx, row)) === draftId;
}

/** Forgets a draft that the store no longer has. */
export async function dropOutletDraft(
  tx: Queryable,
  row: { articleId: string; draftId: string },
): Promise<void> {
  await tx.query(
    `update article_outlets set draft_id = null, create_began_at = null, post_id = null where article_id = $1 and draft_id = $2`,
    [row.articleId, row.draftId],
  );
}

/** Notes an attempt that came to nothing. Answers for how long this number has been tried, in milliseconds. */
export async function noteOutletTried(
  db: Queryable,
  row: OutletStep & { type: string; reason: string },
): Promise<number> {
  const result = await db.query<{ triedMs: number }>(
    `update article_outlets set tries = tries + 1, problem_type = $3, problem_reason = $4,
            first_tried_at = coalesce(first_tried_at, clock_timestamp()), last_tried_at = clock_timestamp(),
            updated_at = clock_timestamp()
      where ${STILL_WANTED}
      returning (extract(epoch from clock_timestamp() - first_tried_at) * 1000)::float8 as "triedMs"`,
    [row.articleId, row.no, row.type, row.reason],
  );
  return result.rows[0]?.triedMs ?? 0;
}

/**
 * Notes that a version is at the outlet, unless a later one is, and that the orders whose link it brings are done. An address that was not
 * told leaves the known one.
 */
export async function noteOutletDelivered(
  tx: Queryable,
  row: OutletStep & { place: string; versionId: string; postId: string | null; url: string | null },
): Promise<boolean> {
  const { articleId, versionId } = row;
  const noted = await tx.query<{ url: string | null }>(
    `update article_outlets set delivered_version_id = $3, delivered_no = $2, post_id = coalesce($4, post_id),
            url = coalesce($5, url), delivered_at = clock_timestamp(), link_state = null, links = '[]', checked_at = null,
            tries = tries + 1, last_tried_at = clock_timestamp(), updated_at = clock_timestamp(),
            state = case when wanted_no = $2 or wanted_version_id is null then 'delivered' else state end,
            problem_type = case when wanted_no = $2 then null else problem_type end,
            problem_reason = case when wanted_no = $2 then null else problem_reason end
      where article_id = $1 and delivered_no < $2 and place = $6 returning url`,
    [articleId, row.no, versionId, row.postId, row.url, row.place],
  );
  const delivered = noted.rows[0];
  if (!delivered) return false;
  await articleDelivered(tx, { articleId, versionId, url: delivered.url });
  return true;
}

/** Notes that a delivery failed for good, or that nobody knows what came of it, and tells administrators. */
export async function noteOutletEnded(
  tx: Queryable,
  row: OutletStep & { state: 'failed' | 'unconfirmed'; type: string | null; reason: string },
): Promise<void> {
  const { articleId, no, state, type, reason } = row;
  const ended = await tx.query(
    `update article_outlets set state = $3, problem_type = $4, problem_reason = $5, updated_at = clock_timestamp()
      where ${STILL_WANTED}`,
    [articleId, no, state, type, reason],
  );
  if (ended.rowCount === 1) await alertOfOutlet(tx, { alert: 'outlet_failed', articleId, no, reason });
}

/** From the worst to the best. */
const WORST_FIRST: readonly OutletLinkState[] = ['missing', 'without-rel', 'unchecked', 'kept'];

/** The worst of the links' states; null where there are none. */
export function worstOf(links: readonly CheckedLink[]): OutletLinkState | null {
  return WORST_FIRST.find((state) => links.some((link) => link.state === state)) ?? null;
}

/** Saves what was found of the paid links, and tells administrators unless all of them are kept. */
export async function noteOutletLinks(
  tx: Queryable,
  row: OutletStep & { links: readonly CheckedLink[]; url?: string | null },
): Promise<void> {
  const { articleId, no, links } = row;
  const state = worstOf(links);
  const noted = await tx.query(
    `update article_outlets set links = $3, link_state = $4, url = coalesce($5, url), checked_at = clock_timestamp(),
            updated_at = clock_timestamp()
      where article_id = $1 and delivered_no = $2 and checked_at is null`,
    [articleId, no, JSON.stringify(links), state, row.url ?? null],
  );
  if (noted.rowCount === 1 && state !== null && state !== 'kept')
    await alertOfOutlet(tx, { alert: 'link_not_kept', articleId, no, reason: state });
}
