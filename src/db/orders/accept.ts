import { randomUUID } from 'node:crypto';
import type { FirstWork, OrderKind, OrderPolicy } from '../../contract/orders';
import { firstStatus, phaseOf } from '../../domain/orders/lifecycle';
import type { Queryable } from '../pool';
import { KIND_RULES } from './kinds';

/** What every new order needs. */
export interface NewOrder {
  /** Made here where left out. */
  id?: string;
  priority: number;
  storeId?: string | null;
  parentId?: string | null;
  policy?: OrderPolicy;
  /** Its place among those accepted in one transaction, from 0; by default its place in the list given here. */
  place?: number;
  /** What the first entry of its timeline says besides its priority. */
  facts?: Record<string, unknown>;
  /** What the first activity of its run does besides opening it. */
  begins?: FirstWork;
}

/**
 * Accepts orders of one kind and tenant in the caller's transaction: their envelopes in the order given, their details by
 * `insertDetails`, the first entry of each timeline, and their start, which the kind decides on. Lists show them in the order of their
 * places. Answers their ids.
 */
export async function acceptOrders(
  tx: Queryable,
  accepted: {
    kind: OrderKind;
    tenantId: string;
    orders: readonly NewOrder[];
    insertDetails: (ids: string[]) => Promise<void>;
  },
): Promise<string[]> {
  const { kind, tenantId } = accepted;
  const orders = accepted.orders.map((order, n) => ({
    ...order,
    id: order.id ?? randomUUID(),
    n,
    place: order.place ?? n,
  }));
  const ids = orders.map(({ id }) => id);
  const status = firstStatus(kind);
  await tx.query(
    // A microsecond apart, so that lists keep the order of a batch.
    `insert into orders (id, kind, tenant_id, store_id, parent_id, status, phase, priority, policy, created_at)
     select n.id, $2, $3, n."storeId", n."parentId", $4, $5, n.priority, coalesce(n.policy, '{}'),
            now() + n.place * interval '1 microsecond'
       from jsonb_to_recordset($1) as n
            (n int, place int, id uuid, "storeId" uuid, "parentId" uuid, priority int, policy jsonb)
      order by n.n`,
    [JSON.stringify(orders), kind, tenantId, status, phaseOf(kind, status)],
  );
  await accepted.insertDetails(ids);
  await tx.query(
    `insert into order_events (order_id, tenant_id, type, round, data)
     select n.id, $2, 'order.accepted', 1, jsonb_build_object('priority', n.priority) || coalesce(n.facts, '{}')
       from jsonb_to_recordset($1) as n (n int, id uuid, priority int, facts jsonb) order by n.n`,
    [JSON.stringify(orders), tenantId],
  );
  await KIND_RULES[kind].start(
    tx,
    orders.map(({ id, begins }) => ({ id, tenantId, startNo: 1, begins })),
    { skipLocked: true },
  );
  return ids;
}
