import type { ItemStatus } from '../../contract/items';
import { actionsOver, conflict, lastAction } from '../orders/actions';
import type { ActionRequest, ActionResult, ActionContext } from '../orders/actions';
import { addEvent } from '../events/events';
import { raiseFloor } from './batches';
import { admitItems } from './queue';
import { findItem, moveItem } from './items';
import type { Item } from './items';
import { enqueue } from '../outbox/outbox';
import { atomically } from '../pool';
import type { Queryable } from '../pool';

/** Statuses in which an item can be cancelled. */
const OPEN: readonly ItemStatus[] = ['pending', 'processing'];

/** Statuses from which a person may start an item again. */
const ENDED_UNDONE: readonly ItemStatus[] = ['failed', 'cancelled'];

/** Whether a run of this start was ever asked for; an item that waits for its first attempt has none. */
function hasRun(item: Item): boolean {
  return item.status === 'processing' || item.attempt > 1;
}

/** Cancels a locked item that is open, and tells its run where it has one. */
async function cancelItem(tx: Queryable, item: Item, by: string): Promise<void> {
  await moveItem(tx, { itemId: item.id, from: OPEN, to: 'cancelled', phase: 'cancelled' });
  await addEvent(tx, { orderId: item.id, type: 'item.cancelled', data: { by } });
  if (hasRun(item)) await enqueue(tx, { orderId: item.id, startNo: item.startNo, kind: 'cancel' });
}

/** The acts of people on generation items. */
export function createItemActions(db: Queryable) {
  const perform = actionsOver(db, 'item');

  async function act(
    request: ActionRequest,
    name: string,
    payload: Record<string, string>,
    rule: (scene: ActionContext, item: Item, admit: () => Promise<void>) => Promise<ActionResult>,
  ): Promise<ActionResult> {
    return perform(request, name, payload, async (scene) => {
      const item = (await findItem(scene.tx, { itemId: scene.order.id }))!;
      return rule(scene, item, () => admitItems(scene.tx, item));
    });
  }

  return {
    /** A person cancels an item that has not ended; one that is being written stops, and is not tried again. */
    async cancel(request: ActionRequest) {
      return act(request, 'cancel', {}, async ({ tx, actId, record }, item, admit) => {
        const earlier = item.status === 'cancelled' && (await lastAction(tx, item, 'cancel'));
        if (earlier) return { outcome: 'same', actId: earlier.actId };
        if (!OPEN.includes(item.status)) return conflict(item, 'The item has ended already.');
        await cancelItem(tx, item, 'person');
        await record();
        await admit();
        return { outcome: 'done', actId };
      });
    },

    /** A person starts a failed or cancelled item again; what is written stays written. */
    async retry(request: ActionRequest) {
      return act(request, 'retry', {}, async ({ tx, actId, record }, item, admit) => {
        if (!ENDED_UNDONE.includes(item.status)) {
          const earlier = OPEN.includes(item.status) && (await lastAction(tx, item, 'retry'));
          return earlier
            ? { outcome: 'same', actId: earlier.actId }
            : conflict(item, 'Only a failed or cancelled item can be tried again.');
        }
        if (item.batchId) await raiseFloor(tx, { batchId: item.batchId });
        await tx.query(
          `update orders set status = 'pending', phase = 'accepted', start_no = start_no + 1, round = round + 1, error = null,
                  error_type = null, finished_at = null, raised = 0, raised_at = null, updated_at = clock_timestamp()
            where id = $1`,
          [item.id],
        );
        await tx.query(
          `update items set attempt = 1, retry_count = 0, not_before = null, current_step = null where order_id = $1`,
          [item.id],
        );
        await record(item.startNo + 1);
        await addEvent(tx, { orderId: item.id, type: 'item.added', data: { again: true } });
        await admit();
        return { outcome: 'done', actId };
      });
    },

    /** A person gives an item another priority (1–10): it changes its place in the queue, also of what its run has queued already. */
    async reprioritise(request: ActionRequest & { priority: number }) {
      const { priority } = request;
      return act(
        request,
        'reprioritise',
        { priority: String(priority) },
        async ({ tx, actId, record }, item) => {
          if (!OPEN.includes(item.status))
            return conflict(item, 'The item has ended; its priority changes nothing any more.');
          await tx.query('update orders set priority = $2, raised = 0, raised_at = null where id = $1', [
            item.id,
            priority,
          ]);
          await record();
          await addEvent(tx, { orderId: item.id, type: 'order.reprioritised', data: { priority } });
          if (hasRun(item))
            await enqueue(tx, {
              orderId: item.id,
              startNo: item.startNo,
              kind: 'reprioritise',
              payload: { actId, priority },
            });
          return { outcome: 'done', actId };
        },
      );
    },

    /** A person cancels all items of a batch that have not ended. Answers how many. */
    async cancelBatch(key: {
      batchId: string;
      tenantId: string;
      /** For the audit trail. */
      actor: string;
    }): Promise<number> {
      return atomically(db, async (tx) => {
        const open = await tx.query<{ id: string }>(
          `select o.id from orders o join items i on i.order_id = o.id
            where i.batch_id = $1 and o.status = any($2) order by o.id for no key update of o`,
          [key.batchId, OPEN],
        );
        for (const { id } of open.rows) {
          const item = (await findItem(tx, { itemId: id }))!;
          if (!OPEN.includes(item.status)) continue;
          await cancelItem(tx, item, 'person');
          await tx.query(
            `insert into actions (act_id, order_id, start_no, kind, actor) values (gen_random_uuid(), $1, $2, 'cancel', $3)`,
            [id, item.startNo, key.actor],
          );
        }
        if (open.rows.length > 0) await admitItems(tx, key);
        return open.rows.length;
      });
    },
  };
}
