import { FAILURES, GalleyError } from '../../contract/failures';
import type { FailureType } from '../../contract/failures';
import { ITEM_ATTEMPTS, itemPauseMs, RETRY_PRIORITY_STEP } from '../../contract/items';
import type { ItemStatus } from '../../contract/items';
import { PLAN_WEIGHT } from '../../contract/tenancy';
import type { Plan } from '../../contract/tenancy';
import { addEvent } from '../events/events';
import { admitItems } from './queue';
import { findItem, moveItem } from './items';
import type { Item } from './items';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import type { Ending, RunKey } from '../blog/runs';

/** What an item's run is told when it asks what to do. */
export type OpenedItem =
  | { state: 'stale' }
  | { state: 'ended'; status: ItemStatus }
  /** Its next attempt has not been let in yet. */
  | { state: 'waiting' }
  | {
      state: 'open';
      round: number;
      attempt: number;
      priority: number;
      weight: number;
      /** Ids of the components still to be written, in order. */
      steps: string[];
    };

const RUNNABLE: readonly ItemStatus[] = ['pending', 'processing'];

function refusal(item: Item | undefined, run: RunKey): GalleyError {
  const stale = item !== undefined && item.startNo !== run.startNo;
  return new GalleyError({
    type: stale ? 'Run.Stale' : 'Order.Ended',
    reason: stale ? 'newer_start' : 'ended',
    detail: `status ${item?.status ?? 'none'}, start ${item?.startNo ?? 'none'}, run ${run.startNo}`,
  });
}

