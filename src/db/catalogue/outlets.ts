import type { OutletLinkState, OutletState } from '../../contract/outlets';
import { enqueueOutlet } from '../outbox/outbox';
import type { Queryable } from '../pool';

/** Binds the signing secret of a site's publish hook to the site, so that it cannot be decrypted for another. */
export function hookSecretBinding(domainId: string): string {
  return `domain:${domainId}:hook`;
}

/** Whether a site (`d`) has an outlet. */
const HAS_OUTLET = '(d.store_id is not null or d.hook_url is not null)';

/** What a want begins anew with. */
const WANTED = `wanted_no = o.wanted_no + 1, delivery_id = gen_random_uuid(), problem_type = null,
  tries = 0, first_tried_at = null, last_tried_at = null, updated_at = clock_timestamp()`;

/**
 * Has a version go out to the outlet of its article's site, in the transaction that publishes it; nothing where the site has none. What is
 * under way of an earlier version is out of date from then on. Withdrawing an article does not go out: null only takes back what has not
 * gone out yet.
 */
export async function wantVersion(
  tx: Queryable,
  want: { articleId: string; versionId: string | null },
): Promise<void> {
  const { articleId, versionId } = want;
  if (versionId !== null) {
    const wanted = await tx.query(
      `insert into article_outlets as o (article_id, wanted_version_id, wanted_no, delivery_id, state)
       select a.id, $2, 1, gen_random_uuid(), 'wanted' from articles a join domains d on d.id = a.domain_id
        where a.id = $1 and ${HAS_OUTLET}
       on conflict (article_id) do update set wanted_version_id = excluded.wanted_version_id, state = 'wanted',
         problem_reason = null, ${WANTED}`,
      [articleId, versionId],
    );
    if (wanted.rowCount === 1) return enqueueOutlet(tx, { articleId });
  }
  await tx.query(
    `update article_outlets o set wanted_version_id = null, ${WANTED}, problem_reason = $2,
            state = case when delivered_version_id is null then 'failed' else 'delivered' end
      where article_id = $1 and state <> 'delivered'`,
    [articleId, versionId === null ? 'withdrawn' : 'no_outlet'],
  );
}

/** Whether a version is on its way to the outlet of its article's site. */
export async function isOnItsWay(
  db: Queryable,
  key: { articleId: string; versionId: string },
): Promise<boolean> {
  const found = await db.query(
    `select 1 from article_outlets where article_id = $1 and wanted_version_id = $2 and state = 'wanted'`,
    [key.articleId, key.versionId],
  );
  return found.rowCount === 1;
}

/**
 * Has the published version of an article go out once more after a failure, at an administrator's wish. False where it has not failed, or
 * there is nothing or nowhere to publish.
 */
export async function wantAgain(tx: Queryable, { articleId }: { articleId: string }): Promise<boolean> {
  const wanted = await tx.query(
    `update article_outlets o set wanted_version_id = a.selected_version_id, state = 'wanted', problem_reason = null, ${WANTED}
       from articles a join domains d on d.id = a.domain_id
      where o.article_id = $1 and a.id = o.article_id and o.state in ('failed', 'unconfirmed')
        and a.selected_version_id is not null and ${HAS_OUTLET}`,
    [articleId],
  );
  if (wanted.rowCount !== 1) return false;
  await enqueueOutlet(tx, { articleId });
  return true;
}

/** Has the articles of a site that were still to go out do so at its other outlet; where it has none by now, they do not go out. */
export async function outletChanged(tx: Queryable, { domainId }: { domainId: string }): Promise<void> {
  const wanted = await tx.query<{ articleId: string; hasOutlet: boolean }>(
    `update article_outlets o set updated_at = clock_timestamp(), state = case when ${HAS_OUTLET} then o.state else 'failed' end,
            problem_reason = case when ${HAS_OUTLET} then o.problem_reason else 'no_outlet' end
       from articles a join domains d on d.id = a.domain_id
      where d.id = $1 and a.id = o.article_id and o.state = 'wanted'
     returning o.article_id as "articleId", ${HAS_OUTLET} as "hasOutlet"`,
    [domainId],
  );
  for (const { articleId, hasOutlet } of wanted.rows) if (hasOutlet) await enqueueOutlet(tx, { articleId });
}

