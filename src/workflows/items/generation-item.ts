import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import { admitSignal, whereQuery } from '../../contract/messages';
import type { OrderInput } from '../../contract/orders';
import { itemActivities, itemRecords } from '../activity-options';
import { failureOf, runCancelled, runFailure } from '../failures';
import { followPriority } from '../priority';
import type { RunPriority } from '../priority';
import { showStatus } from '../run';
import type { RunKey, Standing } from '../run';

type Opened = Extract<Awaited<ReturnType<typeof itemRecords.openItem>>, { state: 'open' }>;

/**
 * One generation item: its page is written component by component, each a saved step. An attempt that fails sends it back into its
 * tenant's queue; Postgres lets it in again after a pause. Ends as completed when all is written, as cancelled when somebody cancelled,
 * and as failed otherwise.
 */
export async function generationItem(input: OrderInput): Promise<{ status: 'completed' }> {
  const { orderId, tenantId, startNo } = input;
  const key = { orderId, startNo };
  const standing: Standing = { stage: 'opening', attempt: 1, waitingFor: null };
  let isAdmitted = false;
  setHandler(admitSignal, () => {
    isAdmitted = true;
  });
  setHandler(whereQuery, () => standing);
  const priority = followPriority(key, input.priority);
  try {
    for (;;) {
      // Whatever lets it in from here on is seen by the wait below.
      isAdmitted = false;
      const opened = await itemRecords.openItem(key);
      if (opened.state === 'stale') throw runFailure('Run.Stale');
      if (opened.state === 'ended') throw runFailure('Order.Ended');
      if (opened.state === 'waiting') {
        standing.waitingFor = 'admit';
        showStatus('pending');
        await condition(() => isAdmitted);
      } else if (await isWritten({ key, tenantId, opened, priority, standing })) break;
    }
  } catch (error) {
    throw await CancellationScope.nonCancellable(() => endingOf(key, error));
  } finally {
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }
  showStatus('completed');
  return { status: 'completed' };
}

/** One attempt: writes what is missing. False where the item is to wait for another one. */
async function isWritten(work: {
  key: RunKey;
  tenantId: string;
  opened: Opened;
  priority: RunPriority;
  standing: Standing;
}): Promise<boolean> {
  const { key, tenantId, opened, priority, standing } = work;
  const { round, attempt, weight } = opened;
  priority.value = opened.priority;
  standing.attempt = attempt;
  standing.waitingFor = null;
  showStatus('processing');
  for (const component of opened.steps) {
    standing.stage = component;
    const writing = itemActivities({ tenantId, weight, priority: priority.value });
    const result = await writing.writeComponent({ ...key, round, attempt, component });
    if (result.outcome === 'refused') throw runFailure('Draft.Refused', result.reason);
    if (result.outcome === 'rejected') {
      const answer = await itemRecords.failItemAttempt({ ...key, attempt, failureType: 'Draft.Rejected' });
      if (answer.status === 'failed') throw runFailure('Draft.Rejected', component);
      // What was asked before its answer was lost may have been let in again already; asking anew tells.
      return false;
    }
  }
  const { status } = await itemRecords.finishItem(key);
  if (status !== 'completed') throw runFailure('Order.Ended');
  return true;
}

/** Writes the ending where Postgres still lets it, and answers what the run closes with: the truth that stands there. */
async function endingOf(key: RunKey, error: unknown): Promise<Error> {
  const failure = failureOf(error);
  if (!isCancellation(error) && failure.type === 'Run.Stale') return runFailure('Run.Stale');
  const { type: failureType, reason } = failure;
  const { status } = await itemRecords.endItem({
    ...key,
    ending: isCancellation(error)
      ? { outcome: 'cancelled', by: 'operator' }
      : { outcome: 'failed', failureType, ...(reason ? { reason } : {}) },
  });
  showStatus(status);
  const cancelled = isCancellation(error) || status === 'cancelled';
  return cancelled ? runCancelled() : runFailure(failureType, reason);
}
