import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import type { FailureType } from '../contract/failures';
import { whereQuery } from '../contract/messages';
import type { OrderInput } from '../contract/orders';
import { Actions } from './actions';
import type { records as orderRecords } from './activity-options';
import { failureOf, runCancelled, runFailure } from './failures';
import { checkedInput } from './input';
import { followPriority } from './priority';
import type { RunPriority } from './priority';
import { HistoryFull, showStatus } from './run';
import type { RunKey, RunState } from './run';

/** What the body of an order's workflow works with. `F`: what its kind is told when it opens. */
export interface OrderRun<F> {
  key: RunKey;
  tenantId: string;
  state: RunState;
  priority: RunPriority;
  actions: Actions;
  /** All that is saved of the order, as of now. Throws where this run may not go on. */
  open: () => Promise<F>;
}

/** What differs between the workflows of the kinds. */
export interface OrderWorkflow<F> {
  records: Pick<typeof orderRecords, 'openRun' | 'endRun' | 'recordAct' | 'takeActions'>;
  /** Hears the kind's own signals. */
  hear?: (actions: Actions) => void;
  /** Does the work; returns once the order is done in Postgres. */
  body: (run: OrderRun<F>) => Promise<void>;
  /** The status that a finished order has. */
  done: string;
}

/**
 * The frame of every order's workflow: it answers operators' queries, follows the order's priority, runs the body, and writes an ending
 * where the body could not. It closes as completed when the order is done, as cancelled when somebody (or a deadline) cancelled it, and
 * as failed otherwise; never before all signal handlers have finished. Where its history has grown long, it goes on as a new run. A run that nobody should have started writes nothing.
 */
export async function runOrder<F extends { state: string }>(
  started: OrderInput,
  workflow: OrderWorkflow<F>,
): Promise<{ status: string }> {
  const { records, body, done } = workflow;
  const input = checkedInput(started);
  const key = { orderId: input.orderId, startNo: input.startNo };
  const state: RunState = { stage: 'opening', attempt: 1, waitingFor: null };
  setHandler(whereQuery, () => state);
  const actions = new Actions(key, records);
  workflow.hear?.(actions);
  const priority = followPriority(key, input.priority, actions, records);
  actions.hearOthers();
  const open = async (): Promise<F> => {
    const opened = await records.openRun(key);
    if (opened.state === 'stale') throw runFailure('Run.Stale');
    if (opened.state === 'unknown') throw runFailure('Order.Unknown', opened.reason);
    if (opened.state === 'ended') throw runFailure('Order.Ended');
    return opened as unknown as F;
  };
  let isFull = false;
  try {
    await body({ key, tenantId: input.tenantId, state, priority, actions, open });
  } catch (error) {
    isFull = error instanceof HistoryFull;
    if (!isFull) throw await CancellationScope.nonCancellable(() => endingOf(key, records, error));
  } finally {
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }
  // What the handlers took in since is in Postgres, where the new run begins.
  if (isFull) await continueAsNew({ ...input, priority: priority.value });
  showStatus(done);
  return { status: done };
}

/** Why a run has nothing to say of how its order ended. */
const NOT_OURS: readonly FailureType[] = ['Run.Stale', 'Order.Unknown'];

/** Writes the ending where Postgres still allows it, and answers what the run closes with: what Postgres says. */
async function endingOf(
  key: RunKey,
  records: Pick<typeof orderRecords, 'endRun'>,
  error: unknown,
): Promise<Error> {
  const { type: failureType, reason } = failureOf(error);
  if (!isCancellation(error) && NOT_OURS.includes(failureType)) return runFailure(failureType, reason);
  const { status, phase } = await records.endRun({
    ...key,
    ending: isCancellation(error)
      ? { outcome: 'cancelled', by: 'operator' }
      : { outcome: 'failed', failureType, ...(reason ? { reason } : {}) },
  });
  showStatus(status);
  const cancelled = isCancellation(error) || phase === 'cancelled';
  return cancelled ? runCancelled() : runFailure(failureType, reason);
}
