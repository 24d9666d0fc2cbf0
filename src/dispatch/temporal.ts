import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import {
  alertIdOf,
  checkPaymentIdOf,
  deliveriesIdOf,
  mailIdOf,
  outletIdOf,
  refundIdOf,
} from '../contract/ids';
import { priorityLevel } from '../contract/lanes';
import { wakeSignal } from '../contract/webhooks';
import type { DeliveriesInput } from '../contract/webhooks';
import type { AlertInput, MailInput } from '../contract/mail';
import type { OutletInput } from '../contract/outlets';
import type { CheckoutInput, RefundInput } from '../contract/payments';
import { HISTORY_FORM, WORKFLOW_OF_KIND } from '../contract/orders';
import type { OrderInput } from '../contract/orders';
import { orderMemo, orderNotes, RUN_WORK, workNotes } from '../contract/run-notes';
import type { WorkType } from '../contract/run-notes';
import { logNames, workingPhase } from '../domain/orders/lifecycle';
import { firstWorkWeight } from '../domain/providers/first-work';
import { orderAttributes, ownerAttributes } from '../contract/search-attributes';
import type { RunOwner } from '../contract/search-attributes';
import type { Delivery, OrderMessage, OutboxMessage, SubjectKind, SubjectMessage } from '../db/outbox/outbox';
import { createRunMessages, idOf } from './run-messages';
import { createSchedules } from './schedules';
import type { Schedules } from './schedules';
import { createRuns } from './runs';
import type { Runs } from './runs';
import { deliveryDelay, deliveryProblem, isAlreadyStarted, REQUEST_DEADLINE_MS } from './temporal-requests';
import { indexedFieldsOf, memoOf, userMetadataOf } from './wire';

const { WorkflowIdReusePolicy, WorkflowIdConflictPolicy } = temporal.api.enums.v1;

/** Deadline of a readiness probe, in milliseconds; it must end before the prober gives up. */
const PROBE_DEADLINE_MS = 1_000;

/** How long an earlier run may take to close before a start that waits for it ends it, in milliseconds. */
const CLOSING_MS = 30_000;

/** All requests to Temporal from outside a worker; nothing else calls the client. */
export interface Dispatcher {
  /** Delivers a message. Idempotent. */
  deliver(message: OutboxMessage): Promise<Delivery>;
  /** Starts the rate controller unless it is running. */
  ensureRateController(): Promise<void>;
  /** Finds, lists and ends runs. */
  runs: Runs;
  /** Makes, changes and deletes schedules. */
  schedules: Schedules;
  /** Whether the server responds. */
  isReachable(): Promise<boolean>;
}

/** How the run of a first start begins, in its input; nothing for a run that asks how its order stands. */
function beginningOf({
  payload,
  weight,
  openOrders,
  storeId,
}: OrderMessage & { kind: 'start' }): Pick<OrderInput, 'begins'> {
  const work = payload?.begins;
  if (!work || !storeId) return {};
  return { begins: { work, weight: firstWorkWeight({ weight, openOrders }), storeKey: storeId } };
}

/** A workflow that is started, or woken where it runs already. */
interface Woken {
  workflowId: string;
  workflowType: WorkType;
  /** Whose it is, where that is known without asking for it. */
  owner?: RunOwner;
  input: DeliveriesInput | MailInput | CheckoutInput | RefundInput | OutletInput | AlertInput;
}

/** The workflow that does what there is to do about one thing without a run. */
const SUBJECT_WORKFLOW: Record<SubjectKind, (id: string) => Woken> = {
  mail: (mailId) => ({
    workflowId: mailIdOf({ mailId }),
    workflowType: 'deliverMail',
    input: { mailId },
  }),
  payment: (checkoutId) => ({
    workflowId: checkPaymentIdOf({ checkoutId }),
    workflowType: 'checkPayment',
    input: { checkoutId },
  }),
  refund: (refundId) => ({
    workflowId: refundIdOf({ refundId }),
    workflowType: 'refundPayment',
    input: { refundId },
  }),
  outlet: (articleId) => ({
    workflowId: outletIdOf({ articleId }),
    workflowType: 'publishArticle',
    input: { articleId },
  }),
  alert: (alertId) => ({
    workflowId: alertIdOf({ alertId }),
    workflowType: 'deliverAlert',
    input: { alertId },
  }),
};

/** The workflow that a message is for which concerns no run. */
function wokenBy(message: (OrderMessage & { kind: 'deliver' }) | SubjectMessage): Woken {
  if (message.orderId === null) return SUBJECT_WORKFLOW[message.kind](message.deliveryId);
  const { orderId, payload, tenantId, storeId } = message;
  const { webhookId } = payload;
  return {
    owner: { tenantId, storeId },
    workflowId: deliveriesIdOf({ webhookId, orderId }),
    workflowType: 'deliverWebhooks',
    input: { webhookId, about: orderId },
  };
}

