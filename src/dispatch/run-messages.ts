import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { workflowIdOf } from '../contract/ids';
import { priorityLevel } from '../contract/lanes';
import { reprioritiseSignal } from '../contract/messages';
import type { Delivery, OrderMessage } from '../db/outbox/outbox';
import type { Runs } from './runs';
import { deliveryProblem, isOver, isRefused, REQUEST_DEADLINE_MS } from './temporal-requests';
import type { Within } from './temporal-requests';
import { millisecondsOf } from './wire';

const { PendingActivityState, WorkflowExecutionStatus } = temporal.api.enums.v1;
const { PENDING_ACTIVITY_STATE_SCHEDULED: SCHEDULED, PENDING_ACTIVITY_STATE_STARTED: STARTED } =
  PendingActivityState;

type Described = Awaited<ReturnType<Client['workflowService']['describeWorkflowExecution']>>;

/**
 * Activities whose next attempt is due within this many milliseconds are left alone, because they may be running by the
 * time the request arrives.
 */
const DUE_SOON_MS = REQUEST_DEADLINE_MS;

/**
 * An activity that is running when a wake arrives may be about to fail for the very reason the wake resolves. The wake
 * is repeated this many times, at this interval in milliseconds, to catch it in back-off.
 */
const MAX_RUNNING_CHECKS = 2;
const RUNNING_DELAY_MS = 1_000;

/**
 * A run with a pending workflow task may still queue work with its old priority. It is checked again this many times,
 * at this interval in milliseconds.
 */
const MAX_DECIDING_CHECKS = 2;
const DECIDING_DELAY_MS = 500;

/** The id of the workflow that a message addresses. */
export function idOf(message: OrderMessage): string {
  return workflowIdOf({ kind: message.orderKind, orderId: message.orderId });
}

/** Delivers messages to existing runs and their pending activities. */
export function createRunMessages(options: {
  client: Client;
  identity: string;
  within: Within;
  runs: Pick<Runs, 'terminate'>;
}) {
  const { client, identity, within, runs } = options;
  const { namespace } = client.options;
  const service = client.workflowService;

  /** Delivers a message to a run; if the run has ended, the message is dead. */
  async function deliverToRun(
    message: OrderMessage,
    work: () => Promise<Delivery | void>,
  ): Promise<Delivery> {
    try {
      return (await work()) ?? { outcome: 'delivered' };
    } catch (error) {
      return isOver(error) ? { outcome: 'dead', problem: 'run_is_over' } : deliveryProblem(message, error);
    }
  }

  /**
   * Delivers a message that decides what a run does. A run that takes no more of them is ended, since it would never hear what people
   * decided; its order can be started again, and the next run reads all that from Postgres.
   */
  async function deliverOrEnd(message: OrderMessage, work: () => Promise<void>): Promise<Delivery> {
    return deliverToRun(message, async () => {
      try {
        await work();
      } catch (error) {
        if (!isRefused(error)) throw error;
        await runs.terminate({ workflowId: idOf(message), reason: 'The run takes no more messages.' });
        throw error;
      }
    });
  }

  /** The sender and addressee fields that all requests share. */
  function addressed(message: OrderMessage) {
    return { namespace, identity, requestId: message.id, workflowExecution: { workflowId: idOf(message) } };
  }

  async function sendSignal(message: OrderMessage, signalName: string, payload: object): Promise<void> {
    await within(() =>
      service.signalWorkflowExecution({
        ...addressed(message),
        signalName,
        input: { payloads: [defaultPayloadConverter.toPayload(payload)] },
      }),
    );
  }

  /** Describes a run and, if it is still running, passes the description on. */
  async function withRun(
    message: OrderMessage,
    work: (described: Described) => Promise<Delivery | void>,
  ): Promise<Delivery> {
    return deliverToRun(message, async () => {
      const described = await within(() =>
        service.describeWorkflowExecution({ namespace, execution: { workflowId: idOf(message) } }),
      );
      return described.workflowExecutionInfo?.status ===
        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
        ? work(described)
        : { outcome: 'dead', problem: 'run_is_over' };
    });
  }

  /** Sends a request about an activity, ignoring that the activity may have ended. */
  async function ignoreIfOver(request: () => Promise<unknown>): Promise<void> {
    await within(request).catch((error: unknown) => {
      if (!isOver(error)) throw error;
    });
  }

  /** Changes the priority of pending activities. A running one keeps the new priority for its next attempt. */
  async function moveActivities(message: OrderMessage, described: Described, level: number): Promise<void> {
    for (const { activityId: id } of described.pendingActivities ?? [])
      await ignoreIfOver(() =>
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
    async signal(message: OrderMessage & { kind: 'signal' }): Promise<Delivery> {
      return deliverOrEnd(message, () => sendSignal(message, message.signal, message.payload));
    },

    async cancel(message: OrderMessage): Promise<Delivery> {
      return deliverOrEnd(message, async () => {
        await within(() =>
          service.requestCancelWorkflowExecution({
            ...addressed(message),
            ...(message.runId ? { firstExecutionRunId: message.runId } : {}),
          }),
        );
      });
    },

    /**
     * Makes activities in back-off run immediately, starting again at attempt 1. Only those are reset, each by id: a
     * reset would stop a running activity and discard work that is being paid for, and would move a queued one to the
     * end of its queue.
     */
    async wake(message: OrderMessage): Promise<Delivery> {
      return withRun(message, async ({ pendingActivities }) => {
        for (const { state, nextAttemptScheduleTime: due, activityId: id } of pendingActivities ?? []) {
          if (state !== SCHEDULED || !due || millisecondsOf(due) - Date.now() <= DUE_SOON_MS) continue;
          await ignoreIfOver(() =>
            service.resetActivity({ namespace, identity, execution: { workflowId: idOf(message) }, id }),
          );
        }
        if (message.looks < MAX_RUNNING_CHECKS && pendingActivities?.some(({ state }) => state === STARTED))
          return {
            outcome: 'later',
            problem: 'activity_running',
            delayMs: RUNNING_DELAY_MS,
            looked: true,
          };
      });
    },

    /**
     * Sends a run its new priority, which applies to work it queues from now on, and changes that of work already
     * queued.
     */
    async reprioritise(message: OrderMessage & { kind: 'reprioritise' }): Promise<Delivery> {
      return deliverToRun(message, async () => {
        await sendSignal(message, reprioritiseSignal.name, message.payload);
        return withRun(message, async (described) => {
          await moveActivities(message, described, priorityLevel(message.payload.priority));
          if (message.looks < MAX_DECIDING_CHECKS && described.pendingWorkflowTask)
            return { outcome: 'later', problem: 'run_deciding', delayMs: DECIDING_DELAY_MS, looked: true };
        });
      });
    },

    /** Moves pending work to another priority level; work the run queues later has its own priority again. */
    async raise(message: OrderMessage & { kind: 'raise' }): Promise<Delivery> {
      return withRun(message, (described) => moveActivities(message, described, message.payload.level));
    },
  };
}
