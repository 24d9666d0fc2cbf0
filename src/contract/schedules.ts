/** Schedules: when a template is placed as a bulk job without anybody asking. */

/**
 * What becomes of a run that is due while an earlier job of its schedule is still open, named as Temporal names it: it is left out, it waits
 * until that job has ended (one run at most waits), or its job is placed all the same. Policies that end the earlier job are not offered, since they would throw away
 * what is paid for.
 */
export const OVERLAPS = ['SKIP', 'BUFFER_ONE', 'ALLOW_ALL'] as const;
export type Overlap = (typeof OVERLAPS)[number];

/** What came of a run: its job was placed, it waits, or there is no job, for a reason. */
export const SCHEDULE_RUN_STATES = ['waiting', 'placed', 'left_out'] as const;
export type ScheduleRunState = (typeof SCHEDULE_RUN_STATES)[number];

/** Why a run waits or has no job. */
export const SCHEDULE_RUN_REASONS = [
  /** An earlier job of the schedule has not ended. */
  'overlap',
  /** It was due too long ago when it could be looked at. */
  'missed',
  /** Too many orders are open, in all or of its tenant. */
  'queue_full',
  'too_many_orders',
  /** The schedule was paused, or deleted, by the time it could be looked at. */
  'paused',
  'deleted',
  /** The template is of a form that is not known any more. */
  'invalid_template',
] as const;
export type ScheduleRunReason = (typeof SCHEDULE_RUN_REASONS)[number];

/** Schedules that a tenant can have, and templates. */
export const MOST_SCHEDULES = 50;
export const MOST_TEMPLATES = 200;

/** The shortest pause between two runs, and the longest interval, in seconds. */
export const SCHEDULE_EVERY = { least: 600, most: 31_536_000 } as const;

/** For how long a run can be caught up at most, in seconds. */
export const MOST_CATCH_UP = 604_800;

/** A run that is no later than this is not late, in seconds: workers may have been restarted meanwhile. */
export const PUNCTUAL_SECONDS = 300;

/** What a schedule hands to the workflow that it starts. `version`: which version of the schedule Temporal has. */
export interface ScheduledJobInput {
  scheduleId: string;
  version: number;
}

/** The id of a schedule at Temporal: `bulk-schedule:<id>`; its workflows are named after it and the time for which they were started. */
export function temporalScheduleIdOf(key: { scheduleId: string }): string {
  return `${PREFIX}${key.scheduleId}`;
}

/** The schedule behind an id at Temporal; undefined where it is none of ours. Inverse of {@link temporalScheduleIdOf}. */
export function scheduleOfTemporalId(id: string): string | undefined {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined;
}

const PREFIX = 'bulk-schedule:';
