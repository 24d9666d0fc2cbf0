import { randomUUID } from 'node:crypto';
import type { Queryable } from '../pool';

/** A picture as the store's media manager knows it. */
export interface StoreMedia {
  id: string;
  url: string;
  width: number;
  height: number;
}

/** What one look at the store brought, after an answer was lost. */
export interface LookupNote {
  at: string;
  found: 'none' | 'match' | 'other_content' | 'no_answer';
  draftId?: string;
}

/** The way of one version of an order into its store. */
export interface Publication {
  id: string;
  basis: string;
  media: StoreMedia | null;
  /** A picture that the store has and that is not ready there, and for how many milliseconds it has been waited for. */
  pendingMedia: StoreMedia | null;
  pendingMs: number | null;
  /** Uploads in a row that came to nothing. */
  failedUploads: number;
  createBeganAt: Date | null;
  draftId: string | null;
  /** Whether a person named the draft; otherwise we made it. */
  draftNamed: boolean;
  postId: string | null;
  url: string | null;
  lookups: LookupNote[];
  publishedAt: Date | null;
}

const COLUMNS = `id, basis, media, pending_media as "pendingMedia", failed_uploads as "failedUploads",
  (extract(epoch from clock_timestamp() - pending_since) * 1000)::float8 as "pendingMs", create_began_at as "createBeganAt",
  draft_id as "draftId", draft_named as "draftNamed", post_id as "postId", url, lookups, published_at as "publishedAt"`;

/** Whether a look for a lost draft did not find it. */
const IS_DOUBTFUL = `jsonb_path_exists(lookups, '$[*] ? (@.found != "match")')`;

/** Reads the publication of a version. */
export async function findPublication(
  db: Queryable,
  key: { orderId: string; basis: string },
): Promise<Publication | undefined> {
  const result = await db.query<Publication>(
    `select ${COLUMNS} from publications where order_id = $1 and basis = $2`,
    [key.orderId, key.basis],
  );
  return result.rows[0];
}

/** Reads or creates the publication of a version. */
export async function openPublication(
  tx: Queryable,
  row: { orderId: string; basis: string },
): Promise<Publication> {
  await tx.query(
    `insert into publications (id, order_id, basis) values ($1, $2, $3)
     on conflict (order_id, basis) do nothing`,
    [randomUUID(), row.orderId, row.basis],
  );
  return (await findPublication(tx, row))!;
}

/** A picture at the site that the store was connected to when it was uploaded. */
interface SiteMedia {
  publicationId: string;
  instanceId: string;
  media: StoreMedia;
}

/** Locks the store's row if it is still connected to the site that was asked. */
const STILL_THAT_SITE = `with site as materialized (
    select s.id from stores s join orders o on o.store_id = s.id join publications p on p.order_id = o.id
     where p.id = $1 and s.instance_id = $3 for share of s)`;

/** Saves the uploaded picture, unless one stands already or the store is connected to another site by now. */
export async function savePublicationMedia(tx: Queryable, row: SiteMedia): Promise<void> {
  await tx.query(
    `${STILL_THAT_SITE}
     update publications set media = $2, pending_media = null, pending_since = null, failed_uploads = 0
      where id = $1 and media is null and exists (select 1 from site)`,
    [row.publicationId, JSON.stringify(row.media), row.instanceId],
  );
}

/** Saves a picture that is not ready yet, with the time since when; one that is saved already keeps its time. */
export async function savePendingMedia(tx: Queryable, row: SiteMedia): Promise<void> {
  await tx.query(
    `${STILL_THAT_SITE}
     update publications set pending_media = coalesce(pending_media, $2),
            pending_since = coalesce(pending_since, clock_timestamp())
      where id = $1 and media is null and exists (select 1 from site)`,
    [row.publicationId, JSON.stringify(row.media), row.instanceId],
  );
}

