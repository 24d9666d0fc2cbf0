import { isGrpcServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter, TypedSearchAttributes } from '@temporalio/common';
import { encodeUnifiedSearchAttributes } from '@temporalio/common/lib/converter/payload-search-attributes';
import { temporal } from '@temporalio/proto';
import { workflowIdOf } from '../contract/ids';
import { priorityLevel } from '../contract/lanes';
import type { OrderInput, OrderKind } from '../contract/orders';
import { orderKindAttribute, orderStatusAttribute, tenantAttribute } from '../contract/search-attributes';
import { PLAN_WEIGHT } from '../contract/tenancy';
import type { Delivery, OutboxMessage } from '../db/outbox';

const { WorkflowIdReusePolicy, WorkflowIdConflictPolicy, WorkflowExecutionStatus } = temporal.api.enums.v1;

/** The workflow type of each kind of order. */
const WORKFLOW_TYPE: Record<OrderKind, string> = { blog: 'blogOrder' };

/** One request to the server may take this long, in milliseconds; a later delivery repeats it under the same id. */
const REQUEST_DEADLINE_MS = 5_000;

/** A probe waits this long, in milliseconds: it must answer before whoever asks gives up. */
const PROBE_DEADLINE_MS = 1_000;

/** A start that meets a run still closing is tried again after this long, in milliseconds. */
const CLOSING_DELAY_MS = 150;

/** gRPC status codes, by their numbers in the gRPC specification. */
const GRPC = { notFound: 5, alreadyExists: 6 } as const;

/** Runs that ended without being able to tell Postgres. */
export interface LostRun {
  workflowId: string;
  runId: string;
}

/** Everything Galley asks of Temporal from outside a worker; nobody else calls the client. */
export interface Lifecycle {
  /** Delivers a message. Delivering one twice does no more than once. */
  deliver(message: OutboxMessage): Promise<Delivery>;
  /** Runs terminated or timed out since then. */
  lostRuns(since: Date): Promise<LostRun[]>;
  /** Whether the server answers. */
  isReachable(): Promise<boolean>;
}

/** Pause before the next delivery after so many failed ones, in milliseconds. */
export function deliveryDelay(tries: number): number {
  return Math.min(30_000, 250 * 2 ** Math.min(tries, 10));
}

function idOf(message: OutboxMessage): string {
  return workflowIdOf({ kind: message.orderKind, orderId: message.orderId });
}

/** The verbs over one client of the server. */
export function createLifecycle(options: { client: Client; identity: string }): Lifecycle {
  const { client, identity } = options;
  const { namespace } = client.options;
  const service = client.workflowService;

  function within<T>(request: () => Promise<T>, deadlineMs = REQUEST_DEADLINE_MS): Promise<T> {
    return client.connection.withDeadline(Date.now() + deadlineMs, request);
  }

  function later(message: OutboxMessage, error: unknown): Delivery {
    const problem = isGrpcServiceError(error) ? `grpc_${error.code}` : 'unexpected';
    return { outcome: 'later', problem, delayMs: deliveryDelay(message.tries) };
  }

  /** Whether the server says that this run is over (and not that it does not know the namespace). */
  function isOver(error: unknown): boolean {
    return isGrpcServiceError(error) && error.code === GRPC.notFound && !/namespace/i.test(error.details);
  }

  async function start(message: OutboxMessage): Promise<Delivery> {
    const workflowId = idOf(message);
    const input: OrderInput = {
      orderId: message.orderId,
      tenantId: message.tenantId,
      priority: message.priority,
      startNo: message.startNo,
    };
    try {
      const started = await within(() =>
        service.startWorkflowExecution({
          namespace,
          identity,
          requestId: message.id,
          workflowId,
          workflowType: { name: WORKFLOW_TYPE[message.orderKind] },
          taskQueue: { name: 'orders' },
          input: { payloads: [defaultPayloadConverter.toPayload(input)] },
          workflowIdReusePolicy: WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL,
          priority: {
            priorityKey: priorityLevel(message.priority),
            fairnessKey: message.tenantId,
            fairnessWeight: PLAN_WEIGHT[message.plan],
          },
          searchAttributes: {
            indexedFields: encodeUnifiedSearchAttributes(
              undefined,
              new TypedSearchAttributes([
                { key: orderKindAttribute, value: message.orderKind },
                { key: orderStatusAttribute, value: 'PENDING' },
                { key: tenantAttribute, value: message.tenantId },
              ]),
            ),
          },
        }),
      );
      return { outcome: 'delivered', runId: started.runId };
    } catch (error) {
      if (isGrpcServiceError(error) && error.code === GRPC.alreadyExists)
        return whatStands(message, workflowId);
      return later(message, error);
    }
  }

  /** Another run has the workflow id: an earlier one still closing, or one that completed for good. */
  async function whatStands(message: OutboxMessage, workflowId: string): Promise<Delivery> {
    try {
      const described = await within(() =>
        service.describeWorkflowExecution({ namespace, execution: { workflowId } }),
      );
      return described.workflowExecutionInfo?.status ===
        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED
        ? { outcome: 'dead', problem: 'completed_already' }
        : { outcome: 'later', problem: 'earlier_run_closing', delayMs: CLOSING_DELAY_MS };
    } catch (error) {
      return later(message, error);
    }
  }

  /** Tells a run something; a run that is over hears nothing any more, and the message is dead. */
  async function tell(message: OutboxMessage, request: () => Promise<unknown>): Promise<Delivery> {
    try {
      await within(request);
      return { outcome: 'delivered' };
    } catch (error) {
      return isOver(error) ? { outcome: 'dead', problem: 'run_is_over' } : later(message, error);
    }
  }

  /** What every message to a run says of its sender and its addressee. */
  function addressed(message: OutboxMessage) {
    return { namespace, identity, requestId: message.id, workflowExecution: { workflowId: idOf(message) } };
  }

  async function signal(message: OutboxMessage & { kind: 'signal' }): Promise<Delivery> {
    return tell(message, () =>
      service.signalWorkflowExecution({
        ...addressed(message),
        signalName: message.signal,
        input: { payloads: [defaultPayloadConverter.toPayload(message.payload)] },
      }),
    );
  }

  async function cancel(message: OutboxMessage): Promise<Delivery> {
    return tell(message, () =>
      service.requestCancelWorkflowExecution({
        ...addressed(message),
        ...(message.runId ? { firstExecutionRunId: message.runId } : {}),
      }),
    );
  }

  return {
    async deliver(message) {
      switch (message.kind) {
        case 'start':
          return start(message);
        case 'signal':
          return signal(message);
        case 'cancel':
          return cancel(message);
      }
    },
    async lostRuns(since) {
      const query = `ExecutionStatus IN ("Terminated", "TimedOut") AND CloseTime > "${since.toISOString()}" AND OrderKind IS NOT NULL`;
      const lost: LostRun[] = [];
      for await (const run of client.workflow.list({ query, pageSize: 200 }))
        lost.push({ workflowId: run.workflowId, runId: run.runId });
      return lost;
    },
    async isReachable() {
      try {
        await within(() => service.getSystemInfo({}), PROBE_DEADLINE_MS);
        return true;
      } catch {
        return false;
      }
    },
  };
}
