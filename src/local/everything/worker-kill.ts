import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { workflowIdOf } from '../../contract/ids';
import type { OrderKind } from '../../contract/orders';
import type { NodeChild } from '../processes';
import { waitFor } from './waiting';
import type { Patience } from './waiting';

/** An activity that a worker was busy with. */
interface Busy {
  workflowId: string;
  runId: string;
  activityId: string;
  type: string;
  orderId: string;
}

/** What a killed worker left, and who finished it. */
export interface Killed {
  pid: number;
  /** When it was killed, in milliseconds since 1970. */
  at: number;
  busy: Busy[];
}

/** An activity that another process finished. */
export interface Finished extends Busy {
  /** Process that finished it; undefined for one that nobody has finished. */
  pid: number | undefined;
  /** In milliseconds since 1970. */
  at: number;
}

/** The process behind a worker's identity, which is `<pid>@<host>`. */
function pidOf(identity: string | null | undefined): number | undefined {
  const pid = Number(/^(\d+)@/.exec(identity ?? '')?.[1]);
  return Number.isInteger(pid) ? pid : undefined;
}

/** Whether a model was asked for a text of a bulk job just now, so that its answer is still to come. */
async function isTextBegun(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ isBegun: boolean }>(
    `select exists (select 1 from provider_calls c join orders o on o.id = c.order_id
       where c.state = 'begun' and o.parent_id is not null and c.began_at > clock_timestamp() - interval '300 milliseconds') as "isBegun"`,
  );
  return rows[0]!.isBegun;
}

/** Orders that have not ended. */
async function openOrders(pool: Pool): Promise<Array<{ id: string; kind: OrderKind }>> {
  const { rows } = await pool.query<{ id: string; kind: OrderKind }>(
    'select id, kind from orders where finished_at is null',
  );
  return rows;
}

/** The activities of an order that a process was busy with, as Temporal knows them; none where it has no run. */
async function busyWith(
  client: Client,
  { id: orderId, kind }: { id: string; kind: OrderKind },
  pid: number,
): Promise<Busy[]> {
  const workflowId = workflowIdOf({ kind, orderId });
  try {
    const { raw, runId } = await client.workflow.getHandle(workflowId).describe();
    return (raw.pendingActivities ?? [])
      .filter(
        ({ lastStartedTime, lastWorkerIdentity }) => lastStartedTime && pidOf(lastWorkerIdentity) === pid,
      )
      .map(({ activityId, activityType }) => ({
        ...{ workflowId, runId, orderId },
        ...{ activityId: activityId ?? '', type: activityType?.name ?? '' },
      }));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}

/**
 * Ends the process of the workers as a crash would (SIGKILL), while it has a text of a bulk job written. Whoever started it starts it again.
 * Throws if it was busy with nothing.
 */
export async function killWorker(
  { worker, pool, client }: { worker: NodeChild; pool: Pool; client: Client },
  patience: Patience,
): Promise<Killed> {
  await waitFor('a text that is written', async () => (await isTextBegun(pool)) || undefined, patience);
  const pid = worker.pid();
  const at = Date.now();
  await worker.kill();
  // What it was busy with stays with it until its heartbeats are missed.
  const orders = await openOrders(pool);
  const busy = (await Promise.all(orders.map((order) => busyWith(client, order, pid)))).flat();
  if (busy.length === 0) throw new Error(`the killed worker ${pid} was busy with nothing`);
  return { pid, at, busy };
}

/** Who finished what a killed worker was busy with, as the histories of the runs have it. */
export async function finishersOf(client: Client, { busy }: Killed): Promise<Finished[]> {
  return Promise.all(
    busy.map(async (one) => {
      const { events } = await client.workflow.getHandle(one.workflowId, one.runId).fetchHistory();
      const scheduled = events?.find(
        (event) => event.activityTaskScheduledEventAttributes?.activityId === one.activityId,
      )?.eventId;
      const isIts = (id: { toString(): string } | null | undefined): boolean =>
        id !== undefined && id !== null && String(id) === String(scheduled);
      const started = events?.find((event) =>
        isIts(event.activityTaskStartedEventAttributes?.scheduledEventId),
      )?.activityTaskStartedEventAttributes;
      const completed = events?.find((event) =>
        isIts(event.activityTaskCompletedEventAttributes?.scheduledEventId),
      );
      return {
        ...one,
        pid: completed ? pidOf(started?.identity) : undefined,
        at: Number(completed?.eventTime?.seconds ?? 0) * 1_000,
      };
    }),
  );
}

/** What was not finished, or by the very process that was killed. */
export function unfinished(killed: Killed, finished: readonly Finished[]): Finished[] {
  return finished.filter(({ pid }) => pid === undefined || pid === killed.pid);
}
