import { condition } from '@temporalio/workflow';
import type { ComponentActivities } from '../../activities/items/components';
import type { ItemRecordsActivities, OpenedItem } from '../../activities/items/records';
import { admitSignal } from '../../contract/messages';
import type { OrderInput } from '../../contract/orders';
import { paid, reading, records } from '../activity-options';
import { runFailure } from '../failures';
import { runOrder } from '../run-order';
import type { OrderRun } from '../run-order';
import { summarisedActivities } from '../summaries';

const itemRecords = summarisedActivities<ItemRecordsActivities>(reading);

type Opened = Extract<OpenedItem, { state: 'open' | 'waiting' }>;
type Attempt = Extract<OpenedItem, { state: 'open' }>;

/** Whether the item has been admitted since the run last asked. */
interface Admission {
  isOpen: boolean;
}

/**
 * One generation item: its page is written component by component, each a saved step. An attempt that fails sends it back into its
 * tenant's queue; Postgres admits it again after a pause.
 */
export async function generationItem(input: OrderInput): Promise<{ status: string }> {
  const admission: Admission = { isOpen: false };
  return runOrder<Opened>(input, {
    kind: 'item',
    records,
    done: 'completed',
    hear: (actions) =>
      actions.hearWake(admitSignal, () => {
        admission.isOpen = true;
      }),
    body: (order) => writePage(order, admission),
  });
}

async function writePage(order: OrderRun<Opened>, admission: Admission): Promise<void> {
  let isWoken = false;
  for (;;) {
    // An admission from here on is seen by the wait below.
    admission.isOpen = false;
    const opened = await order.open();
    if (opened.state === 'open') {
      isWoken = false;
      if (await runAttempt(order, opened)) return;
      continue;
    }
    // Somebody said so by hand: only Postgres admits an item.
    if (isWoken) await order.actions.ignore('admit');
    order.state.waitingFor = 'admit';
    order.show('pending');
    await condition(() => admission.isOpen);
    isWoken = true;
  }
}

/** One attempt: writes what is missing. False where the item is to wait for another one. */
async function runAttempt(order: OrderRun<Opened>, opened: Attempt): Promise<boolean> {
  const { key, tenantId, state, priority, show } = order;
  const { round, attempt, weight } = opened;
  priority.value = opened.priority;
  state.attempt = attempt;
  state.waitingFor = null;
  show('processing');
  for (const component of opened.steps) {
    state.stage = component;
    const share = { tenantId, weight, priority: priority.value };
    const { writeComponent } = summarisedActivities<ComponentActivities>(paid('writing', share));
    const result = await writeComponent({ ...key, round, attempt, component });
    if (result.outcome === 'refused') throw runFailure('Draft.Refused', result.reason);
    if (result.outcome === 'rejected') {
      const answer = await itemRecords.failItemAttempt({ ...key, attempt, failureType: 'Draft.Rejected' });
      if (answer.status === 'failed') throw runFailure('Draft.Rejected', component);
      // An attempt whose answer was lost may have been admitted again already; asking anew tells.
      return false;
    }
  }
  const { phase } = await records.finishRun(key);
  if (phase !== 'done') throw runFailure('Order.Ended');
  return true;
}
