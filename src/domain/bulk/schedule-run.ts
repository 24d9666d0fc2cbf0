import { PUNCTUAL_SECONDS } from '../../contract/schedules';
import type { Overlap, ScheduleRunReason } from '../../contract/schedules';

/** What decides whether a run has its job placed. */
export interface RunFacts {
  overlap: Overlap;
  catchUpSeconds: number;
  paused: boolean;
  deleted: boolean;
  /** How long ago it was due. */
  lateSeconds: number;
  /** What it waits for, where it was decided upon before. */
  waitsFor: ScheduleRunReason | null;
  /** Jobs of its schedule that have not ended. */
  openJobs: number;
  /** Runs of its schedule that wait already or, if it waits itself, that were due before it. */
  waitingBefore: number;
  /** Which limit its orders would exceed, where that was tried. */
  full: Extract<ScheduleRunReason, 'queue_full' | 'too_many_orders'> | null;
}

/** What becomes of a run now. */
export type RunDecision =
  | { state: 'placed'; reason: null }
  | { state: 'waiting'; reason: ScheduleRunReason }
  | { state: 'left_out'; reason: ScheduleRunReason };

const leftOut = (reason: ScheduleRunReason): RunDecision => ({ state: 'left_out', reason });
const waiting = (reason: ScheduleRunReason): RunDecision => ({ state: 'waiting', reason });

/**
 * What becomes of a run of a schedule. A run that waits for an earlier job is not late by that; one that finds no room is tried again until it is
 * later than its schedule allows.
 */
export function decideRun(facts: RunFacts): RunDecision {
  const { overlap, waitsFor, full } = facts;
  if (facts.deleted) return leftOut('deleted');
  if (facts.paused) return waitsFor === null ? leftOut('paused') : waiting(waitsFor);
  const isLate = facts.lateSeconds > Math.max(facts.catchUpSeconds, PUNCTUAL_SECONDS);
  if (isLate && waitsFor !== 'overlap') return leftOut(full ?? waitsFor ?? 'missed');
  if (overlap !== 'ALLOW_ALL' && facts.openJobs + facts.waitingBefore > 0)
    return overlap === 'BUFFER_ONE' && facts.waitingBefore === 0 ? waiting('overlap') : leftOut('overlap');
  return full ? waiting(full) : { state: 'placed', reason: null };
}
