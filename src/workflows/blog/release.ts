import { CancellationScope, condition, uuid4 } from '@temporalio/workflow';
import type { Approve, Regenerate, Reschedule } from '../../contract/messages';
import type { PublishMode } from '../../contract/blog';
import { makingSteps, statusOfStep } from '../../domain/orders/lifecycle';
import { records } from '../activity-options';
import { blogRecords } from './activities';
import { runFailure } from '../failures';
import type { ActionInbox } from '../inbox';
import { enterStage, HistoryFull, isHistoryFull } from '../run';
import type { BlogRun } from './run';
import { waitForPerson } from '../stages/person';

/** What a person decides about a finished post. */
export type ReleaseAction =
  | ({ kind: 'approve' } & Approve)
  | ({ kind: 'regenerate' } & Regenerate)
  | ({ kind: 'reschedule' } & Reschedule);

/** How the post goes out; `again` where a part of it was sent back. */
export type ReleaseOutcome = Exclude<PublishMode, 'approve'> | 'again';

/** Whether an act holds in Postgres. One without an id comes only to runs from before signals were looked up. */
async function holds(run: BlogRun, act: ReleaseAction): Promise<boolean> {
  if (act.actId || act.kind === 'reschedule') return true;
  const actId = uuid4();
  const recorded = await records.recordAct(
    act.kind === 'approve'
      ? { ...run.key, actId, kind: 'approve', act: {} }
      : { ...run.key, actId, kind: 'regenerate', act: { part: act.part } },
  );
  return recorded.accepted;
}

async function waitForApproval(run: BlogRun, acts: ActionInbox<ReleaseAction>): Promise<void> {
  enterStage(run, 'release', 'AWAITING_APPROVAL');
  await waitForPerson<ReleaseAction, 'asked'>(run, {
    signal: 'approve',
    inbox: acts,
    mayRenew: true,
    accept: async (act) => ((await holds(run, act)) ? 'asked' : undefined),
    remind: () => blogRecords.remind({ ...run.key, of: 'approval' }),
    expire: async () => {
      const answer = await blogRecords.expireApproval({ ...run.key, round: run.round });
      if (answer.expired) throw runFailure('Order.Ended', 'not_approved');
      return 'asked';
    },
  });
}

/** Waits for the post's time, or for a person who changes something before it. */
async function waitForTime(run: BlogRun, acts: ActionInbox<ReleaseAction>, waitMs: number): Promise<void> {
  enterStage(run, 'release', 'SCHEDULED');
  run.state.waitingFor = 'time';
  run.state.expect({ what: 'publication', atMs: Date.now() + waitMs });
  const isOver = (): boolean => !acts.isEmpty || isHistoryFull();
  if (!(await condition(isOver, Math.max(1, waitMs), { summary: 'Time of publication' }))) return;
  const act = acts.take();
  if (!act) throw new HistoryFull();
  await holds(run, act);
}

/** Whether a part was sent back: the order is at a step before its release. */
function isBeingMade(status: string): boolean {
  return makingSteps('blog').some((step) => statusOfStep('blog', step) === status);
}

/**
 * Waits until the post may go out: for a person's approval where the order asks for one, then for its time. Whatever wakes the wait,
 * Postgres says what stands. The question itself is the point of no return, so no cancellation reaches it. The first one may have been
 * asked as the picture was done.
 */
export async function waitForRelease(
  run: BlogRun,
  acts: ActionInbox<ReleaseAction>,
): Promise<ReleaseOutcome> {
  let known = run.release;
  for (;;) {
    const answer = known ?? (await CancellationScope.nonCancellable(() => blogRecords.beginPublish(run.key)));
    known = null;
    if (answer.began) return answer.mode === 'draft' ? 'draft' : 'publish';
    if (answer.status === 'AWAITING_APPROVAL') await waitForApproval(run, acts);
    else if (answer.status === 'SCHEDULED') await waitForTime(run, acts, answer.waitMs ?? 0);
    else if (isBeingMade(answer.status)) return 'again';
    else throw runFailure('Order.Ended');
  }
}
