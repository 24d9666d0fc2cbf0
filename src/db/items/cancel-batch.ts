import { randomUUID } from 'node:crypto';
import { cancellable } from '../../domain/orders/lifecycle';
import { cancelLocked, recordAction } from '../orders/cancelling';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { admitItems, holdQueue } from './queue';

/** Items that one transaction cancels at most: everybody's event stream waits for the oldest transaction. */
const MOST_AT_ONCE = 50;

/** A batch whose cancellation has not moved on for this long is taken up by a sweep, in seconds. */
const STUCK_SECONDS = 10;

interface BatchKey {
  batchId: string;
  atOnce: number;
}

interface Marked {
  tenantId: string;
  by: string;
  /** The `seq` of the last item that was looked at. */
  to: string;
}

/** A batch that is being cancelled; undefined where it is not, or no longer. */
async function findMarked(tx: Queryable, batchId: string): Promise<Marked | undefined> {
  const result = await tx.query<Marked>(
    `select tenant_id as "tenantId", cancelling_by as by, coalesce(cancelled_to, 0)::text as to from item_batches
      where id = $1 and cancelling_at is not null`,
    [batchId],
  );
  return result.rows[0];
}

/** From here on none of the batch's items is admitted. A cancellation that is under way goes on from where it is. */
async function markBatch(tx: Queryable, key: { batchId: string; actor: string }): Promise<void> {
  const marked = await tx.query<{ tenantId: string }>(
    `update item_batches set cancelling_at = clock_timestamp(), cancelling_by = $2, cancelled_to = null
      where id = $1 and cancelling_at is null returning tenant_id as "tenantId"`,
    [key.batchId, key.actor],
  );
  const [batch] = marked.rows;
  // Whoever is just admitting items commits first; whoever comes later sees the mark.
  if (batch) await holdQueue(tx, batch);
}

/** Moves the mark behind the items that were looked at, or takes it off. False if somebody else has moved it meanwhile. */
async function moveMark(
  tx: Queryable,
  move: { batchId: string; from: string; to: string | null },
): Promise<boolean> {
  const result = await tx.query(
    `update item_batches set cancelled_to = $3::bigint,
            cancelling_at = case when $3::bigint is not null then clock_timestamp() end,
            cancelling_by = case when $3::bigint is not null then cancelling_by end
      where id = $1 and cancelling_at is not null and coalesce(cancelled_to, 0) = $2`,
    [move.batchId, move.from, move.to],
  );
  return result.rowCount === 1;
}

/**
 * Cancels the next items of a marked batch. `end`: there are none any more; then the mark is gone, and the places that have become
 * free are given to others. Locks are taken in the order items, batch, queue, as in a retry.
 */
async function cancelNext(
  tx: Queryable,
  { batchId, atOnce }: BatchKey,
): Promise<{ cancelled: number; end: boolean }> {
  const marked = await findMarked(tx, batchId);
  if (!marked) return { cancelled: 0, end: true };
  const next = await tx.query<{ id: string; seq: string }>(
    `select o.id, i.seq::text from items i join orders o on o.id = i.order_id
      where i.batch_id = $1 and i.seq > $2 and o.status = any($3) order by i.seq limit $4`,
    [batchId, marked.to, cancellable('item'), atOnce],
  );
  // Locked in one order, so that two such transactions cannot wait for each other.
  const locked = await tx.query<{ id: string; startNo: number }>(
    'select id, start_no as "startNo" from orders where id = any($1) order by id for no key update',
    [next.rows.map(({ id }) => id)],
  );
  let cancelled = 0;
  for (const { id: orderId, startNo } of locked.rows) {
    const action = { actId: randomUUID(), orderId, startNo, name: 'cancel', actor: marked.by, payload: {} };
    if (await cancelLocked(tx, { id: orderId, kind: 'item', startNo }, () => recordAction(tx, action)))
      cancelled += 1;
  }
  const isLast = next.rows.length < atOnce;
  const to = isLast ? null : next.rows.at(-1)!.seq;
  const end = (await moveMark(tx, { batchId, from: marked.to, to })) && isLast;
  if (end) await admitItems(tx, { tenantId: marked.tenantId });
  return { cancelled, end };
}

/** Cancels what is left of a marked batch, in as many transactions as it takes. Answers how many items it cancelled. */
async function finishBatch(db: Queryable, key: BatchKey): Promise<number> {
  let cancelled = 0;
  for (;;) {
    const next = await atomically(db, (tx) => cancelNext(tx, key));
    cancelled += next.cancelled;
    if (next.end) return cancelled;
  }
}

/**
 * Cancels every item of a batch that still can be, a few in a transaction, and answers how many. The batch is marked first: if this
 * process dies in between, a repeated request or a sweep goes on, and until then no place is given to an item that is about to be
 * cancelled.
 */
export async function cancelBatch(
  db: Queryable,
  key: { batchId: string; actor: string; atOnce?: number },
): Promise<number> {
  await atomically(db, (tx) => markBatch(tx, key));
  return finishBatch(db, { atOnce: MOST_AT_ONCE, ...key });
}

/** Ids of batches whose cancellation was left unfinished. */
export async function unfinishedCancels(db: Queryable): Promise<string[]> {
  const result = await db.query<{ id: string }>(
    `select id from item_batches where cancelling_at < statement_timestamp() - make_interval(secs => $1)
      order by cancelling_at, id`,
    [STUCK_SECONDS],
  );
  return result.rows.map(({ id }) => id);
}

/** Goes on with a cancellation that was left unfinished. */
export async function resumeCancel(db: Queryable, key: { batchId: string }): Promise<number> {
  return finishBatch(db, { ...key, atOnce: MOST_AT_ONCE });
}
