import { CancellationScope, setHandler } from '@temporalio/workflow';
import {
  approveSignal,
  newIdeasSignal,
  regenerateSignal,
  rescheduleSignal,
  resolveSignal,
  selectIdeaSignal,
} from '../../contract/messages';
import type { Approve, NewIdeas, Regenerate, Reschedule, Resolve, SelectIdea } from '../../contract/messages';
import type { OrderInput } from '../../contract/orders';
import type { OpenedBlogRun } from '../../activities/blog/records';
import { makingSteps, plainStage } from '../../domain/orders/lifecycle';
import type { PlainStepOf, StepOf } from '../../domain/orders/lifecycle';
import { records } from '../activity-options';
import { runFailure } from '../failures';
import { ActionInbox } from '../inbox';
import { runOrder } from '../run-order';
import { runPlainStage } from '../stages/plain';
import type { OrderRun } from '../run-order';
import { blogActivities } from './activities';
import { writeContent } from './content';
import { generateIdeas } from './ideas';
import { waitForPick } from './pick';
import type { PickAction } from './pick';
import { makePicture } from './picture';
import { publish } from './publish';
import { waitForRelease } from './release';
import type { ReleaseAction } from './release';
import type { BlogRun } from './run';

/**
 * One blog order: ideas, a person's pick, text with quality control, picture, release, publication. What a person sends back is made
 * again: the facts that Postgres answers say which steps are still to be done.
 */
export async function blogOrder(input: OrderInput): Promise<{ status: string }> {
  const inboxes = openInboxes();
  return runOrder<OpenFacts>(input, {
    records,
    done: 'DONE',
    body: (order) => makeAndPublish(order, inboxes),
  });
}

type OpenFacts = Extract<OpenedBlogRun, { state: 'open' }>;
type Inboxes = ReturnType<typeof openInboxes>;

/** Where actions arrive. Signals may come from anybody with a command line: what is no action is dropped, and judged only in Postgres. */
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

async function makeAndPublish(order: OrderRun<OpenFacts>, inboxes: Inboxes): Promise<void> {
  const { key, tenantId, state, priority } = order;
  for (;;) {
    const { storeKey, weight, round, policy, ideaId, versionId, hasSubject, done } = await order.open();
    const share = () => ({ tenantId, weight, priority: priority.value });
    const run: BlogRun = {
      ...{ key, policy, state, round, ideaId, versionId, share },
      lanes: () => blogActivities({ ...share(), storeKey }),
    };
    if (!hasSubject) await run.lanes().publishing.loadSubject(key);
    if (!(await makePost(run, done, inboxes))) continue;
    const release = await waitForRelease(run, inboxes.releases);
    if (release === 'again') continue;
    return CancellationScope.nonCancellable(() => publish(run, release, inboxes.resolutions));
  }
}

type MadeHere = Exclude<StepOf<'blog'>, PlainStepOf<'blog'> | 'publishing'>;

/** How each step before the release is made, plain stages apart; false where a person wants an earlier one again. */
const MAKE: { [S in MadeHere]: (run: BlogRun, inboxes: Inboxes) => Promise<boolean | void> } = {
  ideas: generateIdeas,
  selection: pickIdea,
  content: writeContent,
  image: makePicture,
};

/** Makes whatever is missing of the post. False where a person wants other ideas first. */
async function makePost(run: BlogRun, done: readonly string[], inboxes: Inboxes): Promise<boolean> {
  for (const step of makingSteps('blog')) {
    if (done.includes(step)) continue;
    const plain = plainStage('blog', step);
    if (plain) await runPlainStage({ ...run, versionId: run.versionId! }, { step, ...plain }, run.share);
    else if ((await MAKE[step as MadeHere](run, inboxes)) === false) return false;
  }
  return true;
}

async function pickIdea(run: BlogRun, { picks }: Inboxes): Promise<boolean> {
  const pick = await waitForPick(run, picks);
  if (pick.outcome === 'expired') throw runFailure('Order.Ended', 'no_idea_picked');
  if (pick.outcome === 'again') return false;
  run.ideaId = pick.ideaId;
  return true;
}
