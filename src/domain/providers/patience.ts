import { backoffMs } from '../../contract/backoff';
import { FAILURES } from '../../contract/failures';
import type { ClassifiedFailure } from '../../contract/failures';
import type { Lane } from '../../contract/lanes';

/** How an execution of an activity has failed so far, the latest failure included. */
export interface FailureHistory {
  /** Failures like the latest one. */
  repeats: number;
  /** Time in which a busy provider was tried again and again, in milliseconds. */
  busyMs: number;
  /** Unexpected errors. */
  faults: number;
}

/** Time after which a step that keeps finding its provider busy fails, in milliseconds. */
export const BUSY_LIMIT_MS = 24 * 60 * 60 * 1000;

/** An unexpected error may pass; this many of them do not. */
export const FAULT_LIMIT = 5;

/** Lanes whose activities lose nothing by trying again, however long it takes, and must succeed in the end. */
const ENDLESS_LANES: readonly string[] = ['records', 'rate-controller'] satisfies Lane[];

/** What ends a run whatever its lane: somebody else has decided. */
const OVERTAKEN: readonly string[] = ['Run.Stale', 'Order.Ended'];

/**
 * Whether a failure is the last one of its activity. Without a history, because Postgres cannot be asked, nothing ends that the
 * history decides about.
 */
export function isFinal(
  failure: Pick<ClassifiedFailure, 'type'>,
  on: { lane: string; history: FailureHistory | undefined },
): boolean {
  const { type } = failure;
  if (ENDLESS_LANES.includes(on.lane)) return OVERTAKEN.includes(type);
  if (!FAILURES[type].retryable) return true;
  if (!on.history) return false;
  if (type === 'Internal.Fault') return on.history.faults >= FAULT_LIMIT;
  return type === 'Provider.Busy' && on.history.busyMs > BUSY_LIMIT_MS;
}

/** The pause before the next try in milliseconds, `random` from 0 to 1; undefined if it is left to the server. */
export function pauseAfter(
  failure: Pick<ClassifiedFailure, 'delayMs' | 'longestDelayMs'>,
  on: { repeats: number; random: number },
): number | undefined {
  const { delayMs, longestDelayMs } = failure;
  if (delayMs === undefined || longestDelayMs === undefined) return delayMs;
  return backoffMs({ baseMs: delayMs, failures: on.repeats, maxMs: longestDelayMs, random: on.random });
}

/** The longest pause of the server's own between two tries, in milliseconds. */
const LONGEST_SERVER_PAUSE_MS = 5 * 60_000;

/** The longest pause that may follow a failure, in milliseconds. */
export function longestPauseAfter(failure: Pick<ClassifiedFailure, 'delayMs' | 'longestDelayMs'>): number {
  return Math.max(failure.longestDelayMs ?? failure.delayMs ?? LONGEST_SERVER_PAUSE_MS, 0);
}
