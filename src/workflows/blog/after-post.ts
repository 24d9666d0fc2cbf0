import { sleep } from '@temporalio/workflow';
import { isUuid } from '../../contract/ids';
import { isPriority } from '../../contract/lanes';
import type { Share } from '../activity-options';
import { runFailure } from '../failures';
import { blogActivities } from './activities';

/** Input of the looks at a store after an order is done. */
export interface AfterPostInput {
  /** The order; not named `orderId`, by which failures are taken for the order's own. */
  about: string;
  share: Share;
  storeKey: string;
  /** The measure of the pauses, in milliseconds. */
  pauseMs: number;
}

/** Pauses before each look, as multiples of their measure; by default 30 s, 5 min, 1 h and a day. */
const PAUSES = [6, 60, 720, 17_280];

/** Looks for drafts; the last pause is for an address that is still missing. */
const DRAFT_LOOKS = 3;

/** Spare drafts that are deleted at one look: a draft is created at most six times. */
const MOST_SPARE = 6;

function isWhole(input: Partial<AfterPostInput> | null | undefined): boolean {
  const { about, share, storeKey, pauseMs } = input ?? {};
  const isShare = isPriority(share?.priority) && typeof share.tenantId === 'string' && share.weight > 0;
  return isUuid(about) && isShare && typeof storeKey === 'string' && pauseMs! >= 0;
}

/**
 * Looks at a store after an order is done, a few times and ever more rarely: for the address of its post, if that could not be read, and
 * for drafts that turned up after they were given up. Nothing depends on it, so whatever it does not find stays as it is.
 */
export async function afterPost(input: AfterPostInput): Promise<void> {
  // Anybody with a command line can start one.
  if (!isWhole(input)) throw runFailure('Order.Invalid', 'bad_input');
  const { about } = input;
  const { publishing } = blogActivities({ ...input.share, storeKey: input.storeKey });
  for (const [look, factor] of PAUSES.entries()) {
    await sleep(factor * input.pauseMs, { summary: `Pause before look ${look + 1} at the store` });
    if (look < DRAFT_LOOKS)
      for (let spare = 0; spare < MOST_SPARE; spare += 1)
        if (!(await publishing.clearSpareDraft({ about })).removed) break;
    const { missing } = await publishing.fillAddress({ about });
    if (!missing && look + 1 >= DRAFT_LOOKS) return;
  }
}
