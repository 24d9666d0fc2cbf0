import { proxyActivities } from '@temporalio/workflow';
import type { NoteActivities } from '../../activities/note/writing';
import type { OpenedPlainRun } from '../../activities/orders/records';
import type { OrderInput } from '../../contract/orders';
import { paid, records } from '../activity-options';
import { runFailure } from '../failures';
import { enterStage } from '../run';
import { runOrder } from '../run-order';
import { withAttempts } from '../stages/attempts';

/** One note: a short text, written in as many attempts as its policy allows. */
export async function noteOrder(input: OrderInput): Promise<{ status: string }> {
  return runOrder<OpenedPlainRun>(input, {
    kind: 'note',
    records,
    done: 'WRITTEN',
    body: async ({ key, tenantId, state, priority, show, open }) => {
      const { policy, round, weight } = await open();
      const run = { key, policy, state, show };
      enterStage(run, 'writing', 'WRITING');
      const written = await withAttempts(run, async (attempt) => {
        const share = { tenantId, weight, priority: priority.value };
        const { writeNote } = proxyActivities<NoteActivities>(paid('writing', share));
        return (await writeNote({ ...key, round, attempt })).written || undefined;
      });
      if (!written) throw runFailure('Draft.Rejected', 'writing');
    },
  });
}
