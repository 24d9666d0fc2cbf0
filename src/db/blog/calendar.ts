import type { BlogStatus } from '../../domain/blog/lifecycle';
import { isOpen } from '../orders/is-open';
import type { Queryable } from '../pool';

/** A post on the calendar: planned for its time, or published at it. */
export interface CalendarEntry {
  /** The order's. */
  id: string;
  storeId: string;
  instanceId: string;
  status: BlogStatus;
  state: 'planned' | 'published';
  at: Date;
  /** Title of the post, or of the picked idea while there is no text yet. */
  title: string | null;
  url: string | null;
  /** IANA zone in which its time was given, or else the store's. */
  timeZone: string;
  /** `at` in microseconds since 1970, for cursors. */
  position: string;
}

/** Whether an entry at this time comes after the last one of the page before. */
const isLater = (at: string, id: string): string =>
  `($5::bigint is null or (${at} >= timestamptz 'epoch' + $5::bigint * interval '1 microsecond'
    and (${at}, ${id}) > (timestamptz 'epoch' + $5::bigint * interval '1 microsecond', $6::uuid)))`;

const EVERYBODY = '$3::uuid is null and $4::uuid is null';

/** Planned and published posts of everybody, in the order of their times. */
const OF_ALL = {
  planned: `select b.order_id as id, b.publish_at as at from blog_orders b
    where ${EVERYBODY} and b.publish_at >= $1 and b.publish_at < $2 and ${isLater('b.publish_at', 'b.order_id')}
      and (select o.phase not in ('done', 'failed', 'cancelled') from orders o where o.id = b.order_id)`,
  published: `select p.order_id as id, p.published_at as at from publications p
    where ${EVERYBODY} and p.published_at >= $1 and p.published_at < $2 and ${isLater('p.published_at', 'p.order_id')}
      and (select o.status = 'DONE' and b.version_id = p.basis
             from orders o join blog_orders b on b.order_id = o.id where o.id = p.order_id)`,
};

const OWN = `($3::uuid is null or o.tenant_id = $3)
  and ($4::uuid is null or (o.store_id = $4 and o.tenant_id = (select s.tenant_id from stores s where s.id = $4)))`;

/** The same of one tenant or store, from its own orders: those that are open, and those that have ended since, as posts go out before. */
const OF_ONE = {
  planned: `select o.id, b.at from orders o cross join lateral (
      select b.publish_at as at from blog_orders b where b.order_id = o.id offset 0) b
    where o.kind = 'blog' and ${isOpen('$3')} and ${OWN} and b.at >= $1 and b.at < $2 and ${isLater('b.at', 'o.id')}`,
  published: `select o.id, p.at from orders o cross join lateral (
      select p.published_at as at from blog_orders b join publications p on p.order_id = b.order_id and p.basis = b.version_id
       where b.order_id = o.id offset 0) p
    where o.kind = 'blog' and o.status = 'DONE' and o.finished_at >= $1 and ${OWN}
      and p.at >= $1 and p.at < $2 and ${isLater('p.at', 'o.id')}`,
};

/** One page of planned and published posts in the order of their times. `after` is the last entry of the page before. */
export async function listCalendar(
  db: Queryable,
  filter: {
    tenantId?: string | undefined;
    storeId?: string | undefined;
    from: Date;
    to: Date;
    limit: number;
    after?: { createdAt: string; id: string } | undefined;
  },
): Promise<CalendarEntry[]> {
  const { planned, published } = filter.tenantId || filter.storeId ? OF_ONE : OF_ALL;
  const result = await db.query<CalendarEntry>(
    `with entries as (
       select * from (
         (select id, at, 'planned' as state from (${planned}) c order by at, id limit $7)
         union all
         (select id, at, 'published' from (${published}) c order by at, id limit $7)) c
       order by at, id limit $7)
     select o.id, s.id as "storeId", s.instance_id as "instanceId", o.status, e.state, e.at,
            coalesce(v.title, i.title) as title, p.url, coalesce(b.time_zone, s.time_zone) as "timeZone",
            (extract(epoch from e.at) * 1000000)::bigint::text as position
       from entries e join orders o on o.id = e.id join blog_orders b on b.order_id = e.id join stores s on s.id = o.store_id
       left join versions v on v.id = b.version_id left join ideas i on i.id = b.idea_id and b.version_id is null
       left join publications p on p.order_id = e.id and p.basis = b.version_id and e.state = 'published'
      order by e.at, e.id`,
    [
      filter.from,
      filter.to,
      filter.tenantId ?? null,
      filter.storeId ?? null,
      filter.after?.createdAt ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ],
  );
  return result.rows;
}