/** What a run may do to its item. Every step is a compare-and-set that the run obeys. */
export function createItemRuns(db: Queryable) {
  return {
    /** Tells a run what is still to be written, or that it has to wait, or to stop. */
    async open(run: RunKey): Promise<OpenedItem> {
      return atomically(db, async (tx) => {
        const item = await findItem(tx, { itemId: run.orderId, lock: true });
        if (!item || item.startNo !== run.startNo) return { state: 'stale' };
        if (item.status === 'pending') return { state: 'waiting' };
        if (item.status !== 'processing') return { state: 'ended', status: item.status };
        await tx.query(
          `insert into order_runs (order_id, start_no, opened_at) values ($1, $2, clock_timestamp())
           on conflict (order_id, start_no) do update set opened_at = coalesce(order_runs.opened_at, excluded.opened_at)`,
          [item.id, run.startNo],
        );
        const facts = await tx.query<{ plan: Plan; weight: number | null; written: string[] }>(
          `select t.plan, t.fairness_weight as weight,
                  array(select component from item_components where order_id = $2) as written
             from tenants t where t.id = $1`,
          [item.tenantId, item.id],
        );
        const { plan, weight, written } = facts.rows[0]!;
        return {
          state: 'open',
          round: item.round,
          attempt: item.attempt,
          priority: item.priority,
          weight: weight ?? PLAN_WEIGHT[plan],
          steps: item.components.map(({ id }) => id).filter((id) => !written.includes(id)),
        };
      });
    },

    /** Reads the item and refuses where the run may no longer touch it. */
    async stillOurs(run: RunKey): Promise<Item> {
      const item = await findItem(db, { itemId: run.orderId });
      if (!item || item.startNo !== run.startNo || item.status !== 'processing') throw refusal(item, run);
      return item;
    },

    /** A component is being written. Throws `Order.Ended` or `Run.Stale` where the run may not go on. */
    async beginStep(run: RunKey & { component: string; worker: string }): Promise<void> {
      await atomically(db, async (tx) => {
        const moved = await moveItem(tx, {
          itemId: run.orderId,
          startNo: run.startNo,
          from: ['processing'],
          to: 'processing',
          phase: 'running',
        });
        if (!moved) throw refusal(await findItem(tx, { itemId: run.orderId }), run);
        await tx.query('update items set current_step = $2, worker = $3 where order_id = $1', [
          run.orderId,
          run.component,
          run.worker,
        ]);
      });
    },

    /** Keeps a component that passed; what was paid for is kept even where the item has ended meanwhile. Repeating it changes nothing. */
    async saveComponent(
      done: RunKey & {
        component: string;
        heading: string;
        bodyMarkdown: string;
        head?: { title: string; metaTitle: string; metaDescription: string; slug: string } | undefined;
      },
    ): Promise<void> {
      const { orderId, startNo, component, heading, bodyMarkdown, head } = done;
      const tx = db;
      const item = await findItem(tx, { itemId: orderId, lock: true });
      const saved = await tx.query(
        `insert into item_components (order_id, component, heading, body_markdown, took_ms)
         select $1, $2, $3, $4, 1000 * extract(epoch from clock_timestamp() - greatest(i.admitted_at,
                  (select max(c.created_at) from item_components c where c.order_id = $1)))
           from items i where i.order_id = $1 on conflict do nothing`,
        [orderId, component, heading, bodyMarkdown],
      );
      if (saved.rowCount !== 1) return;
      await tx.query(
        `update items set completed_steps = completed_steps + 1, title = coalesce($2, title),
                meta_title = coalesce($3, meta_title), meta_description = coalesce($4, meta_description),
                slug = coalesce($5, slug)
          where order_id = $1`,
        [
          orderId,
          head?.title ?? null,
          head?.metaTitle ?? null,
          head?.metaDescription ?? null,
          head?.slug ?? null,
        ],
      );
      if (item?.status !== 'processing' || item.startNo !== startNo) return;
      // Until the next one begins it waits for its turn again, and no longer for what it waited for before.
      await moveItem(tx, {
        itemId: orderId,
        startNo,
        from: ['processing'],
        to: 'processing',
        phase: 'queued',
      });
      await addEvent(tx, {
        orderId,
        type: 'item.progress',
        data: { completedSteps: item.completedSteps + 1, totalSteps: item.totalSteps, component },
      });
    },

    /** All is written: the item is completed, and whoever waits for its place is let in. */
    async finish(run: RunKey): Promise<{ status: ItemStatus }> {
      return atomically(db, async (tx) => {
        const moved = await moveItem(tx, {
          itemId: run.orderId,
          startNo: run.startNo,
          from: ['processing'],
          to: 'completed',
          phase: 'done',
        });
        const item = await findItem(tx, { itemId: run.orderId });
        if (!moved || !item) return { status: item?.status ?? 'cancelled' };
        await addEvent(tx, { orderId: item.id, type: 'item.completed' });
        await admitItems(tx, item);
        return { status: 'completed' };
      });
    },

    /**
     * An attempt has failed: the item goes back into the queue, one level lower and after a pause, or has failed for good where it was
     * the last one. Whoever waits for its place is let in.
     */
    async failAttempt(
      run: RunKey & { attempt: number; failureType: FailureType },
    ): Promise<{ status: ItemStatus }> {
      return atomically(db, async (tx) => {
        const item = await findItem(tx, { itemId: run.orderId, lock: true });
        if (item?.startNo !== run.startNo || item.status !== 'processing' || item.attempt !== run.attempt)
          return { status: item?.status ?? 'cancelled' };
        const isLast = item.attempt >= ITEM_ATTEMPTS;
        const pauseMs = itemPauseMs(item.attempt, Math.random());
        await tx.query(
          `update items set retry_count = retry_count + 1, attempt = attempt + $2::int,
                  not_before = case when $2::int = 1 then clock_timestamp() + make_interval(secs => $3 / 1000.0) end
            where order_id = $1`,
          [item.id, isLast ? 0 : 1, pauseMs],
        );
        if (isLast) {
          const { failureType: type } = run;
          const error = { type, sentence: FAILURES[type].reader };
          await moveItem(tx, { itemId: item.id, from: RUNNABLE, to: 'failed', phase: 'failed', error });
          await addEvent(tx, { orderId: item.id, type: 'item.failed', data: { failureType: type } });
        } else {
          await tx.query('update orders set priority = greatest(1, priority - $2) where id = $1', [
            item.id,
            RETRY_PRIORITY_STEP,
          ]);
          await moveItem(tx, { itemId: item.id, from: RUNNABLE, to: 'pending', phase: 'queued' });
          await addEvent(tx, {
            orderId: item.id,
            type: 'item.retrying',
            data: { attempt: item.attempt + 1, pauseMs },
          });
        }
        await admitItems(tx, item);
        return { status: isLast ? 'failed' : 'pending' };
      });
    },

    /** Writes an ending. An item that has ended already keeps what it has. */
    async end(run: RunKey, ending: Ending): Promise<{ status: ItemStatus }> {
      return atomically(db, async (tx) => {
        const { ended: _, ...answer } = await endItem(tx, run, ending);
        return answer;
      });
    },
  };
}

/** The same within a transaction; `ended` says whether this ending took hold. */
export async function endItem(
  tx: Queryable,
  run: RunKey,
  ending: Ending,
): Promise<{ ended: boolean; status: ItemStatus }> {
  const failed = ending.outcome === 'failed';
  const type = failed ? ending.failureType : undefined;
  const ended = await moveItem(tx, {
    itemId: run.orderId,
    startNo: run.startNo,
    from: RUNNABLE,
    to: failed ? 'failed' : 'cancelled',
    phase: failed ? 'failed' : 'cancelled',
    ...(type ? { error: { type, sentence: FAILURES[type].reader } } : {}),
  });
  const item = await findItem(tx, { itemId: run.orderId });
  if (!ended || !item) return { ended: false, status: item?.status ?? 'cancelled' };
  await addEvent(tx, {
    orderId: item.id,
    type: failed ? 'item.failed' : 'item.cancelled',
    data: failed
      ? { failureType: ending.failureType, ...(ending.reason ? { reason: ending.reason } : {}) }
      : { by: ending.by },
  });
  await admitItems(tx, item);
  return { ended, status: item.status };
}
