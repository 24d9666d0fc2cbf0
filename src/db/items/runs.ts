import { FAILURES } from '../../contract/failures';
import type { FailureType } from '../../contract/failures';
import { ITEM_ATTEMPTS, itemPauseMs, RETRY_PRIORITY_STEP } from '../../contract/items';
import { addEvent } from '../events/events';
import { moveOrder } from '../orders/orders';
import { endOrder, openRun } from '../orders/runs';
import type { ClosedRun, OpenFacts, RunKey } from '../orders/runs';
import { assertCurrentRun, refusalFor } from '../orders/stages';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { findItem } from './items';
import type { Item } from './items';
import { admitItems } from './queue';

/** What an item's run is told when it asks what to do. */
export type OpenedItem =
  | ClosedRun
  /** Its next attempt has not been admitted yet. */
  | { state: 'waiting' }
  | (OpenFacts & {
      state: 'open';
      attempt: number;
      /** Ids of the components still to be written, in order. */
      steps: string[];
    });

/** An item that waits for its next attempt keeps its run; before its first one it has none, and whoever started one has to wait. */
async function openWaiting(tx: Queryable, run: RunKey): Promise<OpenedItem> {
  const known = await tx.query(
    'select 1 from order_runs where order_id = $1 and start_no = $2 and opened_at is not null',
    [run.orderId, run.startNo],
  );
  return known.rowCount === 1 ? { state: 'waiting' } : { state: 'unknown', reason: 'not_admitted' };
}

/** Tells a run what is still to be written, or that it has to wait, or to stop. */
export async function openItem(db: Queryable, run: RunKey): Promise<OpenedItem> {
  return atomically(db, async (tx) => {
    const item = await findItem(tx, { orderId: run.orderId, lock: true });
    if (item?.startNo === run.startNo && item.status === 'pending') return openWaiting(tx, run);
    const opened = await openRun(tx, run, item);
    if (opened.state !== 'open' || !item) return opened as ClosedRun;
    const facts = await tx.query<{ component: string }>(
      'select component from item_components where order_id = $1',
      [item.id],
    );
    const written = facts.rows.map(({ component }) => component);
    return {
      state: 'open',
      ...opened.facts,
      attempt: item.attempt,
      steps: item.components.map(({ id }) => id).filter((id) => !written.includes(id)),
    };
  });
}

/** The item of a run that is being worked on; throws `Order.Ended` or `Run.Stale` where the run may no longer touch it. */
export async function currentItem(db: Queryable, run: RunKey): Promise<Item> {
  const item = await findItem(db, { orderId: run.orderId });
  if (item?.status !== 'processing') throw refusalFor(item, run);
  return assertCurrentRun(run, item);
}

/** A component is being written. Throws `Order.Ended` or `Run.Stale` where the run may not go on. */
export async function beginComponent(
  db: Queryable,
  run: RunKey & { component: string; worker: string },
): Promise<void> {
  const { orderId, startNo, component, worker } = run;
  await atomically(db, async (tx) => {
    const step = { kind: 'item', orderId, startNo } as const;
    const moved = await moveOrder(tx, {
      ...step,
      from: ['processing'],
      to: 'processing',
      phase: 'running',
    });
    if (!moved) throw refusalFor(await findItem(tx, { orderId }), run);
    await tx.query('update items set current_step = $2, worker = $3 where order_id = $1', [
      orderId,
      component,
      worker,
    ]);
  });
}

/**
 * Keeps a component that passed; what was paid for is kept even where the item has ended meanwhile. Repeating it changes nothing.
 */
export async function saveComponent(
  tx: Queryable,
  done: RunKey & {
    component: string;
    heading: string;
    bodyMarkdown: string;
    head?: { title: string; metaTitle: string; metaDescription: string; slug: string } | undefined;
  },
): Promise<void> {
  const { orderId, startNo, component, heading, bodyMarkdown, head } = done;
  const item = await findItem(tx, { orderId, lock: true });
  const saved = await tx.query(
    `insert into item_components (order_id, component, heading, body_markdown, took_ms)
     select $1, $2, $3, $4, greatest(1, 1000 * extract(epoch from clock_timestamp() - greatest(i.admitted_at,
              (select max(c.created_at) from item_components c where c.order_id = $1))) - o.held_ms)
       from items i join orders o on o.id = i.order_id where i.order_id = $1 on conflict do nothing`,
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
  const step = { kind: 'item', orderId, startNo } as const;
  await moveOrder(tx, { ...step, from: ['processing'], to: 'processing', phase: 'queued' });
  await tx.query('update orders set held_ms = 0, held_since = null where id = $1', [orderId]);
  await addEvent(tx, {
    orderId,
    type: 'order.progress',
    data: { completedSteps: item.completedSteps + 1, totalSteps: item.totalSteps, component },
  });
}

/**
 * An attempt has failed: the item goes back into the queue, one level lower and after a pause, or has failed for good where it was
 * the last one. Whoever waits for its place is admitted.
 */
export async function failAttempt(
  db: Queryable,
  run: RunKey & { attempt: number; failureType: FailureType },
): Promise<{ status: string }> {
  return atomically(db, async (tx) => {
    const item = await findItem(tx, { orderId: run.orderId, lock: true });
    if (item?.startNo !== run.startNo || item.status !== 'processing' || item.attempt !== run.attempt)
      return { status: item?.status ?? 'gone' };
    const isLast = item.attempt >= ITEM_ATTEMPTS;
    const pauseMs = itemPauseMs(item.attempt, Math.random());
    await tx.query(
      `update items set retry_count = retry_count + 1, attempt = attempt + $2::int,
              not_before = case when $2::int = 1 then clock_timestamp() + make_interval(secs => $3 / 1000.0) end
        where order_id = $1`,
      [item.id, isLast ? 0 : 1, pauseMs],
    );
    const step = { kind: 'item', orderId: item.id } as const;
    if (isLast) {
      const { failureType: type } = run;
      const error = { type, sentence: FAILURES[type].reader };
      await endOrder(
        tx,
        { ...step, to: 'failed', error },
        { type: 'order.failed', data: { failureType: type } },
      );
      return { status: 'failed' };
    }
    await tx.query(
      `update orders set priority = greatest(1, priority - $2), lowered = lowered + priority - greatest(1, priority - $2)
        where id = $1`,
      [item.id, RETRY_PRIORITY_STEP],
    );
    await moveOrder(tx, { ...step, from: ['processing'], to: 'pending', phase: 'queued' });
    await addEvent(tx, {
      orderId: item.id,
      type: 'order.retrying',
      data: { attempt: item.attempt + 1, pauseMs },
    });
    await admitItems(tx, item);
    return { status: 'pending' };
  });
}
