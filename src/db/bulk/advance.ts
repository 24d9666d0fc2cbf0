import type { JobChild, JobStep } from '../../contract/bulk';
import { addEvent } from '../events/events';
import { moveOrder } from '../orders/orders';
import { endOrder, openRun } from '../orders/runs';
import type { ClosedRun, OpenFacts, RunKey } from '../orders/runs';
import { assertCurrentRun } from '../orders/stages';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { findJob } from './jobs';
import type { BulkJob } from './jobs';

/** What a job's run is told when it opens. */
export type OpenedJob = ClosedRun | (OpenFacts & { state: 'open' });

/** Opens the run of a job. */
export async function openJob(db: Queryable, run: RunKey): Promise<OpenedJob> {
  return atomically(db, async (tx) => {
    const { orderId, startNo } = run;
    const job = await findJob(tx, { orderId, lock: true });
    const opened = await openRun(tx, run, job);
    if (opened.state !== 'open') return opened;
    if (opened.isFirst) await addEvent(tx, { orderId, type: 'run.opened', data: { startNo } });
    return { state: 'open', ...opened.facts };
  });
}

/** A child that a job's run has started, by which Postgres knows its run. */
export interface StartedChild {
  orderId: string;
  startNo: number;
  runId: string;
}

async function noteStarted(tx: Queryable, jobId: string, started: readonly StartedChild[]): Promise<void> {
  if (started.length === 0) return;
  await tx.query(
    `insert into order_runs (order_id, start_no, run_id)
     select n."orderId", n."startNo", n."runId"
       from jsonb_to_recordset($1) as n ("orderId" uuid, "startNo" int, "runId" text)
       join orders o on o.id = n."orderId" and o.parent_id = $2 order by n."orderId"
     on conflict (order_id, start_no) do update set run_id = coalesce(order_runs.run_id, excluded.run_id)`,
    [JSON.stringify(started), jobId],
  );
}

/** The slots of a job that no item is in, with how long each still rests in milliseconds; the first to be ready first. */
async function freeSlots(tx: Queryable, job: BulkJob): Promise<Array<{ slot: number; restMs: number }>> {
  const result = await tx.query<{ slot: number; restMs: number }>(
    `select s.slot, greatest(0, $3::float8 - coalesce(extract(epoch from clock_timestamp() - max(c.ended_at))::float8 * 1000, $3::float8)) as "restMs"
       from generate_series(1, $2::int) as s (slot)
       left join (select c.slot, c.ended_at, o.status from content_items c join orders o on o.id = c.order_id
                   where o.parent_id = $1) c on c.slot = s.slot
      group by s.slot having count(*) filter (where c.status = 'processing') = 0
      order by "restMs", s.slot`,
    [job.id, job.concurrency, job.itemDelayMs],
  );
  return result.rows;
}

/** The next item in a job's queue, locked. Only whoever holds the job's row touches items that wait. */
async function nextItem(tx: Queryable, jobId: string): Promise<string | undefined> {
  const result = await tx.query<{ id: string }>(
    `select o.id from orders o join content_items c on c.order_id = o.id
      where o.parent_id = $1 and o.status = 'queued' order by c.queue_position limit 1 for no key update of o`,
    [jobId],
  );
  return result.rows[0]?.id;
}

/** Lets an item begin in a slot, with the priority that its job has by now. */
async function admit(
  tx: Queryable,
  item: { orderId: string; slot: number; priority: number },
): Promise<void> {
  const { orderId, slot, priority } = item;
  await tx.query('update orders set priority = $2 where id = $1 and priority <> $2', [orderId, priority]);
  await moveOrder(tx, { kind: 'content', orderId, from: ['queued'], to: 'processing' });
  await tx.query('update content_items set slot = $2, admitted_at = clock_timestamp() where order_id = $1', [
    orderId,
    slot,
  ]);
  await addEvent(tx, { orderId, type: 'order.admitted', data: { slot } });
}

/** Fills the free slots of a job with its next items. Answers when the next slot is ready that an item waits for; null where none is. */
async function fillSlots(tx: Queryable, job: BulkJob): Promise<number | null> {
  for (const { slot, restMs } of await freeSlots(tx, job)) {
    const orderId = await nextItem(tx, job.id);
    if (!orderId) return null;
    if (restMs > 0) return Math.ceil(restMs);
    await admit(tx, { orderId, slot, priority: job.priority });
  }
  return null;
}

/** The admitted items whose run is not known yet. */
async function unstarted(tx: Queryable, jobId: string): Promise<JobChild[]> {
  const result = await tx.query<JobChild>(
    `select o.id as "orderId", o.tenant_id as "tenantId", o.priority, o.start_no as "startNo"
       from orders o join content_items c on c.order_id = o.id
      where o.parent_id = $1 and o.status = 'processing'
        and not exists (select 1 from order_runs r where r.order_id = o.id and r.start_no = o.start_no)
      order by c.queue_position`,
    [jobId],
  );
  return result.rows;
}

/**
 * Lets the next items of a job begin, as many as it has free slots, in the order of their places; ends the job where none is left. Answers
 * the children that are to be started: those that were admitted and whose run is not known. Repeating it changes nothing. Throws
 * `Order.Ended` or `Run.Stale` where the run may not go on.
 */
export async function advanceJob(
  db: Queryable,
  run: RunKey & { started?: readonly StartedChild[] },
): Promise<JobStep> {
  return atomically(db, async (tx) => {
    const { orderId, startNo } = run;
    await noteStarted(tx, orderId, run.started ?? []);
    const job = await findJob(tx, { orderId, lock: true });
    if (job?.startNo === startNo && job.status === 'completed') return { state: 'done' };
    const { kind, status } = assertCurrentRun(run, job);
    if (status === 'queued') await moveOrder(tx, { kind, orderId, from: ['queued'], to: 'processing' });
    // Nothing is left that a pause could hold.
    if (job!.queued + job!.processing === 0) {
      await endOrder(tx, { kind, orderId, startNo, to: 'completed' }, { type: 'order.done' });
      return { state: 'done' };
    }
    if (status === 'pausing' || status === 'paused')
      return { state: 'open', status, start: await unstarted(tx, orderId), waitMs: null };
    const waitMs = await fillSlots(tx, job!);
    return { state: 'open', status: 'processing', start: await unstarted(tx, orderId), waitMs };
  });
}
