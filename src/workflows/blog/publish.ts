import { isCancellation, patched, sleep, startChild, uuid4 } from '@temporalio/workflow';
import { TypedSearchAttributes, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { LookedUp } from '../../activities/blog/look-up';
import type { DraftCreated, Published } from '../../activities/blog/publishing';
import type { LooseEnds } from '../../activities/blog/records';
import { afterIdOf } from '../../contract/ids';
import type { Resolution, Resolve } from '../../contract/messages';
import { workNotes } from '../../contract/run-notes';
import { ownerAttributes } from '../../contract/search-attributes';
import { records } from '../activity-options';
import { blogRecords } from './activities';
import type { AfterPostInput } from './after-post';
import { failureOf, runFailure } from '../failures';
import type { ActionInbox } from '../inbox';
import { enterStage } from '../run';
import type { BlogRun } from './run';
import { waitForPerson } from '../stages/person';

/** Creations of a draft before a store that keeps losing them is left to a person. */
const CREATE_TRIES = 5;

/** Part of an order's time before a reminder that measures the looks after its end: 5 s of a day. */
const LOOKS_PER_REMINDER = 17_280;

interface Step {
  orderId: string;
  startNo: number;
  round: number;
  versionId: string;
}

/** What was resolved, once it holds in Postgres. An act without an id comes only to runs from before signals were looked up. */
async function heldResolution(run: BlogRun, act: Resolve): Promise<Resolution | undefined> {
  if (act.actId) return act.resolution;
  const recorded = await records.recordAct({ ...run.key, actId: uuid4(), kind: 'resolve', act });
  return recorded.accepted ? act.resolution : undefined;
}

/** Waits for a person to say what became of the post; nobody in time counts as giving it up. */
async function askPerson(run: BlogRun, resolutions: ActionInbox<Resolve>): Promise<Resolution> {
  const marked = await blogRecords.markUnconfirmed(run.key);
  if (!marked.marked && marked.status !== 'UNCONFIRMED') throw runFailure('Order.Ended');
  enterStage(run, 'publishing', 'UNCONFIRMED');
  return waitForPerson<Resolve, Resolution>(run, {
    signal: 'resolve',
    inbox: resolutions,
    // A new run would look at the store first, and ask again.
    mayRenew: false,
    accept: (act) => heldResolution(run, act),
    remind: () => blogRecords.remind({ ...run.key, of: 'resolve' }),
    expire: async () => {
      const { resolution, actId } = await blogRecords.expireResolve(run.key);
      // Its signal is still on its way, and must not answer the next question.
      if (actId) resolutions.drop(actId);
      return resolution ?? 'abandon';
    },
  });
}

/** Asks a person and does as told; throws where the post is given up. */
async function obeyPerson(run: BlogRun, resolutions: ActionInbox<Resolve>): Promise<void> {
  const resolution = await askPerson(run, resolutions);
  if (resolution === 'abandon') throw runFailure('Publish.Unconfirmed', 'abandoned');
  enterStage(run, 'publishing', 'PUBLISHING');
}

/**
 * A read after the point of no return. Whatever it fails with in the end, it has only shown nothing; only a run that may not go on
 * ends there.
 */
async function readOr<T>(read: () => Promise<T>, otherwise: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const isOver = isCancellation(error) || ['Order.Ended', 'Run.Stale'].includes(failureOf(error).type);
    if (isOver || !patched('a failed read shows nothing')) throw error;
    return otherwise();
  }
}

/** Looks twice for a draft whose creation was not answered. `unclear` is for a person to decide. */
async function findLostDraft(
  run: BlogRun,
  step: Step,
): Promise<{ found: 'match' | 'none' | 'unclear'; begunAt?: string | undefined }> {
  const look = (): Promise<LookedUp> =>
    readOr(
      () => run.lanes().publishing.lookUpDraft({ ...step, tries: run.policy.lookupTries }),
      () => ({ found: 'no_answer' }),
    );
  const first = await look();
  if (first.found === 'match') return { found: 'match' };
  await sleep(run.policy.lookupPauseMs, { summary: 'Pause between two looks for a lost draft' });
  const second = await look();
  if (second.found === 'match') return { found: 'match' };
  const isNone = first.found === 'none' && second.found === 'none';
  return isNone ? { found: 'none', begunAt: second.begunAt } : { found: 'unclear' };
}

