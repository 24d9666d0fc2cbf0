import type { WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { Galley } from './galley';

const { EventType } = temporal.api.enums.v1;

/** Names of all events in a run's history, in order. */
export async function eventTypes(handle: WorkflowHandle): Promise<string[]> {
  const history = await handle.fetchHistory();
  return (history.events ?? []).map((event) => EventType[event.eventType ?? 0] ?? 'unknown');
}

/** Every run an order ever had, by asking the server's list. */
export async function runsOf(
  galley: Galley,
  orderId: string,
  kind = 'blog',
): Promise<Array<{ runId: string; status: string }>> {
  const runs: Array<{ runId: string; status: string }> = [];
  for await (const run of galley.temporal.workflow.list({ query: `WorkflowId = "${kind}:${orderId}"` }))
    runs.push({ runId: run.runId, status: run.status.name });
  return runs;
}

/** Whether an activity of this name was scheduled by a run, and has completed. */
export async function isComplete(handle: WorkflowHandle, activity: string): Promise<boolean> {
  const events = (await handle.fetchHistory()).events ?? [];
  const scheduled = events.find(
    ({ activityTaskScheduledEventAttributes: of }) => of?.activityType?.name === activity,
  );
  if (!scheduled) throw new Error(`no ${activity} was scheduled`);
  return events.some(({ activityTaskCompletedEventAttributes: of }) =>
    of?.scheduledEventId?.equals(scheduled.eventId!),
  );
}
