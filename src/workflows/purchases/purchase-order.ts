import { CancellationScope, condition } from '@temporalio/workflow';
import {
  admitSignal,
  approveSignal,
  regenerateSignal,
  rejectSignal,
  submitForReviewSignal,
} from '../../contract/messages';
import type { OrderInput, Product } from '../../contract/orders';
import { records } from '../activity-options';
import { enterStage, HistoryFull, isHistoryFull } from '../run';
import { runOrder } from '../run-order';
import type { OrderRun } from '../run-order';
import { waitForReview } from '../stages/review';
import { purchaseActivities, purchaseRecords } from './run';
import type { OpenFacts, PurchaseRun, Wake } from './run';
import { writeUntilApproved } from './writing';
import type { Writing } from './writing';

/** Whatever people do with an order, it wakes the run, which asks Postgres what holds. */
const WAKING = [submitForReviewSignal, approveSignal, rejectSignal, regenerateSignal];

/** An article that was bought: written, looked at by its buyer, approved, published. */
export async function articleOrder(input: OrderInput): Promise<{ status: string }> {
  return purchaseOrder('article', input, {
    write: (run, attempt) => run.lanes().writing.writeArticle(attempt),
    review: (run, review) => run.lanes().quality.reviewArticle(review),
  });
}

/** A link that was bought: put into its article, looked at by its buyer, approved, published. */
export async function backlinkOrder(input: OrderInput): Promise<{ status: string }> {
  return purchaseOrder('backlink', input, {
    write: (run, attempt) => run.lanes().writing.integrateLink(attempt),
    review: (run, review) => run.lanes().quality.reviewLink(review),
  });
}

function purchaseOrder(kind: Product, input: OrderInput, writing: Writing): Promise<{ status: string }> {
  const wake: Wake = { isWoken: false };
  return runOrder<OpenFacts>(input, {
    kind,
    records,
    done: 'COMPLETED',
    hear: (actions) => {
      const wakes = (): void => {
        wake.isWoken = true;
      };
      actions.hearWake(admitSignal, wakes);
      for (const signal of WAKING) actions.hearRecorded<{ actId?: string }>(signal, wakes);
    },
    body: (order) => fulfil(order, wake, writing),
  });
}

/** Asks Postgres what is next and does it, until the order is done. Between two steps the run may go on as a new one. */
async function fulfil(order: OrderRun<OpenFacts>, wake: Wake, writing: Writing): Promise<void> {
  for (;;) {
    wake.isWoken = false;
    const opened = await order.open();
    if (opened.state === 'done') return;
    order.priority.value = opened.priority;
    if (opened.state === 'waiting') await awaitWriter(order, wake);
    else if ((await STEPS[opened.next](runOf(order, opened, wake), { ...opened, writing })) === 'done')
      return;
    if (isHistoryFull()) throw new HistoryFull();
  }
}

/** Waits to be told that there is a writer. Only runs from before there was one are told to. */
async function awaitWriter({ state, show }: OrderRun<OpenFacts>, wake: Wake): Promise<void> {
  state.stage = 'writing';
  state.waitingFor = 'writer';
  show('PROCESSING');
  await condition(() => wake.isWoken || isHistoryFull());
}

type Opened = Extract<OpenFacts, { state: 'open' }>;

function runOf(order: OrderRun<OpenFacts>, opened: Opened, wake: Wake): PurchaseRun {
  const { key, tenantId, state, show, priority } = order;
  const { policy, round, weight } = opened;
  return {
    ...{ key, state, show, policy, round, wake },
    lanes: () => purchaseActivities({ tenantId, weight, priority: priority.value }),
  };
}

type StepFacts = Opened & { writing: Writing };

/** What is done for each thing that an order may need next. `done`: the order is. */
const STEPS: {
  readonly [N in Opened['next']]: (run: PurchaseRun, facts: StepFacts) => Promise<'done' | void>;
} = {
  write: (run, { writing }) => writeUntilApproved(run, writing),
  review: awaitBuyer,
  approval: awaitAdmin,
  publish: async (run) => {
    enterStage(run, 'publishing', 'ADMIN_REVIEW');
    // What an administrator has approved goes live, whoever cancels the run from the command line.
    const { published } = await CancellationScope.nonCancellable(() =>
      purchaseRecords.publishApproved(run.key),
    );
    return published === 'published' ? 'done' : undefined;
  },
  delivery: (run) => {
    enterStage(run, 'delivery', 'ADMIN_REVIEW');
    return CancellationScope.nonCancellable(() => waitForReview(run, { of: 'delivery', wake: run.wake }));
  },
};

/** Waits for the buyer: one reminder, and at the deadline the text is submitted for them. Measured by Postgres, whatever run it is. */
async function awaitBuyer(run: PurchaseRun, { waitedMs, isReminded }: StepFacts): Promise<void> {
  enterStage(run, 'review', 'QUALITY_CHECK');
  const { reminderAfterMs, deadlineMs } = run.policy;
  const wait = { ...run.key, round: run.round };
  const due =
    isReminded || reminderAfterMs >= deadlineMs
      ? {
          what: 'deadline' as const,
          inMs: deadlineMs - waitedMs,
          act: () => purchaseRecords.submitAtDeadline({ ...wait, deadlineMs }),
        }
      : {
          what: 'reminder' as const,
          inMs: reminderAfterMs - waitedMs,
          act: () => purchaseRecords.remindBuyer(wait),
        };
  await waitForReview(run, { of: 'buyer', wake: run.wake, due });
}

/** Waits for an administrator, without a deadline: nobody else decides. They are reminded at regular times. */
async function awaitAdmin(run: PurchaseRun, { waitedMs }: StepFacts): Promise<void> {
  enterStage(run, 'approval', 'ADMIN_REVIEW');
  const { reminderAfterMs } = run.policy;
  const reminder = Math.floor(waitedMs / reminderAfterMs) + 1;
  await waitForReview(run, {
    ...{ of: 'admin', wake: run.wake },
    due: {
      what: 'reminder',
      inMs: reminder * reminderAfterMs - waitedMs,
      act: () => purchaseRecords.remindAdmins({ ...run.key, round: run.round, reminder }),
    },
  });
}
