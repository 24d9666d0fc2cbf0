import { condition } from '@temporalio/workflow';
import type { BulkRecordsActivities, OpenedJob } from '../../activities/bulk/records';
import { backoffMs } from '../../contract/backoff';
import type { JobStep } from '../../contract/bulk';
import { advanceSignal, pauseSignal, resumeSignal } from '../../contract/messages';
import type { OrderInput } from '../../contract/orders';
import { reading, records } from '../activity-options';
import { HistoryFull, isHistoryFull } from '../run';
import { runOrder } from '../run-order';
import type { OrderRun } from '../run-order';
import { summarisedActivities } from '../summaries';
import { startChildren } from './children';

const bulkRecords = summarisedActivities<BulkRecordsActivities>(reading);

type Opened = Extract<OpenedJob, { state: 'open' }>;

/** Whether something has changed since the run last asked what to do. */
interface Wake {
  isWoken: boolean;
}

/** Pause before a child is tried again whose earlier run is still closing, in milliseconds; doubled each time up to the longest. */
const CLOSING_PAUSE = { baseMs: 500, maxMs: 30_000 } as const;

/**
 * A bulk job: its items are written in order, a few at a time, each by a run of its own. Postgres says which items begin and when; whatever
 * people do and each end of an item wakes this run, which asks again.
 */
export async function bulkJob(input: OrderInput): Promise<{ status: string }> {
  const wake: Wake = { isWoken: false };
  return runOrder<Opened>(input, {
    kind: 'bulk',
    records,
    done: 'completed',
    hear: (actions) => {
      const wakes = (): void => {
        wake.isWoken = true;
      };
      actions.hearWake(advanceSignal, wakes);
      for (const signal of [pauseSignal, resumeSignal])
        actions.hearRecorded<{ actId?: string }>(signal, wakes);
    },
    body: (order) => writeItems(order, wake),
  });
}

/** Starts items as Postgres lets them begin, until every one has ended. Where it waits, it may go on as a new run. */
async function writeItems(order: OrderRun<Opened>, wake: Wake): Promise<void> {
  const { key, state, priority, show } = order;
  const opened = await order.open();
  priority.value = opened.priority;
  state.stage = 'items';
  let refusals = 0;
  let step: JobStep = await bulkRecords.advanceJob(key);
  while (step.state === 'open') {
    show(step.status);
    const { started, isRefused } = await startChildren(order, opened.weight, step.start);
    refusals = isRefused ? refusals + 1 : 0;
    if (started.length === 0) {
      const againMs = isRefused
        ? backoffMs({ ...CLOSING_PAUSE, failures: refusals, random: Math.random() })
        : null;
      await waitFor(state, wake, soonest(step.waitMs, againMs));
    }
    wake.isWoken = false;
    step = await bulkRecords.advanceJob({ ...key, ...(started.length > 0 ? { started } : {}) });
  }
}

/** The shorter of two waits in milliseconds; null where neither ends by itself. */
function soonest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** Waits to be woken, or for so many milliseconds. Where the history has grown long, the run goes on as a new one instead. */
async function waitFor(state: OrderRun<Opened>['state'], wake: Wake, waitMs: number | null): Promise<void> {
  state.waitingFor = 'advance';
  const isOver = (): boolean => wake.isWoken || isHistoryFull();
  if (waitMs === null) await condition(isOver);
  else {
    state.expect({ what: 'next item', atMs: Date.now() + waitMs });
    await condition(isOver, Math.max(1, waitMs), { summary: 'Pause before the next item' });
  }
  if (isHistoryFull()) throw new HistoryFull();
  state.waitingFor = null;
}
