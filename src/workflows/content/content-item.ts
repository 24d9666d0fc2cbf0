import { sleep } from '@temporalio/workflow';
import type { ContentRecordsActivities, OpenedContent } from '../../activities/content/records';
import type { ContentWritingActivities } from '../../activities/content/writing';
import type { OrderInput } from '../../contract/orders';
import { paid, reading, records } from '../activity-options';
import { runFailure } from '../failures';
import { runOrder } from '../run-order';
import type { OrderRun } from '../run-order';
import { summarisedActivities } from '../summaries';

const contentRecords = summarisedActivities<ContentRecordsActivities>(reading);

type Opened = Extract<OpenedContent, { state: 'open' }>;

/** A text, alone or as an item of a bulk job: written in up to three attempts, with a pause before each further one. */
export async function contentItem(input: OrderInput): Promise<{ status: string }> {
  return runOrder<Opened>(input, {
    kind: 'content',
    records,
    done: 'completed',
    body: async (order) => {
      await writeUntilPassed(order, await order.open());
      const { phase } = await records.finishRun(order.key);
      if (phase !== 'done') throw runFailure('Order.Ended');
    },
  });
}

/** Makes attempts until one passes. Throws where the text is refused, has no attempt left, or is no longer this run's. */
async function writeUntilPassed(order: OrderRun<Opened>, opened: Opened): Promise<void> {
  const { key, tenantId, state, priority, show } = order;
  const { round, weight } = opened;
  priority.value = opened.priority;
  state.stage = 'text';
  show('processing');
  for (let { attempt } = opened; ; attempt += 1) {
    state.attempt = attempt;
    const share = { tenantId, weight, priority: priority.value };
    const { writeText } = summarisedActivities<ContentWritingActivities>(paid('writing', share));
    const result = await writeText({ ...key, round, attempt });
    if (result.outcome === 'written') return;
    if (result.outcome === 'refused') throw runFailure('Draft.Refused', result.reason);
    const failed = await contentRecords.failTextAttempt({ ...key, attempt, failureType: 'Draft.Rejected' });
    if (failed.status === 'failed') throw runFailure('Draft.Rejected', 'text');
    if (failed.status !== 'processing') throw runFailure('Order.Ended');
    await sleep(failed.pauseMs, { summary: 'Pause before the next attempt' });
  }
}
