import { setHandler } from '@temporalio/workflow';
import { WAKE_DESCRIPTION, wakeSignal } from '../../contract/webhooks';

/**
 * Makes one delivery after the other until nothing is left, and again for each wake meanwhile. A receiver that is away is tried again by
 * the activity's own retries, which add nothing to the history; all else is bounded by what there is to deliver, so the run is never
 * continued as a new one.
 */
export async function deliverPending(
  deliverNext: () => Promise<{ outcome: 'sent' | 'given_up' | 'nothing_left' }>,
): Promise<void> {
  let wakes = 0;
  setHandler(wakeSignal, () => void (wakes += 1), { description: WAKE_DESCRIPTION });
  for (let heard = -1; heard < wakes;) {
    heard = wakes;
    while ((await deliverNext()).outcome !== 'nothing_left');
  }
}
