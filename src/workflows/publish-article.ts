import { condition, isCancellation, setHandler, sleep } from '@temporalio/workflow';
import { isUuid } from '../contract/ids';
import type { OutletDelivery, OutletInput, OutletLookUp, OutletStep, OutletWork } from '../contract/outlets';
import { WAKE_DESCRIPTION, wakeSignal } from '../contract/webhooks';
import { outletActivities, outletRecords } from './activity-options';
import { failureOf, runFailure } from './failures';

/** Creations of a draft before a store that keeps losing them is left to a person. */
const CREATE_TRIES = 5;

/** Attempts of one look for a lost draft, and looks at a published page. */
const LOOK_TRIES = 3;
const CHECK_TRIES = 5;

type Work = Exclude<OutletWork, { todo: 'nothing' }>;

/** What a run knows: whether somebody has woken it since it last asked what is to be done, and the pause between two looks. */
interface Run {
  isWoken: () => boolean;
  pauseMs: number;
}

/** Looks twice for a draft whose creation was not answered, and forgets the creation if it is certainly not there. */
async function settleLost(run: Run, work: Work, step: OutletStep): Promise<'again' | 'unclear'> {
  const { lookUpArticle } = outletActivities(work.fairnessKey).store;
  const look = async (): Promise<OutletLookUp> => lookUpArticle({ ...step, tries: LOOK_TRIES });
  const first = await look();
  if (first.found === 'match') return 'again';
  await sleep(run.pauseMs, { summary: 'Pause between two looks for a lost draft' });
  const second = await look();
  if (second.found === 'match') return 'again';
  if (first.found !== 'none' || second.found !== 'none') return 'unclear';
  const { articleId } = step;
  await outletRecords.forgetOutletDraft({ articleId, begunAt: second.begunAt ?? null });
  return 'again';
}

/** Delivers what is wanted. Answers whether the run may go on. */
async function deliver(run: Run, work: Work, input: OutletInput): Promise<boolean> {
  const { via, no, fairnessKey } = work;
  const step: OutletStep = { articleId: input.articleId, no };
  const { store, hook } = outletActivities(fairnessKey);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const { outcome }: OutletDelivery =
        via === 'store' ? await store.deliverToStore(step) : await hook.deliverToHook(step);
      if (outcome !== 'lost') return outcome !== 'waits';
      if (attempt === CREATE_TRIES || (await settleLost(run, work, step)) === 'unclear') {
        await outletRecords.endOutlet({
          ...step,
          state: 'unconfirmed',
          type: 'Publish.Unconfirmed',
          reason: 'draft_unclear',
        });
        return true;
      }
    }
  } catch (error) {
    if (isCancellation(error)) throw error;
    const { type, reason = 'failed' } = failureOf(error);
    await outletRecords.endOutlet({ ...step, state: 'failed', type, reason });
    return true;
  }
}

/** Looks at what was delivered, a few times with growing pauses, until its paid links are there or something else is wanted. */
async function check(run: Run, work: Work, input: OutletInput): Promise<void> {
  const { via, no, fairnessKey } = work;
  const { store, hook } = outletActivities(fairnessKey);
  const step: OutletStep = { articleId: input.articleId, no };
  try {
    for (let attempt = 1; attempt <= CHECK_TRIES; attempt += 1) {
      const look = { ...step, isLast: attempt === CHECK_TRIES };
      const { isSettled } = via === 'store' ? await store.checkPost(look) : await hook.checkPage(look);
      if (
        isSettled ||
        (await condition(run.isWoken, run.pauseMs * attempt, {
          summary: 'Pause before the next look at the page',
        }))
      )
        return;
    }
  } catch (error) {
    if (isCancellation(error)) throw error;
    await outletRecords.leaveUnchecked(step);
  }
}

/** Takes an article to the outlet of its site: always the version that is wanted by then, and looks at what came of it. */
export async function publishArticle(input: OutletInput): Promise<void> {
  // Anybody with a command line can start one.
  if (!isUuid(input?.articleId)) throw runFailure('Order.Invalid', 'bad_input');
  const { articleId } = input;
  let wakes = 0;
  let heard = -1;
  setHandler(wakeSignal, () => void (wakes += 1), { description: WAKE_DESCRIPTION });
  while (heard < wakes) {
    heard = wakes;
    for (;;) {
      const { work, pauseMs } = await outletRecords.openOutlet({ articleId });
      if (work.todo === 'nothing') break;
      const run: Run = { isWoken: () => wakes > heard, pauseMs };
      if (work.todo === 'check') await check(run, work, { articleId });
      else if (!(await deliver(run, work, { articleId }))) break;
      heard = wakes;
    }
  }
}
