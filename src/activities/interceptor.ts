import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { FAILURES, GalleyError } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import { ACCOUNTS, isLane, LANE_PROVIDER } from '../contract/lanes';
import { afterClosing, afterRefusal } from '../domain/providers/account-feedback';
import type { ActivityDeps } from './deps';

/** Every activity with a heartbeat time-out heartbeats this often, in milliseconds. */
const HEARTBEAT_EVERY_MS = 1_000;

/** A stage that has been busy for longer than this, in milliseconds, is given up. */
const BUSY_LIMIT_MS = 24 * 60 * 60 * 1000;

type Deps = Pick<ActivityDeps, 'db' | 'classify' | 'now' | 'log'>;

function orderIdOf(args: readonly unknown[]): string | null {
  const input = args[0] as { orderId?: unknown } | undefined;
  return typeof input?.orderId === 'string' ? input.orderId : null;
}

/** What Temporal may see of a failure: its type, a fixed sentence, and where the rest is written. */
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
 * Around every activity: heartbeats, and the one gate through which failures leave. Providers' errors quote addresses, keys
 * and texts, so what they say is saved in Postgres and only the row's number goes into a history.
 */
export function createActivityGate(deps: Deps): ActivityInboundCallsInterceptor {
  const { db } = deps;

  /** Tells people that the order waits and why; a shut provider, a lost store and a reached cap are told on its timeline, too. */
  async function keepWaiting(orderId: string, failure: ClassifiedFailure): Promise<void> {
    const { type, reason } = failure;
    // Apart from the transaction below: who reconnects a store locks it first and its orders after that.
    if (type === 'Provider.Closed' && reason === 'store_disconnected')
      await db.stores.saveConnection({ orderId, connection: 'needs_reconnect' });
    const isCap = type === 'Spending.Capped';
    await db.transaction(async (tx) => {
      const tenantId = isCap ? await tx.spending.lockCaps({ orderId }) : undefined;
      const isNew = await tx.orders.requeueOrder({ orderId, type, reason });
      if (isNew && (type === 'Provider.Closed' || isCap))
        await tx.events.addEvent({ orderId, type: 'stage.waiting', data: { reason } });
      // Whoever raised the cap since this call was refused woke the orders that waited then; this one was not among them.
      if (tenantId && !(await tx.spending.isCapped({ tenantId }))) await tx.wakes.wakeOrder({ orderId });
    });
  }

  /** Lets the rate controller know that a provider's account is shut, or was asked too often. */
  async function tellAccount(failure: ClassifiedFailure, lane: string): Promise<void> {
    const account = ACCOUNTS.find((known) => isLane(lane) && LANE_PROVIDER[lane] === known);
    const { type, reason, delayMs } = failure;
    const isShut = type === 'Provider.Closed';
    if (!account || !(isShut || (type === 'Provider.Busy' && reason.startsWith('rate_limit')))) return;
    const now = deps.now();
    const { before, after } = await db.transaction((tx) =>
      tx.accounts.changeAccount({ account }, (standing) =>
        isShut ? afterClosing(standing, { reason, now }) : afterRefusal(standing, { reason, delayMs, now }),
      ),
    );
    // One line for each closing, however many calls find it out.
    if (before.state !== 'closed' && after.state === 'closed')
      deps.log.error('a provider is shut; its orders wait', { provider: account, reason });
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
      await tellAccount(failure, info.taskQueue);
      if (orderId && FAILURES[failure.type].retryable) await keepWaiting(orderId, failure);
      return rowId;
    } catch {
      // Postgres is away as well; the line below is all that remains of this attempt.
      deps.log.warn('a failed attempt could not be saved', {
        activity: info.activityType,
        type: failure.type,
      });
      return null;
    }
  }

  async function givenUp(failure: ClassifiedFailure, args: readonly unknown[]): Promise<boolean> {
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
    const final = !FAILURES[failure.type].retryable || (await givenUp(failure, args));
    const line = {
      type: failure.type,
      reason: failure.reason,
      attemptRowId: rowId,
      activity: context.info.activityType,
    };
    if (failure.type === 'Internal.Fault') deps.log.error('an activity failed unexpectedly', line);
    else deps.log.debug('an activity failed', line);
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
