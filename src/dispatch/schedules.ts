import { createHash, randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { Duration } from '@temporalio/common';
import { workNotes } from '../contract/run-notes';
import { MOST_CATCH_UP, scheduleOfTemporalId, temporalScheduleIdOf } from '../contract/schedules';
import type { ScheduledJobInput } from '../contract/schedules';
import { ownerAttributes } from '../contract/search-attributes';
import type { WantedSchedule } from '../db/bulk/schedule-sync';
import { readCron } from '../domain/bulk/cron';
import { isAlreadyStarted, isOver } from './temporal-requests';
import type { Within } from './temporal-requests';
import { indexedFieldsOf, millisecondsOf, userMetadataOf } from './wire';

type Schedule = temporal.api.schedule.v1.ISchedule;

const { SCHEDULE_OVERLAP_POLICY_ALLOW_ALL } = temporal.api.enums.v1.ScheduleOverlapPolicy;

/** Schedules on one page of a list. */
const PAGE = 500;

/** What operators read beside a schedule. */
const NOTES =
  'Made by Galley, which overwrites changes made here. Galley decides about overlaps and missed runs, too.';

/** A schedule as Temporal has it. */
export interface FoundSchedule {
  /** Which version of the row it was made from; 0 where its input does not say. */
  version: number;
  nextRuns: Date[];
  /** Tells whether the schedule was changed since it was last seen. */
  fingerprint: string;
}

interface Described extends FoundSchedule {
  conflictToken: Uint8Array;
}

/** A whole number of seconds as the protocol has it; the client's encoder takes plain numbers. */
const seconds = (value: number): Duration => ({ seconds: value }) as unknown as Duration;

/** Values in order as ranges without gaps. */
function rangesOf(values: readonly number[]): Array<{ start: number; end: number; step: number }> {
  const ranges: Array<{ start: number; end: number; step: number }> = [];
  for (const value of values) {
    const last = ranges.at(-1);
    if (last && last.end === value - 1) last.end = value;
    else ranges.push({ start: value, end: value, step: 1 });
  }
  return ranges;
}

/**
 * The times of a cron expression. The server gets them as they were read at the door: its own reader takes the weekdays `1-7` for Monday to
 * Saturday. It is handed the expression itself where that cannot be read, to refuse it.
 */
function timesOf(cron: string): temporal.api.schedule.v1.IScheduleSpec {
  const read = readCron(cron);
  if ('problem' in read) return { cronString: [cron] };
  const { minutes, hours, days, months, weekdays } = read.times;
  return {
    structuredCalendar: [
      {
        second: rangesOf([0]),
        minute: rangesOf(minutes),
        hour: rangesOf(hours),
        dayOfMonth: rangesOf(days),
        month: rangesOf(months),
        dayOfWeek: rangesOf(weekdays),
        comment: cron,
      },
    ],
  };
}

/** The schedule that Temporal is to have for a row. */
function scheduleFor(wanted: WantedSchedule): Schedule {
  const { scheduleId, tenantId, version, cron, everySeconds, timeZone, paused } = wanted;
  const input: ScheduledJobInput = { scheduleId, version };
  return {
    spec: {
      ...(cron === null ? {} : timesOf(cron)),
      ...(everySeconds === null ? {} : { interval: [{ interval: seconds(everySeconds) as never }] }),
      timezoneName: timeZone,
    },
    action: {
      startWorkflow: {
        workflowId: temporalScheduleIdOf({ scheduleId }),
        workflowType: { name: 'scheduledBulkJob' },
        taskQueue: { name: 'orders' },
        input: { payloads: [defaultPayloadConverter.toPayload(input)] },
        searchAttributes: { indexedFields: indexedFieldsOf(ownerAttributes({ tenantId })) },
        userMetadata: userMetadataOf(
          workNotes('scheduledBulkJob', { schedule: scheduleId, tenant: tenantId }),
        ),
      },
    },
    // What Temporal leaves out leaves no trace, so it fires every run, and Postgres decides what comes of it.
    policies: {
      overlapPolicy: SCHEDULE_OVERLAP_POLICY_ALLOW_ALL,
      catchupWindow: seconds(MOST_CATCH_UP) as never,
    },
    state: { paused, notes: NOTES },
  };
}

/** The version in a schedule's input; 0 for what somebody else wrote there. */
function versionOf(schedule: Schedule): number {
  const payload = schedule.action?.startWorkflow?.input?.payloads?.[0];
  if (!payload) return 0;
  try {
    const input = defaultPayloadConverter.fromPayload<Partial<ScheduledJobInput> | null>(payload);
    return typeof input?.version === 'number' ? input.version : 0;
  } catch {
    return 0;
  }
}

/** What makes, changes, shows and deletes schedules at Temporal. */
export function createSchedules(options: { client: Client; identity: string; within: Within }) {
  const { client, identity, within } = options;
  const { namespace } = client.options;
  const service = client.workflowService;

  async function describe(scheduleId: string): Promise<Described | undefined> {
    try {
      const answer = await within(() =>
        service.describeSchedule({ namespace, scheduleId: temporalScheduleIdOf({ scheduleId }) }),
      );
      const schedule = answer.schedule ?? {};
      return {
        version: versionOf(schedule),
        nextRuns: (answer.info?.futureActionTimes ?? []).map(
          (time) => new Date(millisecondsOf(time as never)),
        ),
        fingerprint: createHash('sha256').update(JSON.stringify(schedule)).digest('base64url'),
        conflictToken: answer.conflictToken,
      };
    } catch (error) {
      if (isOver(error)) return undefined;
      throw error;
    }
  }

  async function create(wanted: WantedSchedule): Promise<void> {
    try {
      await within(() =>
        service.createSchedule({
          ...{ namespace, identity, requestId: randomUUID(), schedule: scheduleFor(wanted) },
          scheduleId: temporalScheduleIdOf(wanted),
          searchAttributes: { indexedFields: indexedFieldsOf(ownerAttributes(wanted)) },
        }),
      );
    } catch (error) {
      // Somebody was faster; what they made is looked at next.
      if (!isAlreadyStarted(error)) throw error;
    }
  }

  return {
    /** A schedule as Temporal has it; undefined where it has none. */
    async find(scheduleId: string): Promise<FoundSchedule | undefined> {
      return describe(scheduleId);
    },

    /**
     * Brings Temporal's schedule to a row's version, unless it has a later one. Answers what Temporal has then, which is not this version where
     * somebody else changed it meanwhile: the server drops an update that was made from an older state.
     */
    async put(wanted: WantedSchedule): Promise<FoundSchedule | undefined> {
      const { scheduleId, version } = wanted;
      const found = await describe(scheduleId);
      if (!found) await create(wanted);
      else if (found.version < version)
        await within(() =>
          service.updateSchedule({
            ...{ namespace, identity, requestId: randomUUID(), schedule: scheduleFor(wanted) },
            ...{ scheduleId: temporalScheduleIdOf({ scheduleId }), conflictToken: found.conflictToken },
          }),
        );
      else return found;
      return describe(scheduleId);
    },

    /** Deletes a schedule; one that is not there is left alone. */
    async remove(scheduleId: string): Promise<void> {
      try {
        await within(() =>
          service.deleteSchedule({ namespace, identity, scheduleId: temporalScheduleIdOf({ scheduleId }) }),
        );
      } catch (error) {
        if (!isOver(error)) throw error;
      }
    },

    /** All of Temporal's schedules that have the name of one of ours, a page at a time. The server's list lags slightly. */
    async *list(): AsyncGenerator<string[]> {
      let nextPageToken: Uint8Array | null | undefined;
      do {
        const token = nextPageToken;
        const answer = await within(() =>
          service.listSchedules({
            ...{ namespace, maximumPageSize: PAGE },
            ...(token ? { nextPageToken: token } : {}),
          }),
        );
        yield (answer.schedules ?? []).flatMap(
          ({ scheduleId }) => scheduleOfTemporalId(scheduleId ?? '') ?? [],
        );
        nextPageToken = answer.nextPageToken;
      } while (nextPageToken && nextPageToken.length > 0);
    },
  };
}

export type Schedules = ReturnType<typeof createSchedules>;
