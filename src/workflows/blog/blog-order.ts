import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import {
  approveSignal,
  newIdeasSignal,
  regenerateSignal,
  rescheduleSignal,
  resolveSignal,
  selectIdeaSignal,
  whereQuery,
} from '../../contract/messages';
import type { Approve, NewIdeas, Regenerate, Reschedule, Resolve, SelectIdea } from '../../contract/messages';
import type { OrderInput } from '../../contract/orders';
import { PLAN_WEIGHT } from '../../contract/tenancy';
import { laneActivities, records } from '../activity-options';
import { failureOf, runCancelled, runFailure } from '../failures';
import { ActionInbox } from '../inbox';
import { followPriority } from '../priority';
import { showStatus } from '../run';
import type { Run, RunKey, Standing } from '../run';
import { writeContent } from '../stages/content';
import { generateIdeas } from '../stages/ideas';
import { waitForPick } from '../stages/pick';
import type { PickAction } from '../stages/pick';
import { makePicture } from '../stages/picture';
import { publish } from '../stages/publish';
import { waitForRelease } from '../stages/release';
import type { ReleaseAction } from '../stages/release';

/**
 * One blog order: ideas, a person's pick, text with quality control, picture, release, publication. What a person sends back is made
 * again: the facts that Postgres answers say which stages are still to be done. Ends as completed when the post is out, as
 * cancelled when somebody (or a deadline) cancelled, and as failed otherwise.
 */
export async function blogOrder(input: OrderInput): Promise<{ status: 'DONE' }> {
  const { picks, releases, resolutions } = openInboxes();
  const standing: Standing = { stage: 'opening', attempt: 1, waitingFor: null };
  setHandler(whereQuery, () => standing);

  const key = { orderId: input.orderId, startNo: input.startNo };
  const priority = followPriority(key, input.priority);
  try {
    let facts = await openRun(key);
    const share = {
      tenantId: input.tenantId,
      storeKey: facts.storeKey,
      weight: facts.weight ?? PLAN_WEIGHT[facts.plan],
    };
    const run: Run = {
      key,
      round: facts.round,
      policy: facts.policy,
      standing,
      lanes: () => laneActivities({ ...share, priority: priority.value }),
    };
    if (!facts.hasSubject) await run.lanes().publishing.loadSubject(key);
    for (;;) {
      const versionId = await makePost(run, facts, picks);
      const release = versionId ? await waitForRelease(run, releases) : 'again';
      if (versionId && release !== 'again') {
        await CancellationScope.nonCancellable(() => publish(run, versionId, release, resolutions));
        break;
      }
      facts = await openRun(key);
      run.round = facts.round;
    }
  } catch (error) {
    throw await CancellationScope.nonCancellable(() => endingOf(key, error));
  } finally {
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }
  showStatus('DONE');
  return { status: 'DONE' };
}

/** Where acts arrive. Signals may come from anybody with a command line: what is no act is dropped, and judged only in Postgres. */
function openInboxes() {
  const picks = new ActionInbox<PickAction>();
  const releases = new ActionInbox<ReleaseAction>();
  const resolutions = new ActionInbox<Resolve>();
  setHandler(selectIdeaSignal, (act: SelectIdea | undefined) => {
    if (typeof act?.ideaId === 'string') picks.add({ kind: 'selectIdea', ...act });
  });
  setHandler(newIdeasSignal, (act: NewIdeas | undefined) => picks.add({ kind: 'newIdeas', ...act }));
  setHandler(approveSignal, (act: Approve | undefined) => releases.add({ kind: 'approve', ...act }));
  setHandler(regenerateSignal, (act: Regenerate | undefined) => {
    if (typeof act?.part === 'string') releases.add({ kind: 'regenerate', ...act });
  });
  setHandler(rescheduleSignal, (act: Reschedule | undefined) => releases.add({ kind: 'reschedule', ...act }));
  setHandler(resolveSignal, (act: Resolve | undefined) => {
    if (typeof act?.resolution === 'string') resolutions.add(act);
  });
  return { picks, releases, resolutions };
}

type OpenFacts = Extract<Awaited<ReturnType<typeof records.openRun>>, { state: 'open' }>;

/** All that is saved of the order; throws where this run has no business with it any more. */
async function openRun(key: RunKey): Promise<OpenFacts> {
  const opened = await records.openRun(key);
  if (opened.state === 'stale') throw runFailure('Run.Stale');
  if (opened.state === 'ended') throw runFailure('Order.Ended');
  return opened;
}

/** Makes whatever is missing of text and picture. Undefined where a person wants other ideas first. */
async function makePost(
  run: Run,
  facts: OpenFacts,
  picks: ActionInbox<PickAction>,
): Promise<string | undefined> {
  if (!facts.hasIdeas) await generateIdeas(run);
  const ideaId = facts.ideaId ?? (await pickedIdea(run, picks));
  if (!ideaId) return undefined;
  const versionId = facts.versionId ?? (await writeContent(run, ideaId));
  if (!facts.pictureId) await makePicture(run, versionId);
  return versionId;
}

async function pickedIdea(run: Run, picks: ActionInbox<PickAction>): Promise<string | undefined> {
  const pick = await waitForPick(run, picks);
  if (pick.outcome === 'expired') throw runFailure('Order.Ended', 'no_idea_picked');
  return pick.outcome === 'picked' ? pick.ideaId : undefined;
}

/** Writes the ending where Postgres still lets it, and answers what the run closes with: the truth that stands there. */
async function endingOf(key: RunKey, error: unknown): Promise<Error> {
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
