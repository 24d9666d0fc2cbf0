import { condition, uuid4 } from '@temporalio/workflow';
import type { SelectIdea } from '../../contract/messages';
import { records } from '../activity-options';
import { runFailure } from '../failures';
import type { ActInbox } from '../inbox';
import { enterStage } from '../run';
import type { Run } from '../run';

/** A person picked, or nobody did in time. */
export type PickOutcome = { outcome: 'picked'; ideaId: string } | { outcome: 'expired' };

/** The picked idea, once the act holds in Postgres. An act with an id was recorded before it was signalled. */
async function heldIdea(run: Run, act: SelectIdea): Promise<string | undefined> {
  if (act.actId) return act.ideaId;
  const recorded = await records.recordAct({ ...run.key, actId: uuid4(), kind: 'selectIdea', act });
  return recorded.accepted ? act.ideaId : undefined;
}

/** Waits for a person's pick, reminds once, and lets the deadline lose against a pick that came first. */
export async function waitForPick(run: Run, picks: ActInbox<SelectIdea>): Promise<PickOutcome> {
  enterStage(run, 'pick', 'AWAITING_SELECTION');
  run.standing.waitingFor = 'selectIdea';
  const since = Date.now();
  const deadline = since + run.policy.deadlineMs;
  let wakeAt = Math.min(since + run.policy.reminderAfterMs, deadline);
  for (;;) {
    const arrived = await condition(() => !picks.isEmpty, Math.max(1, wakeAt - Date.now()));
    const act = arrived ? picks.take() : undefined;
    if (act) {
      const ideaId = await heldIdea(run, act);
      if (ideaId) return { outcome: 'picked', ideaId };
    } else if (wakeAt < deadline) {
      wakeAt = deadline;
      await records.remindOfPick(run.key);
    } else {
      const answer = await records.expirePick(run.key);
      if (answer.expired) return { outcome: 'expired' };
      if (answer.ideaId) return { outcome: 'picked', ideaId: answer.ideaId };
      throw runFailure('Order.Ended');
    }
  }
}
