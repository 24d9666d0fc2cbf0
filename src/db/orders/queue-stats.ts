import type { OrderKind, Phase } from '../../contract/orders';
import { isOpen } from './is-open';
import type { Queryable } from '../pool';

/** Orders of a kind in a phase and status. */
export interface QueueCount {
  kind: OrderKind;
  phase: Phase;
  status: string;
  orders: number;
}

/** Orders by kind, phase and status; of one tenant, or of all. Ended ones of the last day only. */
export async function countQueue(
  db: Queryable,
  key: { tenantId: string | undefined },
): Promise<QueueCount[]> {
  const result = await db.query<QueueCount>(
    `select kind, phase, status, count(*)::int as orders from (
       select kind, phase, status from orders o where ${isOpen('$1')}
       union all
       select kind, phase, status from orders
        where finished_at > statement_timestamp() - interval '1 day' and ($1::uuid is null or tenant_id = $1)) o
      group by kind, phase, status order by kind, phase, status`,
    [key.tenantId ?? null],
  );
  return result.rows;
}

/** Tenants with the most open orders. */
export async function busiestTenants(
  db: Queryable,
  page: { limit: number },
): Promise<Array<{ tenantId: string; name: string; open: number }>> {
  const result = await db.query<{ tenantId: string; name: string; open: number }>(
    `select t.id as "tenantId", t.name, o.orders::int as open from open_orders o join tenants t on t.id = o.tenant_id
      where o.orders > 0 order by o.orders desc, t.id limit $1`,
    [page.limit],
  );
  return result.rows;
}
