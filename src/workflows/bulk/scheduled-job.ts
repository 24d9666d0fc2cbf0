import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { workflowInfo } from '@temporalio/workflow';
import { isUuid } from '../../contract/ids';
import { temporalScheduleIdOf } from '../../contract/schedules';
import type { ScheduledJobInput } from '../../contract/schedules';
import { schedules } from '../activity-options';
import { runFailure } from '../failures';

/** What Temporal says of runs that a schedule has started: for which time, and by which schedule. */
const FOR_TIME = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);
const BY_SCHEDULE = defineSearchAttributeKey('TemporalScheduledById', SearchAttributeType.KEYWORD);

/** Has the job of a schedule placed for the time for which Temporal started this run. */
export async function scheduledBulkJob(input: ScheduledJobInput): Promise<void> {
  const { typedSearchAttributes: attributes } = workflowInfo();
  const scheduledAt = attributes.get(FOR_TIME);
  // Anybody with a command line can start one.
  if (
    !isUuid(input?.scheduleId) ||
    !scheduledAt ||
    attributes.get(BY_SCHEDULE) !== temporalScheduleIdOf(input)
  )
    throw runFailure('Order.Invalid', 'bad_input');
  await schedules.fireSchedule({ scheduleId: input.scheduleId, scheduledAt: scheduledAt.toISOString() });
}
