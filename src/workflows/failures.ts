import { ActivityFailure, ApplicationFailure, CancelledFailure } from '@temporalio/workflow';
import { FAILURES, isFailureType } from '../contract/failures';
import type { FailureType } from '../contract/failures';

/** Stacks name folders of the machine that built the code, and a type with its sentence says enough. */
function withoutStack<T extends Error>(error: T): T {
  error.stack = '';
  return error;
}

/** A failure of a run: a type of ours with its fixed sentence. `reason` is a machine word. */
export function runFailure(type: FailureType, reason?: string): ApplicationFailure {
  return withoutStack(
    ApplicationFailure.create({
      type,
      message: FAILURES[type].message,
      nonRetryable: true,
      ...(reason ? { details: [{ reason }] } : {}),
    }),
  );
}

/** The type and machine word behind whatever a stage threw. */
export function failureOf(error: unknown): { type: FailureType; reason?: string } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure) || !isFailureType(cause.type)) return { type: 'Internal.Fault' };
  const detail = cause.details?.[0] as { reason?: unknown } | undefined;
  return typeof detail?.reason === 'string'
    ? { type: cause.type, reason: detail.reason }
    : { type: cause.type };
}

/** How a cancelled run closes. */
export function runCancelled(): CancelledFailure {
  return withoutStack(new CancelledFailure('The order was cancelled.'));
}
