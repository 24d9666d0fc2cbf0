import { uuid4 } from '@temporalio/workflow';
import type { NewIdeas, SelectIdea } from '../../contract/messages';
import { records } from '../activity-options';
import { blogRecords } from './activities';
import { runFailure } from '../failures';
import type { ActionInbox } from '../inbox';
import { enterStage } from '../run';
import type { BlogRun } from './run';
import { waitForPerson } from '../stages/person';

/** What a person does with the ideas. */
export type PickAction = ({ kind: 'selectIdea' } & SelectIdea) | ({ kind: 'newIdeas' } & NewIdeas);

/** A person picked, or wants other ideas, or nobody acted in time. */
export type PickOutcome =
  { outcome: 'picked'; ideaId: string } | { outcome: 'again' } | { outcome: 'expired' };

function outcomeOf(act: PickAction): PickOutcome {
  return act.kind === 'selectIdea' ? { outcome: 'picked', ideaId: act.ideaId } : { outcome: 'again' };
}

/** What follows from an act, once it holds in Postgres. An act without an id comes only to runs from before signals were looked up. */
async function held(run: BlogRun, act: PickAction): Promise<PickOutcome | undefined> {
  if (act.actId) return outcomeOf(act);
  const actId = uuid4();
  const recorded = await records.recordAct(
    act.kind === 'selectIdea'
      ? { ...run.key, actId, kind: 'selectIdea', act: { ideaId: act.ideaId } }
      : { ...run.key, actId, kind: 'newIdeas', act: {} },
  );
  return recorded.accepted ? outcomeOf(act) : undefined;
}

/** Waits for a person's pick, reminds once, and lets the deadline lose against a pick that came first. */
export async function waitForPick(run: BlogRun, picks: ActionInbox<PickAction>): Promise<PickOutcome> {
  enterStage(run, 'pick', 'AWAITING_SELECTION');
  return waitForPerson<PickAction, PickOutcome>(run, {
    signal: 'selectIdea',
    inbox: picks,
    mayRenew: true,
    accept: (act) => held(run, act),
    remind: () => blogRecords.remind({ ...run.key, of: 'pick' }),
    expire: async () => {
      const answer = await blogRecords.expirePick({ ...run.key, round: run.round });
      if (answer.expired) return { outcome: 'expired' };
      if (answer.ideaId) return { outcome: 'picked', ideaId: answer.ideaId };
      if (answer.status === 'GENERATING_IDEAS') return { outcome: 'again' };
      throw runFailure('Order.Ended');
    },
  });
}
