import { condition } from '@temporalio/workflow';
import type { OpenedPurchase } from '../../activities/orders/records';
import { admitSignal } from '../../contract/messages';
import type { OrderInput, Product } from '../../contract/orders';
import { records } from '../activity-options';
import { isHistoryFull, HistoryFull } from '../run';
import { runOrder } from '../run-order';
import type { OrderRun } from '../run-order';

type Opened = Extract<OpenedPurchase, { state: 'waiting' }>;

/** Whether the run has been told to ask again since it last did. */
interface Wake {
  isWoken: boolean;
}

/** An article that was bought: it waits for its writer. */
export async function articleOrder(input: OrderInput): Promise<{ status: string }> {
  return purchaseOrder('article', input);
}

/** A link that was bought: it waits to be written into its article. */
export async function backlinkOrder(input: OrderInput): Promise<{ status: string }> {
  return purchaseOrder('backlink', input);
}

function purchaseOrder(kind: Product, input: OrderInput): Promise<{ status: string }> {
  const wake: Wake = { isWoken: false };
  return runOrder<Opened>(input, {
    kind,
    records,
    done: 'COMPLETED',
    hear: (actions) =>
      actions.hearWake(admitSignal, () => {
        wake.isWoken = true;
      }),
    body: (order) => awaitWriter(order, wake),
  });
}

/** Asks Postgres what can be done, and again whenever the run is woken. So far there is nothing but to wait, until the run is cancelled. */
async function awaitWriter(order: OrderRun<Opened>, wake: Wake): Promise<void> {
  for (;;) {
    wake.isWoken = false;
    const opened = await order.open();
    order.priority.value = opened.priority;
    order.state.stage = 'writing';
    order.state.waitingFor = 'writer';
    order.show('PROCESSING');
    await condition(() => wake.isWoken || isHistoryFull());
    if (isHistoryFull()) throw new HistoryFull();
  }
}
