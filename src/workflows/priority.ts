import { CancellationScope, setHandler, uuid4 } from '@temporalio/workflow';
import { isPriority } from '../contract/lanes';
import { reprioritiseSignal } from '../contract/messages';
import type { Reprioritise } from '../contract/messages';
import type { records as orderRecords } from './activity-options';
import type { RunKey } from './run';

/** An order's current priority, 1–10. */
export interface RunPriority {
  value: number;
}

/**
 * Follows the changes of an order's priority. One that an operator signals by hand is recorded first and then comes back as any other:
 * what is queued already is moved by the same message.
 */
export function followPriority(
  key: RunKey,
  value: number,
  records: Pick<typeof orderRecords, 'recordAct'>,
): RunPriority {
  const priority: RunPriority = { value };
  setHandler(reprioritiseSignal, async (act: Reprioritise | undefined) => {
    if (!isPriority(act?.priority)) return;
    if (act.actId) {
      priority.value = act.priority;
      return;
    }
    const record = () =>
      records.recordAct({ ...key, actId: uuid4(), kind: 'reprioritise', act: { priority: act.priority } });
    // A handler that throws would end the run without an ending; what could not be recorded has no effect.
    await CancellationScope.nonCancellable(record).catch(() => undefined);
  });
  return priority;
}
