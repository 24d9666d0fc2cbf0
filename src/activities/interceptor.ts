import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { FAILURES, GalleyError } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import { isFinal, longestPauseAfter, pauseAfter } from '../domain/providers/patience';
import type { FailureHistory } from '../domain/providers/patience';
import type { ActivityDeps } from './deps';
import { createWaits } from './waits';

/** Heartbeat interval of every activity with a heartbeat timeout, in milliseconds. */
const HEARTBEAT_EVERY_MS = 1_000;

/** Pauses before a call is repeated whose refusal is out of date, in milliseconds; they only grow if that happens again and again. */
const AGAIN = { delayMs: 200, longestDelayMs: 5_000 };

type Deps = Pick<ActivityDeps, 'db' | 'classify' | 'monotonic' | 'log' | 'secrets'>;

/** What is saved of a failure. Without a history, Postgres could not be asked. */
interface Recorded {
  rowId: string | null;
  history?: FailureHistory;
  /** Whether trying again at once may succeed. */
  again?: boolean;
}

function orderIdOf(args: readonly unknown[]): string | null {
  const input = args[0] as { orderId?: unknown } | undefined;
  return typeof input?.orderId === 'string' ? input.orderId : null;
}

/** The part of a failure that Temporal may see: its type, a fixed message, and the id of the row with the details. */
function visibleFailure(
  failure: ClassifiedFailure,
  rowId: string | null,
  next: 'final' | { delayMs: number | undefined },
): ApplicationFailure {
  const visible = ApplicationFailure.create({
    type: failure.type,
    message: FAILURES[failure.type].message,
    nonRetryable: next === 'final',
    details: [{ attemptRowId: rowId, reason: failure.reason }],
    ...(next === 'final' || next.delayMs === undefined ? {} : { nextRetryDelay: Math.max(1, next.delayMs) }),
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
 * Wraps every activity: sends heartbeats and translates failures. Providers' errors may quote addresses and texts, so
 * their details go to Postgres and only the row's id goes into the workflow history. Secrets are in neither.
 */
export function createActivityGate(deps: Deps): ActivityInboundCallsInterceptor {
  const { db, monotonic } = deps;
  const waits = createWaits(deps);

  /** Saves a failure and what it says. `startedAt`: when its attempt began, by the monotonic clock. */
  async function record(
    failure: ClassifiedFailure,
    args: readonly unknown[],
    startedAt: number,
  ): Promise<Recorded> {
    const { info } = Context.current();
    const orderId = orderIdOf(args);
    try {
      const { id, now, ...history } = await db.activityFailures.saveActivityFailure({
        orderId,
        activity: info.activityType,
        workflowId: info.workflowExecution?.workflowId ?? null,
        execution: `${info.workflowExecution?.runId ?? ''}/${info.activityId}`,
        temporalAttempt: info.attempt,
        tookMs: monotonic() - startedAt,
        longestPauseMs: longestPauseAfter(failure),
        ...failure,
      });
      // Reckoned back from Postgres' time by a clock that nobody sets, so that the worker's own time of day does not matter.
      const askedAt = now - (monotonic() - startedAt);
      const stands = await waits.save(failure, { orderId, lane: info.taskQueue, askedAt });
      return { rowId: id, history, again: !stands };
    } catch (error) {
      // This log line is all that remains of the attempt.
      deps.log.warn('could not save a failed attempt', {
        activity: info.activityType,
        type: failure.type,
      });
      if (deps.classify(error).type === 'Database.Unavailable') return { rowId: null };
      return { rowId: null, history: { repeats: info.attempt, busyMs: 0, faults: info.attempt } };
    }
  }

  async function translate(error: unknown, args: readonly unknown[], startedAt: number): Promise<Error> {
    const context = Context.current();
    const { info } = context;
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
    const { rowId, history, again } = await record(failure, args, startedAt);
    const line = {
      type: failure.type,
      reason: failure.reason,
      attemptRowId: rowId,
      activity: info.activityType,
    };
    if (failure.type === 'Internal.Fault') deps.log.error('activity failed unexpectedly', line);
    else deps.log.debug('activity failed', line);
    if (isFinal(failure, { lane: info.taskQueue, history })) return visibleFailure(failure, rowId, 'final');
    const repeats = history?.repeats ?? info.attempt;
    const delayMs = pauseAfter(again ? AGAIN : failure, { repeats, random: Math.random() });
    return visibleFailure(failure, rowId, { delayMs });
  }

  return {
    execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>) {
      return deps.secrets.during(async () => {
        const context = Context.current();
        const startedAt = monotonic();
        const beat = context.info.heartbeatTimeoutMs
          ? setInterval(() => context.heartbeat(), HEARTBEAT_EVERY_MS)
          : undefined;
        try {
          return await next(input);
        } catch (error) {
          throw await translate(error, input.args, startedAt);
        } finally {
          clearInterval(beat);
        }
      });
    },
  };
}
