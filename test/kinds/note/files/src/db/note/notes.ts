import { acceptOrders } from '../orders/accept';
import { ORDER_COLUMNS, selectOrder, selectOrders } from '../orders/orders';
import type { ListFilter, Order, OrderKey } from '../orders/orders';
import type { Queryable } from '../pool';

/** A note as saved. */
export interface Note extends Order<'note'> {
  topic: string;
  body: string | null;
}

const COLUMNS = `${ORDER_COLUMNS}, n.topic, n.body`;
const FROM = 'from orders o join notes n on n.order_id = o.id';

export async function findNote(db: Queryable, key: OrderKey): Promise<Note | undefined> {
  return selectOrder(db, `select ${COLUMNS} ${FROM}`, key);
}

export async function listNotes(
  db: Queryable,
  filter: ListFilter,
): Promise<Array<Note & { position: string }>> {
  return selectOrders(db, { kind: 'note', columns: COLUMNS, from: FROM, filter });
}

export async function acceptNotes(
  tx: Queryable,
  row: { tenantId: string; topics: readonly string[]; priority: number },
): Promise<string[]> {
  return acceptOrders(tx, {
    kind: 'note',
    tenantId: row.tenantId,
    orders: row.topics.map(() => ({ priority: row.priority })),
    insertDetails: async (ids) => {
      await tx.query('insert into notes (order_id, topic) select * from unnest($1::uuid[], $2::text[])', [
        ids,
        row.topics,
      ]);
    },
  });
}

export async function saveBody(tx: Queryable, note: { orderId: string; body: string }): Promise<void> {
  await tx.query('update notes set body = $2 where order_id = $1', [note.orderId, note.body]);
}
