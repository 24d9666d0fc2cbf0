import { uuid4 } from '@temporalio/workflow';
import type { SelectIdea } from '../../contract/messages';
import { records } from '../activity-options';
import { runFailure } from '../failures';
import type { ActInbox } from '../inbox';
import { enterStage } from '../run';
import type { Run } from '../run';
import { waitForPerson } from './person';

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
  return waitForPerson<SelectIdea, PickOutcome>(run, {
    signal: 'selectIdea',
    inbox: picks,
    accept: async (act) => {
      const ideaId = await heldIdea(run, act);
      return ideaId ? { outcome: 'picked', ideaId } : undefined;
    },
    remind: () => records.remindOfPick(run.key),
    expire: async () => {
      const answer = await records.expirePick(run.key);
      if (answer.expired) return { outcome: 'expired' };
      if (answer.ideaId) return { outcome: 'picked', ideaId: answer.ideaId };
      throw runFailure('Order.Ended');
    },
  });
}
