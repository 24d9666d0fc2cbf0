import { CancellationScope, uuid4 } from '@temporalio/workflow';
import { isPriority } from '../contract/lanes';
import { reprioritiseSignal } from '../contract/messages';
import type { Reprioritise } from '../contract/messages';
import type { Actions } from './actions';
import type { records as orderRecords } from './activity-options';
import type { RunKey } from './run';

/** An order's current priority, 1–10. */
export interface RunPriority {
  value: number;
}

/**
 * Follows the changes of an order's priority, as Postgres has them. One that an operator signals by hand is recorded there first, and
 * then comes back as any other, which moves what is queued already.
 */
export function followPriority(
  key: RunKey,
  value: number,
  actions: Actions,
  records: Pick<typeof orderRecords, 'recordAct'>,
): RunPriority {
  const priority: RunPriority = { value };
  const before = async (act: Reprioritise | undefined): Promise<void> => {
    if (!isPriority(act?.priority)) return;
    if (act.actId) {
      priority.value = act.priority;
      return;
    }
    const record = () =>
      records.recordAct({ ...key, actId: uuid4(), kind: 'reprioritise', act: { priority: act.priority } });
    // A handler that throws would end the run without an ending; what could not be recorded has no effect.
    await CancellationScope.nonCancellable(record).catch(() => undefined);
  };
  const follow = (taken: { priority?: number }): void => {
    priority.value = taken.priority ?? priority.value;
  };
  actions.hear(reprioritiseSignal, follow, before);
  return priority;
}
