import { ORDER_KINDS } from '../../contract/orders';
import { byKind, KIND_SQL } from './kind-sql';
import type { Queryable } from '../pool';

/** Kinds of things that a search finds. */
export const FOUND_KINDS = [...ORDER_KINDS, 'batch', 'store'] as const;

/** By what something was found. */
export const FOUND_BY = ['id', 'title', 'keyword'] as const;

/** Something that a search found. */
export interface Found {
  kind: (typeof FOUND_KINDS)[number];
  id: string;
  /** Its title, or what it is about as long as it has none. */
  title: string;
  status: string | null;
  by: (typeof FOUND_BY)[number];
  createdAt: Date;
}

/** What is searched for. */
export interface Search {
  words: string;
  /** Whose things; everybody's where it is undefined. */
  tenantId: string | undefined;
  withStores: boolean;
  limit: number;
}

/** The words as a pattern that finds them anywhere in a text. */
const patternOf = (words: string): string => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

const NONE = '00000000-0000-0000-0000-000000000000';

/** Fewer digits than these are no beginning of an identifier. */
const LEAST_DIGITS = 4;

/** The identifiers that begin with the words, as a range; none that exists where they cannot be the beginning of one. */
function idsFrom(words: string): { first: string; last: string } {
  const wanted = words.toLowerCase();
  const isBeginning = wanted.length >= LEAST_DIGITS && NONE.startsWith(wanted.replace(/[0-9a-f]/g, '0'));
  if (!isBeginning) return { first: NONE, last: NONE };
  const digits = wanted.replaceAll('-', '');
  return { first: digits.padEnd(32, '0'), last: digits.padEnd(32, 'f') };
}

/** What each kind is found by, besides its identifier. */
const KIND_HITS = Object.entries(KIND_SQL)
  .flatMap(([kind, { search }]) =>
    // With the kind named, a word that is in many titles is looked for from the newest order on.
    search.map(
      ({ by, from }) => `(select o.id, o.kind, '${by}', o.created_at ${from} and o.kind = '${kind}'
        and ($4::uuid is null or o.tenant_id = $4) order by o.created_at desc, o.id desc limit $6)`,
    ),
  )
  .join('\n       union all\n       ');

/**
 * Things whose identifier begins with the words, or whose title or keyword holds them, newest first: orders of every kind, batches, stores.
 * Of the titles of an order's ideas only the picked one counts. `more`: there are others beyond the limit.
 */
export async function searchAll(db: Queryable, search: Search): Promise<{ found: Found[]; more: boolean }> {
  const { first, last } = idsFrom(search.words);
  const result = await db.query<Found>(
    `with hits as (
       (select o.id, o.kind, 'id' as by, o.created_at from orders o
         where o.id between $2::uuid and $3::uuid and ($4::uuid is null or o.tenant_id = $4) order by o.id limit $6)
       union all
       ${KIND_HITS}),
     once as (
       select distinct on (id) id, kind, by from hits order by id, array_position(array['id', 'title', 'keyword'], by)),
     things as (
       select n.kind, n.id, coalesce(${byKind(({ title }) => title)}, '') as title, o.status, n.by,
              o.created_at
         from once n join orders o on o.id = n.id
       union all
       (select 'batch', b.id, b.items::text, null, 'id', b.created_at from item_batches b
         where b.id between $2::uuid and $3::uuid and ($4::uuid is null or b.tenant_id = $4) order by b.id limit $6)
       union all
       (select 'store', s.id, s.name, s.status, case when s.name ilike $1 then 'title' else 'id' end, s.created_at
          from stores s
         where $5 and (s.name ilike $1 or s.id between $2::uuid and $3::uuid)
           and ($4::uuid is null or s.tenant_id = $4) order by s.created_at desc, s.id limit $6))
     select kind, id, title, status, by, created_at as "createdAt" from things
      order by by = 'id' desc, created_at desc, id limit $6`,
    [patternOf(search.words), first, last, search.tenantId ?? null, search.withStores, search.limit + 1],
  );
  return { found: result.rows.slice(0, search.limit), more: result.rows.length > search.limit };
}
