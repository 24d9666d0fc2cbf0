import type { Price } from '../../domain/catalogue/currencies';
import type { Queryable } from '../pool';

/** A page of a site that articles may link to. */
export interface InternalPage {
  title: string;
  url: string;
}

/** What a site sells, each with its price; null for what it does not sell. */
export interface Prices {
  backlink: Price | null;
  article: Price | null;
}

/** Where the articles of a site go out when a version is published: a store, a publish hook, or nowhere. */
export type DomainOutlet = { storeId: string } | { hookUrl: string } | null;

/** What can be said of a site. */
export interface DomainFacts {
  name: string;
  /** As `canonicalHost` has it. */
  host: string;
  niche: string;
  audience: string;
  tone: string;
  /** BCP 47. */
  language: string;
  internalPages: InternalPage[];
  prices: Prices;
  outlet: DomainOutlet;
  active: boolean;
}

/** A site whose articles are sold. */
export interface Domain extends DomainFacts {
  id: string;
  createdAt: Date;
  updatedAt: Date;
}

/** A price as JSON; null where there is none. `of` is the table or its alias. */
function priceSql(of: string, what: 'backlink' | 'article'): string {
  return `case when ${of}.${what}_amount is null then null
    else jsonb_build_object('amount', ${of}.${what}_amount, 'currency', ${of}.${what}_currency) end`;
}

/** The prices of a site as JSON, for whatever shows them. */
export const pricesSql = (of: string): string =>
  `jsonb_build_object('backlink', ${priceSql(of, 'backlink')}, 'article', ${priceSql(of, 'article')})`;

const DOMAIN_COLUMNS = `d.id, d.name, d.host, d.niche, d.audience, d.tone, d.language, d.internal_pages as "internalPages",
  ${pricesSql('d')} as prices,
  case when d.store_id is not null then jsonb_build_object('storeId', d.store_id)
       when d.hook_url is not null then jsonb_build_object('hookUrl', d.hook_url) end as outlet,
  d.active, d.created_at as "createdAt", d.updated_at as "updatedAt"`;

/** Inserts a site. Undefined if its host is in the catalogue already. */
export async function insertDomain(
  tx: Queryable,
  row: Omit<DomainFacts, 'outlet'> & { outlet?: OutletChange; id: string },
): Promise<Domain | undefined> {
  const inserted = await tx.query(
    `insert into domains (id, name, host, language) values ($1, $2, $3, $4) on conflict (host) do nothing`,
    [row.id, row.name, row.host, row.language],
  );
  if (inserted.rowCount !== 1) return undefined;
  const { id, ...facts } = row;
  await updateDomain(tx, { domainId: id, facts });
  return domainById(tx, { domainId: id });
}

/** Reads a site. With `lock`, nobody else changes it until the end of the transaction. */
export async function domainById(
  db: Queryable,
  key: { domainId: string; lock?: boolean },
): Promise<Domain | undefined> {
  const result = await db.query<Domain>(
    `select ${DOMAIN_COLUMNS} from domains d where d.id = $1 ${key.lock ? 'for no key update' : ''}`,
    [key.domainId],
  );
  return result.rows[0];
}

/** Reads a site by its host. */
export async function domainByHost(db: Queryable, key: { host: string }): Promise<Domain | undefined> {
  const result = await db.query<Domain>(`select ${DOMAIN_COLUMNS} from domains d where d.host = $1`, [
    key.host,
  ]);
  return result.rows[0];
}

/** A page of sites, newest first. `after` is the last row of the previous page. */
export async function listDomains(
  db: Queryable,
  filter: {
    active?: boolean | undefined;
    limit: number;
    /** `createdAt` in microseconds since 1970. */
    after?: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<Domain & { position: string }>> {
  const result = await db.query<Domain & { position: string }>(
    `select ${DOMAIN_COLUMNS}, (extract(epoch from d.created_at) * 1000000)::bigint::text as position from domains d
      where ($1::boolean is null or d.active = $1)
        and ($2::bigint is null
          or (d.created_at, d.id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by d.created_at desc, d.id desc limit $4`,
    [filter.active ?? null, filter.after?.createdAt ?? null, filter.after?.id ?? null, filter.limit],
  );
  return result.rows;
}

const FACT_COLUMNS: Record<Exclude<keyof DomainFacts, 'prices' | 'outlet'>, string> = {
  name: 'name',
  host: 'host',
  niche: 'niche',
  audience: 'audience',
  tone: 'tone',
  language: 'language',
  internalPages: 'internal_pages',
  active: 'active',
};

/** Another outlet. A hook without a secret keeps the one that the site's hook has. */
export type OutletChange =
  { storeId: string } | { hookUrl: string; sealedSecret?: Buffer } | null | undefined;

/** A change of a site; what is left out stays. */
export type DomainChange = Partial<Omit<DomainFacts, 'prices' | 'outlet'>> & {
  prices?: Partial<Prices>;
  outlet?: OutletChange;
};

/** Changes what is said of a site. */
export async function updateDomain(
  tx: Queryable,
  change: { domainId: string; facts: DomainChange },
): Promise<void> {
  const values: unknown[] = [change.domainId];
  const set = (column: string, value: unknown): string => `${column} = $${values.push(value)}`;
  const { prices = {}, outlet, ...facts } = change.facts;
  const sets = (Object.keys(FACT_COLUMNS) as Array<keyof typeof FACT_COLUMNS>).flatMap((name) => {
    const value = facts[name];
    if (value === undefined) return [];
    return [set(FACT_COLUMNS[name], Array.isArray(value) ? JSON.stringify(value) : value)];
  });
  for (const what of ['backlink', 'article'] as const) {
    const price = prices[what];
    if (price === undefined) continue;
    sets.push(set(`${what}_amount`, price?.amount ?? null), set(`${what}_currency`, price?.currency ?? null));
  }
  if (outlet !== undefined) {
    const hook = outlet && 'hookUrl' in outlet ? outlet : null;
    sets.push(
      set('store_id', outlet && 'storeId' in outlet ? outlet.storeId : null),
      set('hook_url', hook?.hookUrl ?? null),
    );
    if (!hook || hook.sealedSecret) sets.push(set('hook_sealed_secret', hook?.sealedSecret ?? null));
  }
  await tx.query(
    `update domains set ${[...sets, 'updated_at = clock_timestamp()'].join(', ')} where id = $1`,
    values,
  );
}
