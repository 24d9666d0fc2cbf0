import { isGrpcServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter, TypedSearchAttributes } from '@temporalio/common';
import { tsToMs } from '@temporalio/common/lib/time';
import { encodeUnifiedSearchAttributes } from '@temporalio/common/lib/converter/payload-search-attributes';
import { temporal } from '@temporalio/proto';
import { noticesIdOf, workflowIdOf } from '../contract/ids';
import { priorityLevel } from '../contract/lanes';
import { wakeSignal } from '../contract/notices';
import type { NoticesInput } from '../contract/notices';
import type { OrderInput, OrderKind } from '../contract/orders';
import { orderKindAttribute, orderStatusAttribute, tenantAttribute } from '../contract/search-attributes';
import type { Delivery, OutboxMessage } from '../db/outbox';

const { PendingActivityState, WorkflowIdReusePolicy, WorkflowIdConflictPolicy, WorkflowExecutionStatus } =
  temporal.api.enums.v1;

/** The workflow type of each kind of order. */
const WORKFLOW_TYPE: Record<OrderKind, string> = { blog: 'blogOrder' };

/** One request to the server may take this long, in milliseconds; a later delivery repeats it under the same id. */
const REQUEST_DEADLINE_MS = 5_000;

/** A probe waits this long, in milliseconds: it must answer before whoever asks gives up. */
const PROBE_DEADLINE_MS = 1_000;

/** A start that meets a run still closing is tried again after this long, in milliseconds. */
const CLOSING_DELAY_MS = 150;

/** An activity whose next attempt is due within this time, in milliseconds, is left alone: it may be running when we reach it. */
const DUE_ANYWAY_MS = REQUEST_DEADLINE_MS;

/**
 * An activity that runs as a nudge comes may be about to fail of what the nudge is about; the nudge waits so often, for so long in
 * milliseconds, to find it waiting.
 */
const RUNNING_LOOKS = 2;
const RUNNING_DELAY_MS = 1_000;

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
  /** Starts the governor unless it runs. */
  ensureGovernor(): Promise<void>;
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
            fairnessWeight: message.weight,
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

  /**
   * Lets activities that wait for their next attempt run at once, from attempt 1. Found on the server: a reset tells an activity that
   * runs to stop, which would throw away what is being paid for, and moves one in the queue to its end; so only activities in
   * back-off are reset, each by its id. An activity that is over by then is not found, which is as well.
   */
  async function nudge(message: OutboxMessage): Promise<Delivery> {
    const execution = { workflowId: idOf(message) };
    try {
      const { pendingActivities, workflowExecutionInfo } = await within(() =>
        service.describeWorkflowExecution({ namespace, execution }),
      );
      if (workflowExecutionInfo?.status !== WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
        return { outcome: 'dead', problem: 'run_is_over' };
      for (const activity of pendingActivities ?? []) {
        const due = activity.nextAttemptScheduleTime;
        if (activity.state === PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED && due) {
          if (tsToMs(due) - Date.now() <= DUE_ANYWAY_MS) continue;
          await within(() =>
            service.resetActivity({ namespace, identity, execution, id: activity.activityId }),
          ).catch((error: unknown) => {
            if (!isOver(error)) throw error;
          });
        }
      }
      const isRunning = pendingActivities?.some(
        ({ state }) => state === PendingActivityState.PENDING_ACTIVITY_STATE_STARTED,
      );
      return isRunning && message.tries < RUNNING_LOOKS
        ? { outcome: 'later', problem: 'activity_running', delayMs: RUNNING_DELAY_MS }
        : { outcome: 'delivered' };
    } catch (error) {
      return isOver(error) ? { outcome: 'dead', problem: 'run_is_over' } : later(message, error);
    }
  }

  /** Wakes the workflow that tells a webhook of the order, or starts it; one that has ended starts anew. */
  async function notify(message: OutboxMessage & { kind: 'notify' }): Promise<Delivery> {
    const { webhookId } = message.payload;
    const input: NoticesInput = { webhookId, about: message.orderId };
    try {
      await within(() =>
        service.signalWithStartWorkflowExecution({
          namespace,
          identity,
          requestId: message.id,
          workflowId: noticesIdOf({ webhookId, orderId: message.orderId }),
          workflowType: { name: 'deliverNotices' },
          taskQueue: { name: 'orders' },
          input: { payloads: [defaultPayloadConverter.toPayload(input)] },
          signalName: wakeSignal.name,
          workflowIdReusePolicy: WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
        }),
      );
      return { outcome: 'delivered' };
    } catch (error) {
      return later(message, error);
    }
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
        case 'nudge':
          return nudge(message);
        case 'notify':
          return notify(message);
      }
    },
    async ensureGovernor() {
      await within(() =>
        client.workflow.start('providerGovernor', {
          workflowId: 'governor',
          taskQueue: 'orders',
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      );
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
