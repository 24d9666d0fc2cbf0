import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { isUuid, orderOfWorkflowId } from '../contract/ids';
import { isOver } from './temporal-requests';
import type { Within } from './temporal-requests';

const { WorkflowExecutionStatus } = temporal.api.enums.v1;

/** The statuses of runs that are over. */
const OVER = new Map<temporal.api.enums.v1.WorkflowExecutionStatus, 'completed' | 'closed'>([
  [WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED, 'completed'],
  [WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED, 'closed'],
  [WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED, 'closed'],
  [WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED, 'closed'],
  [WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT, 'closed'],
]);

/** Runs on one page of a list. */
const PAGE = 1_000;

/** How the latest run of a workflow is. `startNo`: the start of its order that it was made for, where its input says one. */
export type FoundRun =
  | { state: 'running'; runId: string; startNo: () => Promise<number | undefined> }
  | { state: 'completed' | 'closed' | 'missing' };

/** A run of an order that is running. */
export interface RunningRun {
  orderId: string;
  runId: string;
}

/** Reads and ends runs on the server. */
export function createRuns(options: { client: Client; identity: string; within: Within }) {
  const { client, identity, within } = options;
  const { namespace } = client.options;
  const service = client.workflowService;

  /** The start number in a run's input. */
  async function readStartNo(workflowId: string, runId: string): Promise<number | undefined> {
    const answer = await within(() =>
      service.getWorkflowExecutionHistory({
        namespace,
        execution: { workflowId, runId },
        maximumPageSize: 1,
      }),
    );
    const payload =
      answer.history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
    if (!payload) return undefined;
    try {
      const input = defaultPayloadConverter.fromPayload<{ startNo?: unknown } | null>(payload);
      return typeof input?.startNo === 'number' ? input.startNo : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    /** The latest run of a workflow. Throws where the server cannot tell, such as for an unknown namespace. */
    async find(workflowId: string): Promise<FoundRun> {
      try {
        const { workflowExecutionInfo: info } = await within(() =>
          service.describeWorkflowExecution({ namespace, execution: { workflowId } }),
        );
        const runId = info?.execution?.runId;
        const over = info?.status ? OVER.get(info.status) : undefined;
        if (over) return { state: over };
        // Whatever is not known to be over counts as running.
        return { state: 'running', runId: runId!, startNo: () => readStartNo(workflowId, runId!) };
      } catch (error) {
        if (isOver(error)) return { state: 'missing' };
        throw error;
      }
    },

    /** All running runs of orders, a page at a time. The server's list lags slightly. */
    async *running(): AsyncGenerator<RunningRun[]> {
      const query = 'ExecutionStatus = "Running" AND OrderKind IS NOT NULL';
      let nextPageToken: Uint8Array | null | undefined;
      do {
        const token = nextPageToken;
        const answer = await within(() =>
          service.listWorkflowExecutions({
            namespace,
            query,
            pageSize: PAGE,
            ...(token ? { nextPageToken: token } : {}),
          }),
        );
        yield (answer.executions ?? []).flatMap(({ execution }) => {
          const order = orderOfWorkflowId(execution?.workflowId ?? '');
          const runId = execution?.runId;
          return order && isUuid(order.orderId) && runId ? [{ orderId: order.orderId, runId }] : [];
        });
        nextPageToken = answer.nextPageToken;
      } while (nextPageToken && nextPageToken.length > 0);
    },

    /** Ends a run from outside; one that has ended is left alone. */
    async terminate(run: { workflowId: string; runId?: string; reason: string }): Promise<void> {
      const { workflowId, runId, reason } = run;
      try {
        await within(() =>
          service.terminateWorkflowExecution({
            namespace,
            identity,
            workflowExecution: { workflowId, ...(runId ? { runId } : {}) },
            reason,
          }),
        );
      } catch (error) {
        if (!isOver(error)) throw error;
      }
    },
  };
}

export type Runs = ReturnType<typeof createRuns>;
