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
  kind: OrderKind;
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

/** The orders for which a provider is at work right now. */
async function ordersAtProviders(pool: Pool): Promise<Array<{ id: string; kind: OrderKind }>> {
  const { rows } = await pool.query<{ id: string; kind: OrderKind }>(
    `select distinct o.id, o.kind from provider_calls c join orders o on o.id = c.order_id where c.state = 'begun'`,
  );
  return rows;
}

/** The activities of these orders that a process is busy with, as Temporal knows them. */
async function busyWith(
  client: Client,
  orders: ReadonlyArray<{ id: string; kind: OrderKind }>,
  pid: number,
): Promise<Busy[]> {
  const found = await Promise.all(
    orders.map(async ({ id: orderId, kind }): Promise<Busy[]> => {
      const workflowId = workflowIdOf({ kind, orderId });
      const { raw, runId } = await client.workflow.getHandle(workflowId).describe();
      return (raw.pendingActivities ?? [])
        .filter(
          ({ lastStartedTime, lastWorkerIdentity }) => lastStartedTime && pidOf(lastWorkerIdentity) === pid,
        )
        .map(({ activityId, activityType }) => ({
          ...{ workflowId, runId, orderId, kind },
          ...{ activityId: activityId ?? '', type: activityType?.name ?? '' },
        }));
    }),
  );
  return found.flat();
}

/**
 * Ends the process of the workers as a crash would (SIGKILL), while it is busy with orders of all these kinds. Whoever started it starts it
 * again.
 */
export async function killWorker(
  { worker, pool, client }: { worker: NodeChild; pool: Pool; client: Client },
  kinds: readonly OrderKind[],
  patience: Patience,
): Promise<Killed> {
  const pid = worker.pid();
  return waitFor(
    `a worker that is busy with ${kinds.join(' and ')}`,
    async () => {
      const orders = await ordersAtProviders(pool);
      if (!kinds.every((kind) => orders.some((order) => order.kind === kind))) return undefined;
      const busy = await busyWith(client, orders, pid);
      if (!kinds.every((kind) => busy.some((one) => one.kind === kind))) return undefined;
      const at = Date.now();
      await worker.kill();
      return { pid, at, busy };
    },
    patience,
  );
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
