import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { FailureType } from '../contract/failures';
import { WHERE_DESCRIPTION, whereQuery } from '../contract/messages';
import { workflowIdOf } from '../contract/ids';
import type { Beginning, OrderInput, OrderKind } from '../contract/orders';
import { orderNotes } from '../contract/run-notes';
import { logNames } from '../domain/orders/lifecycle';
import { Actions } from './actions';
import type { records as orderRecords } from './activity-options';
import { failureOf, runCancelled, runFailure } from './failures';
import { checkedInput } from './input';
import { followPriority } from './priority';
import type { RunPriority } from './priority';
import { HistoryFull, statusDisplay } from './run';
import type { RunKey, ShowStatus } from './run';
import { RunState } from './run-state';

/** What the body of an order's workflow works with. `F`: what its kind is told when it opens. */
export interface OrderRun<F> {
  key: RunKey;
  tenantId: string;
  state: RunState;
  priority: RunPriority;
  actions: Actions;
  show: ShowStatus;
  form: number;
  /** How the run begins where its first activity may open it, too. */
  begins: Beginning | undefined;
  /** All that is saved of the order, as of now. Throws where this run may not go on. */
  open: () => Promise<F>;
}

/** What a run is told that opens, if it may go on; throws otherwise. */
export function assertOpened<F extends { state: string }>(
  opened: F | { state: 'stale' | 'ended' } | { state: 'unknown'; reason: string },
): F {
  if (opened.state === 'stale') throw runFailure('Run.Stale');
  if (opened.state === 'unknown')
    throw runFailure('Order.Unknown', 'reason' in opened ? opened.reason : undefined);
  if (opened.state === 'ended') throw runFailure('Order.Ended');
  return opened as F;
}

/** What differs between the workflows of the kinds. */
export interface OrderWorkflow<F> {
  kind: OrderKind;
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
  const { kind, records, body, done } = workflow;
  const input = checkedInput(started);
  const key = { orderId: input.orderId, startNo: input.startNo };
  // A run that goes on as a new one loses its summary, which its details say in its place.
  const isContinued = workflowInfo().continuedFromExecutionRunId !== undefined;
  const state = new RunState(kind, isContinued ? orderNotes(logNames(kind).order, input).summary : undefined);
  setHandler(whereQuery, () => state.where(), { description: WHERE_DESCRIPTION });
  const show = statusDisplay(kind, input.form, state);
  const actions = new Actions(key, records, input.form);
  workflow.hear?.(actions);
  const priority = followPriority(key, input.priority, actions, records);
  actions.hearOthers();
  const open = async (): Promise<F> => assertOpened<F>((await records.openRun(key)) as unknown as F);
  // A run under another id is refused before it does anything.
  const isOwn = workflowInfo().workflowId === workflowIdOf({ kind, orderId: input.orderId });
  const begins = isOwn ? input.begins : undefined;
  let isFull = false;
  try {
    const { tenantId, form } = input;
    await body({ key, tenantId, state, priority, actions, show, form, begins, open });
  } catch (error) {
    isFull = error instanceof HistoryFull;
    if (!isFull) throw await CancellationScope.nonCancellable(() => endingOf({ key, show }, records, error));
  } finally {
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }
  // What the handlers took in since is in Postgres, where the new run begins.
  if (isFull) await continueAsNew({ ...input, priority: priority.value, begins: undefined });
  show(done);
  return { status: done };
}

/** Why a run has nothing to say of how its order ended. */
const NOT_OURS: readonly FailureType[] = ['Run.Stale', 'Order.Unknown'];

/** Writes the ending where Postgres still allows it, and answers what the run closes with: what Postgres says. */
async function endingOf(
  { key, show }: { key: RunKey; show: ShowStatus },
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
  show(status);
  const cancelled = isCancellation(error) || phase === 'cancelled';
  return cancelled ? runCancelled() : runFailure(failureType, reason);
}
