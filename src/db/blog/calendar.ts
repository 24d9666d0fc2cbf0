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

const OWN = '($3::uuid is null or o.tenant_id = $3) and ($4::uuid is null or o.store_id = $4)';

/** Whether an entry comes after the last one of the page before. */
const isLater = (at: string): string => `($5::bigint is null or (${at} >= timestamptz 'epoch' + $5::bigint * interval '1 microsecond'
  and (${at}, o.id) > (timestamptz 'epoch' + $5::bigint * interval '1 microsecond', $6::uuid)))`;

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
  const result = await db.query<CalendarEntry>(
    `select e.*, (extract(epoch from e.at) * 1000000)::bigint::text as position from (
       (select o.id, s.id as "storeId", s.instance_id as "instanceId", o.status,
              'planned' as state, b.publish_at as at, coalesce(v.title, i.title) as title, null as url,
              coalesce(b.time_zone, s.time_zone) as "timeZone"
         from blog_orders b join orders o on o.id = b.order_id join stores s on s.id = o.store_id
         left join versions v on v.id = b.version_id left join ideas i on i.id = b.idea_id
        where b.publish_at >= $1 and b.publish_at < $2 and ${isOpen('$3')} and ${OWN}
          and ${isLater('b.publish_at')}
        order by b.publish_at, o.id limit $7)
       union all
       (select o.id, s.id, s.instance_id, o.status, 'published', p.published_at, v.title, p.url,
              coalesce(b.time_zone, s.time_zone)
         from publications p join blog_orders b on b.order_id = p.order_id and b.version_id = p.basis
         join orders o on o.id = b.order_id join stores s on s.id = o.store_id join versions v on v.id = b.version_id
        -- An order ends after its post has gone out.
        where o.status = 'DONE' and o.finished_at >= $1 and p.published_at >= $1 and p.published_at < $2 and ${OWN}
          and ${isLater('p.published_at')}
        order by p.published_at, o.id limit $7)) e
      order by e.at, e.id limit $7`,
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