/** Publishes the draft; since the second form the same activity reads the address and ends the order, if it can. */
function publishDraft(run: BlogRun, step: Step): Promise<Published & { left?: LooseEnds }> {
  const { publishing } = run.lanes();
  return run.form >= 2 ? publishing.publishPost(step) : publishing.publishDraft(step);
}

/** Sees to what a draft needs at the store, its author and its picture, in runs of the first form. */
async function prepare(run: BlogRun, step: Step): Promise<void> {
  await run.lanes().publishing.resolveAuthor(step);
  await run.lanes().publishing.uploadPicture(step);
}

/** Asks for the draft. In runs of the first form whoever calls this has prepared it. */
function createDraft(run: BlogRun, step: Step): Promise<DraftCreated> {
  const { publishing } = run.lanes();
  return run.form >= 2 ? publishing.prepareDraft(step) : publishing.createDraft(step);
}

/** Leaves exactly one draft on record for this version, or throws. */
async function settleDraft(run: BlogRun, step: Step, resolutions: ActionInbox<Resolve>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    run.state.attempt = attempt;
    const created = await createDraft(run, step);
    if (created.outcome === 'drafted') return;
    if (created.outcome === 'unprepared' && attempt <= CREATE_TRIES) {
      if (run.form >= 2) continue;
      if (patched('prepared once more')) {
        await prepare(run, step);
        continue;
      }
    }
    const { found, begunAt } =
      attempt <= CREATE_TRIES ? await findLostDraft(run, step) : ({ found: 'unclear' } as const);
    if (found === 'match') return;
    if (found === 'none') await blogRecords.forgetDraft({ ...run.key, versionId: step.versionId, begunAt });
    if (found === 'unclear') await obeyPerson(run, resolutions);
  }
}

/**
 * Publishes a version, or leaves it in the store as a draft. There is no way back any more, so the caller runs this where no
 * cancellation reaches it. Answers once the post is out.
 */
export async function publish(
  run: BlogRun,
  as: 'publish' | 'draft',
  resolutions: ActionInbox<Resolve>,
): Promise<void> {
  enterStage(run, 'publishing', 'PUBLISHING');
  const step: Step = { ...run.key, round: run.round, versionId: run.versionId! };
  if (run.form < 2) await prepare(run, step);
  let left: LooseEnds | null | undefined;
  for (let attempt = 1; ; attempt += 1) {
    await settleDraft(run, step, resolutions);
    if (as === 'draft') return lookAfter(run, await blogRecords.finishDraft(run.key));
    const published = await publishDraft(run, step);
    if (published.outcome === 'published') {
      left = published.left;
      break;
    }
    if (attempt === CREATE_TRIES) throw runFailure('Publish.Rejected', 'draft_gone');
    // The draft that a person named is not there: that is for a person again, not for another draft.
    if (published.outcome === 'not_there') await obeyPerson(run, resolutions);
  }
  left ??= await readOr(
    () => run.lanes().publishing.confirmPost(step),
    () => blogRecords.finishPost(step),
  );
  await lookAfter(run, left);
}

/** Has the store looked at again later where something is left to be found out; the order itself is done. */
async function lookAfter(run: BlogRun, left: LooseEnds | null | undefined): Promise<void> {
  if ((!left?.address && !left?.drafts) || !patched('the store is looked at after the end')) return;
  const { orderId } = run.key;
  const input: AfterPostInput = {
    about: orderId,
    share: run.share(),
    storeKey: run.storeKey,
    pauseMs: Math.ceil(run.policy.reminderAfterMs / LOOKS_PER_REMINDER),
  };
  const { tenantId } = input.share;
  const { storeKey: storeId } = input;
  const { summary, details } = workNotes('afterPost', { order: orderId, tenant: tenantId, store: storeId });
  try {
    await startChild<(input: AfterPostInput) => Promise<void>>('afterPost', {
      workflowId: afterIdOf({ orderId }),
      args: [input],
      parentClosePolicy: 'ABANDON',
      typedSearchAttributes: new TypedSearchAttributes(ownerAttributes({ tenantId, storeId })),
      staticSummary: summary,
      staticDetails: details,
    });
  } catch (error) {
    // One is running already.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
