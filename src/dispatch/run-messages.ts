import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { workflowIdOf } from '../contract/ids';
import { priorityLevel } from '../contract/lanes';
import { reprioritiseSignal } from '../contract/messages';
import type { Delivery, OutboxMessage } from '../db/outbox/outbox';
import { deliveryProblem, isOver, REQUEST_DEADLINE_MS } from './temporal-requests';
import type { Within } from './temporal-requests';
import { millisecondsOf } from './wire';

const { PendingActivityState, WorkflowExecutionStatus } = temporal.api.enums.v1;
const { PENDING_ACTIVITY_STATE_SCHEDULED: SCHEDULED, PENDING_ACTIVITY_STATE_STARTED: STARTED } =
  PendingActivityState;

type Described = Awaited<ReturnType<Client['workflowService']['describeWorkflowExecution']>>;

/** An activity whose next attempt is due within this time, in milliseconds, is left alone: it may be running when we reach it. */
const DUE_ANYWAY_MS = REQUEST_DEADLINE_MS;

/**
 * An activity that runs as a wake comes may be about to fail of what the wake is about; the wake waits so often, for so long in
 * milliseconds, to find it waiting.
 */
const RUNNING_LOOKS = 2;
const RUNNING_DELAY_MS = 1_000;

/** A run that decides just now may still queue work under its old priority; it is looked at again so often, after this long. */
const DECIDING_LOOKS = 2;
const DECIDING_DELAY_MS = 500;

/** The workflow that a message is about. */
export function idOf(message: OutboxMessage): string {
  return workflowIdOf({ kind: message.orderKind, orderId: message.orderId });
}

/** What the outbox tells runs that there are already, and what it does to their waiting activities. */
export function createRunMessages(options: { client: Client; identity: string; within: Within }) {
  const { client, identity, within } = options;
  const { namespace } = client.options;
  const service = client.workflowService;

  /** Tells a run something; a run that is over hears nothing any more, and the message is dead. */
  async function tell(message: OutboxMessage, work: () => Promise<Delivery | void>): Promise<Delivery> {
    try {
      return (await work()) ?? { outcome: 'delivered' };
    } catch (error) {
      return isOver(error) ? { outcome: 'dead', problem: 'run_is_over' } : deliveryProblem(message, error);
    }
  }

  /** What every message to a run says of its sender and its addressee. */
  function addressed(message: OutboxMessage) {
    return { namespace, identity, requestId: message.id, workflowExecution: { workflowId: idOf(message) } };
  }

  async function sendSignal(message: OutboxMessage, signalName: string, payload: object): Promise<void> {
    await within(() =>
      service.signalWorkflowExecution({
        ...addressed(message),
        signalName,
        input: { payloads: [defaultPayloadConverter.toPayload(payload)] },
      }),
    );
  }

  /** Looks at a run and does something about it while it runs. */
  async function withRun(
    message: OutboxMessage,
    work: (described: Described) => Promise<Delivery | void>,
  ): Promise<Delivery> {
    return tell(message, async () => {
      const described = await within(() =>
        service.describeWorkflowExecution({ namespace, execution: { workflowId: idOf(message) } }),
      );
      return described.workflowExecutionInfo?.status ===
        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
        ? work(described)
        : { outcome: 'dead', problem: 'run_is_over' };
    });
  }

  /** Does something to an activity; one that is over by then is not found, which is as well. */
  async function unlessOver(request: () => Promise<unknown>): Promise<void> {
    await within(request).catch((error: unknown) => {
      if (!isOver(error)) throw error;
    });
  }

  /** Gives activities that are not over another place in their queues. One that runs keeps it for its next attempt. */
  async function moveActivities(message: OutboxMessage, described: Described, level: number): Promise<void> {
    for (const { activityId: id } of described.pendingActivities ?? [])
      await unlessOver(() =>
        service.updateActivityOptions({
          namespace,
          identity,
          execution: { workflowId: idOf(message) },
          id,
          activityOptions: { priority: { priorityKey: level } },
          updateMask: { paths: ['priority.priority_key'] },
        }),
      );
  }

  return {
    async signal(message: OutboxMessage & { kind: 'signal' }): Promise<Delivery> {
      return tell(message, () => sendSignal(message, message.signal, message.payload));
    },

    async cancel(message: OutboxMessage): Promise<Delivery> {
      return tell(message, async () => {
        await within(() =>
          service.requestCancelWorkflowExecution({
            ...addressed(message),
            ...(message.runId ? { firstExecutionRunId: message.runId } : {}),
          }),
        );
      });
    },

    /**
     * Lets activities that wait for their next attempt run at once, from attempt 1. Found on the server: a reset tells an activity that
     * runs to stop, which would throw away what is being paid for, and moves one in the queue to its end; so only activities in
     * back-off are reset, each by its id.
     */
    async wake(message: OutboxMessage): Promise<Delivery> {
      return withRun(message, async ({ pendingActivities }) => {
        for (const { state, nextAttemptScheduleTime: due, activityId: id } of pendingActivities ?? []) {
          if (state !== SCHEDULED || !due || millisecondsOf(due) - Date.now() <= DUE_ANYWAY_MS) continue;
          await unlessOver(() =>
            service.resetActivity({ namespace, identity, execution: { workflowId: idOf(message) }, id }),
          );
        }
        if (message.tries < RUNNING_LOOKS && pendingActivities?.some(({ state }) => state === STARTED))
          return { outcome: 'later', problem: 'activity_running', delayMs: RUNNING_DELAY_MS };
      });
    },

    /** Tells a run its new priority, for the work it queues from now on, and moves what waits already. */
    async reprioritise(message: OutboxMessage & { kind: 'reprioritise' }): Promise<Delivery> {
      return tell(message, async () => {
        await sendSignal(message, reprioritiseSignal.name, message.payload);
        return withRun(message, async (described) => {
          await moveActivities(message, described, priorityLevel(message.payload.priority));
          if (message.tries < DECIDING_LOOKS && described.pendingWorkflowTask)
            return { outcome: 'later', problem: 'run_deciding', delayMs: DECIDING_DELAY_MS };
        });
      });
    },

    /** Moves what has waited long; what the run queues later has its own priority again. */
    async raise(message: OutboxMessage & { kind: 'raise' }): Promise<Delivery> {
      return withRun(message, (described) => moveActivities(message, described, message.payload.level));
    },
  };
}
