import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { FAILURES, GalleyError } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import type { ActivityDeps } from './deps';

/** Every activity with a heartbeat time-out heartbeats this often, in milliseconds. */
const HEARTBEAT_EVERY_MS = 1_000;

/** A stage that has been busy for longer than this, in milliseconds, is given up. */
const BUSY_LIMIT_MS = 24 * 60 * 60 * 1000;

type Deps = Pick<ActivityDeps, 'store' | 'classify' | 'now' | 'log'>;

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
  const { store } = deps;

  /** Tells people that the order waits and why; a shut provider and a lost store are told on its timeline, too. */
  async function keepWaiting(orderId: string, failure: ClassifiedFailure): Promise<void> {
    const { type, reason } = failure;
    const isNew = await store.orders.requeueOrder(store.pool, { orderId, type, reason });
    if (type !== 'Provider.Closed') return;
    if (reason === 'store_disconnected')
      await store.tenants.saveConnection(store.pool, { orderId, connection: 'needs_reconnect' });
    if (isNew) await store.events.addEvent(store.pool, { orderId, type: 'stage.waiting', data: { reason } });
  }

  async function record(failure: ClassifiedFailure, args: readonly unknown[]): Promise<string | null> {
    const { info } = Context.current();
    const orderId = orderIdOf(args);
    try {
      const rowId = await store.activityFailures.insertActivityFailure(store.pool, {
        orderId,
        activity: info.activityType,
        workflowId: info.workflowExecution?.workflowId ?? null,
        temporalAttempt: info.attempt,
        ...failure,
      });
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
    const since = await store.activityFailures
      .busySince(store.pool, { orderId, activity })
      .catch(() => undefined);
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
