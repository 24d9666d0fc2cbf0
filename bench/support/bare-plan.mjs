// What a bare workflow has to do to have the history of one of Galley's: read from such a history, so that it stays the same work when
// Galley changes.

const seconds = (duration) => Number(duration?.seconds ?? 0) + Number(duration?.nanos ?? 0) / 1e9;

const idOf = (event) => Number(event.eventId);

/** The command that an event records, with the workflow task it belongs to; undefined if it records none of those that are copied. */
function commandOf(event) {
  const scheduled = event.activityTaskScheduledEventAttributes;
  const started = event.timerStartedEventAttributes;
  const canceled = event.timerCanceledEventAttributes;
  const attributes = event.upsertWorkflowSearchAttributesEventAttributes;
  const task = Number(
    (scheduled ?? started ?? canceled ?? attributes)?.workflowTaskCompletedEventId ?? Number.NaN,
  );
  if (scheduled) return { task, command: { type: 'activity', lane: scheduled.taskQueue.name } };
  if (started)
    return {
      task,
      command: { type: 'timer', id: idOf(event), seconds: seconds(started.startToFireTimeout) },
    };
  if (canceled) return { task, command: { type: 'cancel', id: Number(canceled.startedEventId) } };
  if (attributes) return { task, command: { type: 'attributes' } };
  return undefined;
}

/** What a workflow waits for before its next commands, by the event that records it. */
function wakingOf(event) {
  if (event.activityTaskCompletedEventAttributes) return 'activities';
  if (event.workflowExecutionSignaledEventAttributes) return 'signals';
  if (event.timerFiredEventAttributes) return 'timers';
  return undefined;
}

/**
 * The turns of a workflow, each with its commands and what has to have happened before: how many activities, signals and timers in all.
 * `beforeSignal` marks the activity after which it waits for its first signal, `last` the one that ends it.
 */
export function planOf(events) {
  const turns = [];
  const after = { activities: 0, signals: 0, timers: 0 };
  let task;
  let latestActivity;
  for (const event of events) {
    const waking = wakingOf(event);
    if (waking === 'signals' && after.signals === 0 && latestActivity) latestActivity.beforeSignal = true;
    if (waking) after[waking] += 1;
    const found = commandOf(event);
    if (!found) continue;
    if (found.task !== task) turns.push({ after: { ...after }, commands: [] });
    task = found.task;
    turns.at(-1).commands.push(found.command);
    if (found.command.type === 'activity') latestActivity = found.command;
  }
  if (!latestActivity) throw new Error('the history has no activity');
  latestActivity.last = true;
  return turns;
}

/** How many activities (of them on `isProvider` lanes), signals, timers and attribute writes a plan has. */
export function workOf(turns, isProvider) {
  const commands = turns.flatMap((turn) => turn.commands);
  const count = (type) => commands.filter((command) => command.type === type).length;
  return {
    activities: count('activity'),
    providerCalls: commands.filter(({ type, lane }) => type === 'activity' && isProvider(lane)).length,
    signals: turns.at(-1).after.signals,
    timers: count('timer'),
    attributeWrites: count('attributes'),
  };
}
