import { CancellationScope } from '@temporalio/workflow';
import {
  approveSignal,
  newIdeasSignal,
  regenerateSignal,
  rescheduleSignal,
  resolveSignal,
  selectIdeaSignal,
} from '../../contract/messages';
import type { Resolve } from '../../contract/messages';
import type { Beginning, OrderInput } from '../../contract/orders';
import type { Attempted } from '../../activities/blog/ideas';
import type { OpenedBlogRun } from '../../activities/blog/records';
import { makingSteps, plainStage } from '../../domain/orders/lifecycle';
import type { PlainStepOf, StepOf } from '../../domain/orders/lifecycle';
import type { Actions } from '../actions';
import { records } from '../activity-options';
import { runFailure } from '../failures';
import { ActionInbox } from '../inbox';
import { assertOpened, runOrder } from '../run-order';
import { runPlainStage } from '../stages/plain';
import type { OrderRun } from '../run-order';
import { blogActivities, blogRecords } from './activities';
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
  const inboxes: Inboxes = {
    picks: new ActionInbox<PickAction>(),
    releases: new ActionInbox<ReleaseAction>(),
    resolutions: new ActionInbox<Resolve>(),
  };
  return runOrder<OpenFacts>(input, {
    kind: 'blog',
    records,
    done: 'DONE',
    hear: (actions) => hearActions(actions, inboxes),
    body: (order) => makeAndPublish(order, inboxes),
  });
}

type OpenFacts = Extract<OpenedBlogRun, { state: 'open' }>;

/** Where actions wait that a later step of the run is to take. */
interface Inboxes {
  picks: ActionInbox<PickAction>;
  releases: ActionInbox<ReleaseAction>;
  resolutions: ActionInbox<Resolve>;
}

/** Puts what people do where the run will look for it; each first as Postgres has it, and then as runs took it before they looked there. */
function hearActions(actions: Actions, { picks, releases, resolutions }: Inboxes): void {
  actions.hear(
    selectIdeaSignal,
    ({ actId, ideaId }) => ideaId && picks.add({ kind: 'selectIdea', actId, ideaId }),
    (act) => typeof act?.ideaId === 'string' && picks.add({ kind: 'selectIdea', ...act }),
  );
  actions.hear(
    newIdeasSignal,
    ({ actId }) => picks.add({ kind: 'newIdeas', actId }),
    (act) => picks.add({ kind: 'newIdeas', ...act }),
  );
  actions.hear(
    approveSignal,
    ({ actId }) => releases.add({ kind: 'approve', actId }),
    (act) => releases.add({ kind: 'approve', ...act }),
  );
  actions.hear(
    regenerateSignal,
    ({ actId, part }) => part && releases.add({ kind: 'regenerate', actId, part }),
    (act) => typeof act?.part === 'string' && releases.add({ kind: 'regenerate', ...act }),
  );
  actions.hear(
    rescheduleSignal,
    ({ actId }) => releases.add({ kind: 'reschedule', actId }),
    (act) => releases.add({ kind: 'reschedule', ...act }),
  );
  actions.hear(
    resolveSignal,
    ({ actId, resolution }) => resolution && resolutions.add({ actId, resolution }),
    (act) => typeof act?.resolution === 'string' && resolutions.add(act),
  );
}

async function makeAndPublish(order: OrderRun<OpenFacts>, inboxes: Inboxes): Promise<void> {
  const { key, tenantId, state, priority, show, form } = order;
  let opening: Promise<Opening> | undefined = order.begins && beginWith(order, order.begins);
  for (;;) {
    const { opened, ideas } = opening ? await opening : { opened: await order.open() };
    opening = undefined;
    const { storeKey, weight, round, policy, ideaId, versionId, hasSubject, done } = opened;
    const share = () => ({ tenantId, weight, priority: priority.value });
    const run: BlogRun = {
      ...{ key, policy, state, show, form, round, ideaId, versionId, storeKey, share, release: null },
      lanes: () => blogActivities({ ...share(), storeKey }),
    };
    if (!hasSubject) await run.lanes().publishing.loadSubject(key);
    if (!(await makeOrRelease(run, { done, ideas }, inboxes))) continue;
    const release = await waitForRelease(run, inboxes.releases);
    if (release === 'again') continue;
    return CancellationScope.nonCancellable(() => publish(run, release, inboxes.resolutions));
  }
}

/** What a run's first activity told it, with what its first attempt at ideas came to. */
interface Opening {
  opened: OpenFacts;
  ideas?: Attempted;
}

/** Opens the run by its first work, which waits in its lane as it always does. */
async function beginWith(
  { key, tenantId, state, priority }: OrderRun<OpenFacts>,
  { work, weight, storeKey }: Beginning,
): Promise<Opening> {
  state.stage = work;
  const lanes = blogActivities({ tenantId, weight, priority: priority.value, storeKey });
  if (work === 'subject') {
    const { opened } = await lanes.publishing.openWithSubject(key);
    return { opened: { ...assertOpened<OpenFacts>(opened), hasSubject: true } };
  }
  const { opened, result } = await lanes.ideas.openWithIdeas(key);
  return { opened: assertOpened<OpenFacts>(opened), ...(result ? { ideas: result } : {}) };
}

/** What of a post is done already. */
interface Made {
  done: readonly string[];
  ideas?: Attempted | undefined;
}

/**
 * Makes whatever is missing of the post. A run that is cancelled as its picture is made may have let the post out without having heard of
 * it: then it goes on, as nobody can cancel the order any more.
 */
async function makeOrRelease(run: BlogRun, made: Made, inboxes: Inboxes): Promise<boolean> {
  try {
    return await makePost(run, made, inboxes);
  } catch (error) {
    const isUnheard = run.form >= 2 && run.state.stage === 'image';
    if (!isUnheard || !CancellationScope.current().consideredCancelled) throw error;
    run.release = await CancellationScope.nonCancellable(() => blogRecords.wasReleased(run.key));
    if (!run.release.began) throw error;
    return true;
  }
}

type MadeHere = Exclude<StepOf<'blog'>, PlainStepOf<'blog'> | 'publishing'>;

/** How each step before the release is made, plain stages apart; false where a person wants an earlier one again. */
const MAKE: { [S in MadeHere]: (run: BlogRun, inboxes: Inboxes, made: Made) => Promise<boolean | void> } = {
  ideas: (run, _inboxes, { ideas }) => generateIdeas(run, ideas),
  selection: pickIdea,
  content: writeContent,
  image: makePicture,
};

/** Makes whatever is missing of the post. False where a person wants other ideas first. */
async function makePost(run: BlogRun, made: Made, inboxes: Inboxes): Promise<boolean> {
  for (const step of makingSteps('blog')) {
    if (made.done.includes(step)) continue;
    const plain = plainStage('blog', step);
    if (plain) await runPlainStage({ ...run, versionId: run.versionId! }, { step, ...plain }, run.share);
    else if ((await MAKE[step as MadeHere](run, inboxes, made)) === false) return false;
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
