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
  createBeganAt: Date | null;
  draftId: string | null;
  /** Whether a person named the draft; otherwise we made it. */
  draftNamed: boolean;
  postId: string | null;
  url: string | null;
  lookups: LookupNote[];
  publishedAt: Date | null;
}

const COLUMNS = `id, basis, media, create_began_at as "createBeganAt",
  draft_id as "draftId", draft_named as "draftNamed", post_id as "postId", url, lookups, published_at as "publishedAt"`;

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

/** Saves the uploaded picture, unless one stands already or the store is connected to another site by now. */
export async function savePublicationMedia(
  tx: Queryable,
  row: { publicationId: string; instanceId: string; media: StoreMedia },
): Promise<void> {
  await tx.query(
    `with site as materialized (
       select s.id from stores s join orders o on o.store_id = s.id join publications p on p.order_id = o.id
        where p.id = $1 and s.instance_id = $3 for share of s)
     update publications set media = $2 where id = $1 and media is null and exists (select 1 from site)`,
    [row.publicationId, JSON.stringify(row.media), row.instanceId],
  );
}

/** Forgets the uploaded picture, since another one is to be made. */
export async function forgetMedia(tx: Queryable, key: { publicationId: string }): Promise<void> {
  await tx.query('update publications set media = null where id = $1', [key.publicationId]);
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

/** Which of a store's drafts and posts belong to another publication. */
export async function idsOnRecord(
  db: Queryable,
  key: { storeId: string; otherThan: string; ids: readonly string[] },
): Promise<Set<string>> {
  const result = await db.query<{ draftId: string | null; postId: string | null }>(
    `select p.draft_id as "draftId", p.post_id as "postId" from publications p join orders o on o.id = p.order_id
      where o.store_id = $1 and p.id <> $2 and (p.draft_id = any($3) or p.post_id = any($3))`,
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
