import { CancellationScope, isCancellation, setHandler } from '@temporalio/workflow';
import { resolveSignal, selectIdeaSignal, whereQuery } from '../contract/messages';
import type { Resolve, SelectIdea } from '../contract/messages';
import type { OrderInput } from '../contract/orders';
import { PLAN_WEIGHT } from '../contract/tenancy';
import { laneActivities, records } from './activity-options';
import { failureOf, runCancelled, runFailure } from './failures';
import { ActInbox } from './inbox';
import { showStatus } from './run';
import type { Run, Standing } from './run';
import { writeContent } from './stages/content';
import { generateIdeas } from './stages/ideas';
import { waitForPick } from './stages/pick';
import { makePicture } from './stages/picture';
import { publish } from './stages/publish';

/**
 * One blog order: ideas, a person's pick, text with quality control, picture, publication. Ends as completed when the post is
 * out, as cancelled when somebody (or a deadline) cancelled, and as failed otherwise.
 */
export async function blogOrder(input: OrderInput): Promise<{ status: 'DONE' }> {
  const picks = new ActInbox<SelectIdea>();
  const resolutions = new ActInbox<Resolve>();
  const standing: Standing = { stage: 'opening', attempt: 1, waitingFor: null };
  // Signals may come from anybody with a command line: what is no act is dropped here, and judged nowhere but in Postgres.
  setHandler(selectIdeaSignal, (act: SelectIdea | undefined) => {
    if (typeof act?.ideaId === 'string') picks.add(act);
  });
  setHandler(resolveSignal, (act: Resolve | undefined) => {
    if (typeof act?.resolution === 'string') resolutions.add(act);
  });
  setHandler(whereQuery, () => standing);

  const key = { orderId: input.orderId, startNo: input.startNo };
  try {
    const opened = await records.openRun(key);
    if (opened.state === 'stale') throw runFailure('Run.Stale');
    if (opened.state === 'ended') throw runFailure('Order.Ended');
    const run: Run = {
      key,
      round: opened.round,
      policy: opened.policy,
      standing,
      lanes: laneActivities({
        tenantId: input.tenantId,
        storeKey: opened.storeKey,
        priority: input.priority,
        weight: PLAN_WEIGHT[opened.plan],
      }),
    };

    if (!opened.hasSubject) await run.lanes.publishing.loadSubject(key);
    if (!opened.hasIdeas) await generateIdeas(run);
    const ideaId = opened.ideaId ?? (await pickedIdea(run, picks));
    const versionId = opened.versionId ?? (await writeContent(run, ideaId));
    if (!opened.pictureId) await makePicture(run, versionId);
    await CancellationScope.nonCancellable(() => publish(run, versionId, resolutions));
  } catch (error) {
    throw await CancellationScope.nonCancellable(() => endingOf(key, error));
  }
  showStatus('DONE');
  return { status: 'DONE' };
}

async function pickedIdea(run: Run, picks: ActInbox<SelectIdea>): Promise<string> {
  const pick = await waitForPick(run, picks);
  if (pick.outcome === 'expired') throw runFailure('Order.Ended', 'no_idea_picked');
  return pick.ideaId;
}

/** Writes the ending where Postgres still lets it, and answers what the run closes with: the truth that stands there. */
async function endingOf(key: { orderId: string; startNo: number }, error: unknown): Promise<Error> {
  const failure = failureOf(error);
  if (!isCancellation(error) && failure.type === 'Run.Stale') return runFailure('Run.Stale');
  const answer = await records.endRun({
    ...key,
    ending: isCancellation(error)
      ? { outcome: 'cancelled', by: 'operator' }
      : {
          outcome: 'failed',
          failureType: failure.type,
          ...(failure.reason ? { reason: failure.reason } : {}),
        },
  });
  showStatus(answer.status);
  const cancelled = isCancellation(error) || answer.status === 'CANCELLED';
  return cancelled ? runCancelled() : runFailure(failure.type, failure.reason);
}
