import type { OrderKind } from '../../contract/orders';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { OPEN } from './is-open';
import { findOrder } from './orders';
import { endRun } from './runs';

/** An order, as the reconciler compares it with its run. */
export interface ReconciledOrder {
  orderId: string;
  kind: OrderKind;
  startNo: number;
  isEnded: boolean;
  /** Milliseconds since it last changed. */
  unchangedMs: number;
  /** Whether its current start has been handed to Temporal; an order that waits for its turn or its message has no run yet. */
  isStarted: boolean;
  /** The run on record that does the work of its current start. */
  runId: string | null;
}

/** The start of order `o` was asked for, and its message is settled. */
const IS_STARTED = `(
  not exists (select 1 from outbox m
     where m.order_id = o.id and m.start_no = o.start_no and m.kind = 'start' and m.state = 'pending')
  and (exists (select 1 from order_runs r where r.order_id = o.id and r.start_no = o.start_no)
    or exists (select 1 from outbox m where m.order_id = o.id and m.start_no = o.start_no and m.kind = 'start')))`;

/** Reads an order for a comparison with its run. */
export async function findReconciled(
  db: Queryable,
  key: { orderId: string },
): Promise<ReconciledOrder | undefined> {
  const result = await db.query<ReconciledOrder>(
    `select o.id as "orderId", o.kind, o.start_no as "startNo", o.finished_at is not null as "isEnded",
            (extract(epoch from clock_timestamp() - o.updated_at) * 1000)::float8 as "unchangedMs",
            ${IS_STARTED} as "isStarted",
            (select coalesce(r.current_run_id, r.run_id) from order_runs r
              where r.order_id = o.id and r.start_no = o.start_no) as "runId"
       from orders o where o.id = $1`,
    [key.orderId],
  );
  return result.rows[0];
}

/** Open orders that have not changed for this long and were handed to Temporal at some time; the closer look is for one at a time. */
export async function quietOrders(
  db: Queryable,
  wait: { quietMs: number },
): Promise<Array<{ orderId: string; kind: OrderKind }>> {
  const result = await db.query<{ orderId: string; kind: OrderKind }>(
    `select o.id as "orderId", o.kind from orders o
      where ${OPEN} and o.updated_at < statement_timestamp() - make_interval(secs => $1 / 1000.0)
        -- The second question is asked only where the first has no answer, and neither is turned into a scan.
        and coalesce(
          (select true from order_runs r where r.order_id = o.id and r.start_no = o.start_no),
          (select true from outbox m where m.order_id = o.id and m.start_no = o.start_no and m.kind = 'start'
              and m.state <> 'pending' limit 1))`,
    [wait.quietMs],
  );
  return result.rows;
}

/** Which of these running runs are not the current run of an open order, as far as Postgres knows. Orders it does not know are left out. */
export async function oddRuns(
  db: Queryable,
  runs: ReadonlyArray<{ orderId: string; runId: string }>,
): Promise<Array<{ orderId: string; kind: OrderKind }>> {
  const result = await db.query<{ orderId: string; kind: OrderKind }>(
    `select o.id as "orderId", o.kind from jsonb_to_recordset($1) as n ("orderId" uuid, "runId" text)
       join orders o on o.id = n."orderId"
       left join order_runs r on r.order_id = o.id and r.start_no = o.start_no
      where o.finished_at is not null or coalesce(r.current_run_id, r.run_id) is distinct from n."runId"`,
    [JSON.stringify(runs)],
  );
  return result.rows;
}

/**
 * Notes that another run does the work of an order's current start: an operator has reset the first one, or it went on as a new one. A
 * cancel still names the first one, by which the server knows them all. Answers whether the order is still in that start.
 */
export async function adoptRun(
  db: Queryable,
  run: { orderId: string; startNo: number; runId: string },
): Promise<boolean> {
  const result = await db.query(
    `update order_runs r set current_run_id = $3 from orders o
      where r.order_id = $1 and r.start_no = $2 and o.id = r.order_id and o.start_no = r.start_no and o.finished_at is null`,
    [run.orderId, run.startNo, run.runId],
  );
  return result.rowCount === 1;
}

/**
 * Ends an order that nothing works on any more, so that a person may start it again; also from a status in which nobody can cancel, where
 * the retry finds what is on record. Only while it still is in this start and nothing is on its way to begin it. Answers whether it did.
 */
export async function endLost(db: Queryable, run: { orderId: string; startNo: number }): Promise<boolean> {
  const { orderId, startNo } = run;
  return atomically(db, async (tx) => {
    await findOrder(tx, { orderId, lock: true });
    if (!(await findReconciled(tx, { orderId }))?.isStarted) return false;
    return (await endRun(tx, { orderId, startNo, ending: { outcome: 'failed', failureType: 'Run.Lost' } }))
      .ended;
  });
}
