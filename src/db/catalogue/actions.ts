import type { Queryable } from '../pool';

/** What administrators do to the catalogue. */
export type CatalogueActionName =
  | `domain.${'created' | 'changed' | 'archived' | 'restored'}`
  | `article.${'created' | 'changed' | 'archived' | 'restored' | 'sent_again'}`
  | `version.${'added' | 'selected' | 'withdrawn'}`;

/** Something that was done to the catalogue, and by whom. */
export interface CatalogueAction {
  id: string;
  action: CatalogueActionName;
  /** Such as `key:<id>`. */
  actor: string;
  domainId: string;
  articleId: string | null;
  versionId: string | null;
  facts: Record<string, unknown>;
  at: Date;
}

/** Records an action in the transaction that does it. `facts` holds names of fields, never texts. */
export async function noteCatalogueAction(
  tx: Queryable,
  row: {
    action: CatalogueActionName;
    actor: string;
    domainId: string;
    articleId?: string;
    versionId?: string | null;
    facts?: Record<string, unknown>;
  },
): Promise<void> {
  await tx.query(
    `insert into catalogue_actions (action, actor, domain_id, article_id, version_id, facts)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      ...[row.action, row.actor, row.domainId, row.articleId ?? null, row.versionId ?? null],
      JSON.stringify(row.facts ?? {}),
    ],
  );
}

/** A page of what was done to a site and its articles, or to one article, newest first. `before` is the id of the last one seen. */
export async function listCatalogueActions(
  db: Queryable,
  filter: { domainId: string; articleId?: string | undefined; before?: string | undefined; limit: number },
): Promise<CatalogueAction[]> {
  const result = await db.query<CatalogueAction>(
    `select id::text, action, actor, domain_id as "domainId", article_id as "articleId", version_id as "versionId", facts, at
       from catalogue_actions
      where domain_id = $1 and ($2::uuid is null or article_id = $2) and ($3::bigint is null or id < $3)
      order by catalogue_actions.id desc limit $4`,
    [filter.domainId, filter.articleId ?? null, filter.before ?? null, filter.limit],
  );
  return result.rows;
}
