import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { FAILURES, GalleyError } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import { ACCOUNTS, isLane, LANE_PROVIDER } from '../contract/lanes';
import { afterClosing, afterRefusal } from '../domain/providers/account-feedback';
import type { ActivityDeps } from './deps';

/** Heartbeat interval of every activity with a heartbeat timeout, in milliseconds. */
const HEARTBEAT_EVERY_MS = 1_000;

/** Time after which a stage that keeps finding its provider busy fails, in milliseconds. */
const BUSY_LIMIT_MS = 24 * 60 * 60 * 1000;

type Deps = Pick<ActivityDeps, 'db' | 'classify' | 'now' | 'log'>;

function orderIdOf(args: readonly unknown[]): string | null {
  const input = args[0] as { orderId?: unknown } | undefined;
  return typeof input?.orderId === 'string' ? input.orderId : null;
}

/** The part of a failure that Temporal may see: its type, a fixed message, and the id of the row with the details. */
function visibleFailure(
  failure: ClassifiedFailure,
  rowId: string | null,
  nonRetryable: boolean,
): ApplicationFailure {
  const visible = ApplicationFailure.create({
    type: failure.type,
    message: FAILURES[failure.type].message,
    nonRetryable,
    details: [{ attemptRowId: rowId, reason: failure.reason }],
    ...(failure.delayMs === undefined || nonRetryable
      ? {}
      : { nextRetryDelay: Math.max(1, failure.delayMs) }),
  });
  visible.stack = '';
  return visible;
}

function visibleCancellation(): CancelledFailure {
  const cancelled = new CancelledFailure('Cancelled.');
  cancelled.stack = '';
  return cancelled;
}

/**
 * Wraps every activity: sends heartbeats and translates failures. Providers' errors may quote addresses, keys and
 * texts, so their details go to Postgres and only the row's id goes into the workflow history.
 */
export function createActivityGate(deps: Deps): ActivityInboundCallsInterceptor {
  const { db } = deps;

  /**
   * Shows that the order is waiting and why. A closed provider account, a disconnected store and a reached cap also
   * appear on its timeline.
   */
  async function markWaiting(orderId: string, failure: ClassifiedFailure): Promise<void> {
    const { type, reason } = failure;
    // Outside the transaction below, because reconnecting a store locks the store first and its orders after that.
    if (type === 'Provider.Closed' && reason === 'store_disconnected')
      await db.stores.saveConnection({ orderId, connection: 'needs_reconnect' });
    const isCap = type === 'Spending.Capped';
    await db.transaction(async (tx) => {
      const tenantId = isCap ? await tx.spending.lockCaps({ orderId }) : undefined;
      const isNew = await tx.orders.requeueOrder({ orderId, type, reason });
      if (isNew && (type === 'Provider.Closed' || isCap))
        await tx.events.addEvent({ orderId, type: 'stage.waiting', data: { reason } });
      // If the cap was raised after this call was rejected, this order was not yet waiting and missed the wake.
      if (tenantId && !(await tx.spending.isCapped({ tenantId }))) await tx.wakes.wakeOrder({ orderId });
    });
  }

  /** Updates the provider account if the failure means that it is closed or rate limited. */
  async function updateAccount(failure: ClassifiedFailure, lane: string): Promise<void> {
    const account = ACCOUNTS.find((known) => isLane(lane) && LANE_PROVIDER[lane] === known);
    const { type, reason, delayMs } = failure;
    const isClosed = type === 'Provider.Closed';
    if (!account || !(isClosed || (type === 'Provider.Busy' && reason.startsWith('rate_limit')))) return;
    const now = deps.now();
    const { before, after } = await db.transaction((tx) =>
      tx.accounts.changeAccount({ account }, (accountState) =>
        isClosed
          ? afterClosing(accountState, { reason, now })
          : afterRefusal(accountState, { reason, delayMs, now }),
      ),
    );
    // Logged once per closing, however many calls run into it.
    if (before.state !== 'closed' && after.state === 'closed')
      deps.log.error('provider account closed; its orders wait', { provider: account, reason });
  }

  async function record(failure: ClassifiedFailure, args: readonly unknown[]): Promise<string | null> {
    const { info } = Context.current();
    const orderId = orderIdOf(args);
    try {
      const rowId = await db.activityFailures.insertActivityFailure({
        orderId,
        activity: info.activityType,
        workflowId: info.workflowExecution?.workflowId ?? null,
        temporalAttempt: info.attempt,
        ...failure,
      });
      await updateAccount(failure, info.taskQueue);
      if (orderId && FAILURES[failure.type].retryable) await markWaiting(orderId, failure);
      return rowId;
    } catch {
      // Postgres is unavailable too; this log line is all that remains of the attempt.
      deps.log.warn('could not save a failed attempt', {
        activity: info.activityType,
        type: failure.type,
      });
      return null;
    }
  }

  async function isBusyTooLong(failure: ClassifiedFailure, args: readonly unknown[]): Promise<boolean> {
    const orderId = orderIdOf(args);
    if (failure.type !== 'Provider.Busy' || !orderId) return false;
    const activity = Context.current().info.activityType;
    const since = await db.activityFailures.busySince({ orderId, activity }).catch(() => undefined);
    return since !== undefined && deps.now() - since.getTime() > BUSY_LIMIT_MS;
  }

  async function translate(error: unknown, args: readonly unknown[]): Promise<Error> {
    const context = Context.current();
    const cancellation = context.cancellationDetails;
    if (context.cancellationSignal.aborted && cancellation?.cancelRequested) return visibleCancellation();
    const failure: ClassifiedFailure =
      context.cancellationSignal.aborted && !(error instanceof GalleyError)
        ? {
            type: 'Worker.Stopping',
            reason: 'stopping',
            detail: 'the worker stopped or lost the activity',
            delayMs: 1,
          }
        : deps.classify(error);
    const rowId = await record(failure, args);
    const final = !FAILURES[failure.type].retryable || (await isBusyTooLong(failure, args));
    const line = {
      type: failure.type,
      reason: failure.reason,
      attemptRowId: rowId,
      activity: context.info.activityType,
    };
    if (failure.type === 'Internal.Fault') deps.log.error('activity failed unexpectedly', line);
    else deps.log.debug('activity failed', line);
    return visibleFailure(failure, rowId, final);
  }

  return {
    async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>) {
      const context = Context.current();
      const beat = context.info.heartbeatTimeoutMs
        ? setInterval(() => context.heartbeat(), HEARTBEAT_EVERY_MS)
        : undefined;
      try {
        return await next(input);
      } catch (error) {
        throw await translate(error, input.args);
      } finally {
        clearInterval(beat);
      }
    },
  };
}