/** Notes that an upload came to nothing, so that another one is made. After the last one, the count begins anew for a retry. */
export async function noteFailedUpload(
  tx: Queryable,
  row: { publicationId: string; isLast: boolean },
): Promise<void> {
  await tx.query(
    `update publications set pending_media = null, pending_since = null,
            failed_uploads = case when $2 then 0 else failed_uploads + 1 end
      where id = $1`,
    [row.publicationId, row.isLast],
  );
}

/** Forgets the uploaded picture, since another one is to be made. */
export async function forgetMedia(tx: Queryable, key: { publicationId: string }): Promise<void> {
  await tx.query(
    `update publications set media = null, pending_media = null, pending_since = null, failed_uploads = 0
      where id = $1`,
    [key.publicationId],
  );
}

/** Notes, before the request goes out, that a draft is about to be created. */
export async function markDraftBegun(tx: Queryable, key: { publicationId: string }): Promise<Date | null> {
  const result = await tx.query<{ begunAt: Date }>(
    `update publications set create_began_at = coalesce(create_began_at, clock_timestamp()) where id = $1
     returning create_began_at as "begunAt"`,
    [key.publicationId],
  );
  return result.rows[0]?.begunAt ?? null;
}

/** Forgets the creation that began then, of which nothing came; a later one stays. */
export async function forgetDraftBegun(
  tx: Queryable,
  key: { publicationId: string; begunAt: Date | null },
): Promise<void> {
  await tx.query(
    `update publications set create_began_at = null
      where id = $1 and draft_id is null and date_trunc('milliseconds', create_began_at) = date_trunc('milliseconds', $2::timestamptz)`,
    [key.publicationId, key.begunAt],
  );
}

/** Saves the draft's id by compare-and-set. Answers the one that stands: a loser deletes its own draft. */
export async function claimDraft(
  tx: Queryable,
  row: { publicationId: string; draftId: string },
): Promise<string> {
  await tx.query(
    'update publications set draft_id = $2, draft_named = false where id = $1 and draft_id is null',
    [row.publicationId, row.draftId],
  );
  const result = await tx.query<{ draftId: string }>(
    'select draft_id as "draftId" from publications where id = $1',
    [row.publicationId],
  );
  return result.rows[0]!.draftId;
}

/** Which of a store's drafts and posts belong to another publication or article, or to any where none is excepted. */
export async function idsOnRecord(
  db: Queryable,
  key: { storeId: string; otherThan: string | null; ids: readonly string[] },
): Promise<Set<string>> {
  const result = await db.query<{ draftId: string | null; postId: string | null }>(
    `select p.draft_id as "draftId", p.post_id as "postId" from publications p join orders o on o.id = p.order_id
      where o.store_id = $1 and p.id is distinct from $2 and (p.draft_id = any($3) or p.post_id = any($3))
     union all
     select draft_id, post_id from article_outlets
      where store_id = $1 and article_id is distinct from $2 and (draft_id = any($3) or post_id = any($3))`,
    [key.storeId, key.otherThan, key.ids],
  );
  return new Set(result.rows.flatMap(({ draftId, postId }) => [draftId, postId]).filter((id) => id !== null));
}

/**
 * Takes over a draft, or a post that is out already, which a look found at the store. Answers false where another order of the
 * store has taken it meanwhile.
 */
export async function claimFound(
  tx: Queryable,
  row: { publicationId: string; storeId: string; foundId: string; post: { url: string | null } | null },
): Promise<boolean> {
  // Two looks may find the same one: the first to hold the store's row takes it.
  await tx.query('select 1 from stores where id = $1 for no key update', [row.storeId]);
  const { publicationId, foundId, post } = row;
  const taken = await idsOnRecord(tx, { storeId: row.storeId, otherThan: publicationId, ids: [foundId] });
  if (taken.size > 0) return false;
  if (post) await savePublished(tx, { publicationId, postId: foundId, url: post.url });
  else await claimDraft(tx, { publicationId, draftId: foundId });
  return true;
}