/** Has the articles of a store's sites that wait for it go out now, since it is connected again. */
export async function wakeOutlets(tx: Queryable, { storeId }: { storeId: string }): Promise<void> {
  const waiting = await tx.query<{ articleId: string }>(
    `select o.article_id as "articleId" from article_outlets o join articles a on a.id = o.article_id
       join domains d on d.id = a.domain_id
      where d.store_id = $1 and o.state = 'wanted' order by o.article_id`,
    [storeId],
  );
  for (const { articleId } of waiting.rows) await enqueueOutlet(tx, { articleId });
}

/** Has articles that are on their way to a store, and not known to have a draft there, look for it first: the database was restored. */
export async function outletsLookFirst(db: Queryable): Promise<void> {
  await db.query(
    `update article_outlets o set create_began_at = o.created_at, create_version_id = o.wanted_version_id, create_title = a.title
       from articles a
      where a.id = o.article_id and o.state = 'wanted' and o.draft_id is null and o.create_began_at is null
        and o.wanted_version_id is not null`,
  );
}

/** What was found of one paid link at the outlet. */
export interface CheckedLink {
  orderId: string;
  state: OutletLinkState;
}

/** How an article stands at the outlet of its site, for whoever looks. */
export interface ArticleOutlet {
  hasOutlet: boolean;
  /** Null for an article that never was to go out. */
  state: OutletState | null;
  wantedVersionId: string | null;
  deliveredVersionId: string | null;
  url: string | null;
  lastProblem: { type: string | null; reason: string } | null;
  /** The worst that was found of its paid links; null where it has none, or they were not looked at yet. */
  linkState: OutletLinkState | null;
  links: CheckedLink[];
  deliveredAt: Date | null;
  checkedAt: Date | null;
}

/** How an article stands at the outlet of its site; undefined where there is no such article. */
export async function outletOf(
  db: Queryable,
  key: { articleId: string },
): Promise<ArticleOutlet | undefined> {
  const result = await db.query<ArticleOutlet>(
    `select ${HAS_OUTLET} as "hasOutlet", o.state, o.wanted_version_id as "wantedVersionId",
            o.delivered_version_id as "deliveredVersionId", o.url, o.link_state as "linkState", coalesce(o.links, '[]') as links,
            case when o.problem_reason is not null
                 then jsonb_build_object('type', o.problem_type, 'reason', o.problem_reason) end as "lastProblem",
            o.delivered_at as "deliveredAt", o.checked_at as "checkedAt"
       from articles a join domains d on d.id = a.domain_id left join article_outlets o on o.article_id = a.id
      where a.id = $1`,
    [key.articleId],
  );
  return result.rows[0];
}

/** Articles that are to go out or to be checked, were not tried for this long, and that nothing is on its way to begin: those after `after`. */
export async function stuckOutlets(
  db: Queryable,
  wait: { quietMs: number; most: number; after?: string | undefined },
): Promise<string[]> {
  const result = await db.query<{ id: string }>(
    `select o.article_id as id from article_outlets o
      where (o.state = 'wanted' or (o.state = 'delivered' and o.checked_at is null))
        and ($3::uuid is null or o.article_id > $3)
        and o.updated_at < statement_timestamp() - make_interval(secs => $1 / 1000.0)
        and not exists (select 1 from outbox m where m.delivery_id = o.article_id and m.state = 'pending')
      order by o.article_id limit $2`,
    [wait.quietMs, wait.most, wait.after ?? null],
  );
  return result.rows.map(({ id }) => id);
}