/** Creates the dispatcher operations for a Temporal client. */
export function createDispatcher(options: { client: Client; identity: string }): Dispatcher {
  const { client, identity } = options;
  const { namespace } = client.options;
  const service = client.workflowService;

  function within<T>(request: () => Promise<T>, deadlineMs = REQUEST_DEADLINE_MS): Promise<T> {
    return client.connection.withDeadline(Date.now() + deadlineMs, request);
  }

  const runs = createRuns({ client, identity, within });
  const messages = createRunMessages({ client, identity, within, runs });

  async function start(
    message: OrderMessage & { kind: 'start' },
    reuse = WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
  ): Promise<Delivery> {
    // The order has ended or been started again meanwhile; a run would only find that out.
    if (!message.isCurrent) return { outcome: 'dead', problem: 'moved_on' };
    const workflowId = idOf(message);
    const input: OrderInput = {
      orderId: message.orderId,
      tenantId: message.tenantId,
      priority: message.priority,
      startNo: message.startNo,
      form: HISTORY_FORM,
      ...beginningOf(message),
    };
    try {
      const started = await within(() =>
        service.startWorkflowExecution({
          namespace,
          identity,
          requestId: message.id,
          workflowId,
          workflowType: { name: WORKFLOW_OF_KIND[message.orderKind] },
          taskQueue: { name: 'orders' },
          input: { payloads: [defaultPayloadConverter.toPayload(input)] },
          workflowIdReusePolicy: reuse,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL,
          priority: {
            priorityKey: priorityLevel(message.priority),
            fairnessKey: message.tenantId,
            fairnessWeight: message.weight,
          },
          searchAttributes: {
            indexedFields: indexedFieldsOf(
              orderAttributes({
                ...message,
                kind: message.orderKind,
                phase: workingPhase(message.orderKind),
              }),
            ),
          },
          memo: memoOf(orderMemo(message)),
          userMetadata: userMetadataOf(orderNotes(logNames(message.orderKind).order, message)),
        }),
      );
      return { outcome: 'delivered', runId: started.runId };
    } catch (error) {
      return isAlreadyStarted(error) ? resolveIdInUse(message, workflowId) : deliveryProblem(message, error);
    }
  }

  /**
   * Handles a workflow id in use. A run that completed although the order is open belongs to a past that Postgres does not know any more,
   * after a restore. A run of an earlier start is closing; one that does not close is ended. One of this start is what was asked for.
   */
  async function resolveIdInUse(
    message: OrderMessage & { kind: 'start' },
    workflowId: string,
  ): Promise<Delivery> {
    try {
      const run = await runs.find(workflowId);
      if (run.state === 'completed')
        return await start(message, WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE);
      if (run.state === 'running') {
        const startNo = await run.startNo();
        if (startNo === message.startNo) return { outcome: 'delivered', runId: run.runId };
        if (message.ageMs > CLOSING_MS)
          await runs.terminate({ workflowId, runId: run.runId, reason: 'The order was started again.' });
      }
      const delayMs = deliveryDelay(message.tries + 1, Math.random());
      return { outcome: 'later', problem: 'earlier_run_closing', delayMs };
    } catch (error) {
      return deliveryProblem(message, error);
    }
  }

  /** Wakes the workflow that a message is for which concerns no run, or starts it if it is not running. */
  async function notify(message: (OrderMessage & { kind: 'deliver' }) | SubjectMessage): Promise<Delivery> {
    const { workflowId, workflowType, input, owner } = wokenBy(message);
    const notes = workNotes(workflowType, { ...input, tenant: owner?.tenantId, store: owner?.storeId });
    try {
      await within(() =>
        service.signalWithStartWorkflowExecution({
          namespace,
          identity,
          requestId: message.id,
          workflowId,
          workflowType: { name: workflowType },
          taskQueue: { name: 'orders' },
          input: { payloads: [defaultPayloadConverter.toPayload(input)] },
          ...(owner ? { searchAttributes: { indexedFields: indexedFieldsOf(ownerAttributes(owner)) } } : {}),
          userMetadata: userMetadataOf(notes),
          signalName: wakeSignal.name,
          workflowIdReusePolicy: WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
        }),
      );
      return { outcome: 'delivered' };
    } catch (error) {
      return deliveryProblem(message, error);
    }
  }

  return {
    async deliver(message) {
      switch (message.kind) {
        case 'start':
          return start(message);
        case 'deliver':
        case 'mail':
        case 'payment':
        case 'refund':
        case 'outlet':
        case 'alert':
          return notify(message);
        case 'signal':
          return messages.signal(message);
        case 'cancel':
          return messages.cancel(message);
        case 'wake':
          return messages.wake(message);
        case 'reprioritise':
          return messages.reprioritise(message);
        case 'raise':
          return messages.raise(message);
      }
      // Queued by a newer version, which delivers it.
      throw new Error('unknown kind of message');
    },
    async ensureRateController() {
      await within(() =>
        client.workflow.start('rateController', {
          workflowId: 'rate-controller',
          taskQueue: 'orders',
          staticSummary: RUN_WORK.rateController,
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      );
    },
    runs,
    schedules: createSchedules({ client, identity, within }),
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