/** Forgets a draft that the store no longer has; who had named it stays, as a repetition of the step asks for it. */
export async function dropDraft(
  tx: Queryable,
  row: { publicationId: string; draftId: string },
): Promise<void> {
  await tx.query(
    `update publications set draft_id = null, create_began_at = null
      where id = $1 and draft_id = $2 and post_id is null`,
    [row.publicationId, row.draftId],
  );
}

/** Takes the draft that a person named; publishing tells whether the store has it. */
export async function nameDraft(
  tx: Queryable,
  row: { orderId: string; basis: string | null; draftId: string },
): Promise<void> {
  await tx.query(
    'update publications set draft_id = $2, draft_named = true where order_id = $1 and basis = $3',
    [row.orderId, row.draftId, row.basis],
  );
}

/** Starts over with the draft, since a person says that the store has none. */
export async function clearDraft(
  tx: Queryable,
  row: { orderId: string; basis: string | null },
): Promise<void> {
  await tx.query(
    'update publications set draft_id = null, create_began_at = null where order_id = $1 and basis = $2',
    [row.orderId, row.basis],
  );
}

/** Adds what a look at the store brought. */
export async function addLookup(
  tx: Queryable,
  row: { publicationId: string; note: LookupNote },
): Promise<void> {
  await tx.query('update publications set lookups = lookups || $2::jsonb where id = $1', [
    row.publicationId,
    JSON.stringify([row.note]),
  ]);
}

/** Notes the published post. */
export async function savePublished(
  tx: Queryable,
  row: { publicationId: string; postId: string; url: string | null },
): Promise<void> {
  await tx.query(
    `update publications set post_id = $2, url = $3, published_at = coalesce(published_at, clock_timestamp())
      where id = $1`,
    [row.publicationId, row.postId, row.url],
  );
}

/** What is left to be found out at the store once an order is done. */
export interface LooseEnds {
  /** Its post is out, and nobody knows at which address. */
  address: boolean;
  /** The answer to the creation of a draft was lost, and no look found the draft: it may turn up later. */
  drafts: boolean;
}

/** The loose ends of an order. */
export async function looseEnds(db: Queryable, key: { orderId: string }): Promise<LooseEnds> {
  const result = await db.query<LooseEnds>(
    `select coalesce(bool_or(post_id is not null and url is null), false) as address,
            coalesce(bool_or(${IS_DOUBTFUL}), false) as drafts
       from publications where order_id = $1`,
    [key.orderId],
  );
  return result.rows[0]!;
}

/** The versions of an order of which a draft may turn up that nobody knows. */
export async function doubtfulVersions(db: Queryable, key: { orderId: string }): Promise<string[]> {
  const result = await db.query<{ basis: string }>(
    `select basis from publications where order_id = $1 and ${IS_DOUBTFUL}`,
    [key.orderId],
  );
  return result.rows.map(({ basis }) => basis);
}

/** Saves the address of a post that was read later. Answers whether it was not known. */
export async function saveAddress(
  tx: Queryable,
  row: { publicationId: string; url: string },
): Promise<boolean> {
  const result = await tx.query(
    'update publications set url = $2 where id = $1 and url is null and post_id is not null',
    [row.publicationId, row.url],
  );
  return result.rowCount === 1;
}

/** The orders of a store that brought these posts, by post. */
export async function ordersOfPosts(
  db: Queryable,
  key: { storeId: string; postIds: readonly string[] },
): Promise<Map<string, string>> {
  const result = await db.query<{ postId: string; orderId: string }>(
    `select p.post_id as "postId", p.order_id as "orderId" from publications p join orders o on o.id = p.order_id
      where p.post_id = any($1) and o.store_id = $2`,
    [key.postIds, key.storeId],
  );
  return new Map(result.rows.map(({ postId, orderId }) => [postId, orderId]));
}
