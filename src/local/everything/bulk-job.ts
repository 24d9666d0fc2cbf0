import type { ApiCall } from '../api-call';
import { waitFor } from './waiting';
import type { Patience } from './waiting';

const BULK = '/api/bulk-generate';

/** What the texts of the demo's job are about. */
const TOPICS = [
  'Keeping a sourdough starter through a holiday',
  'What the numbers on a sun lotion mean',
  'Repairing a bicycle tube by the road',
  'Choosing a desk lamp for the evening',
  'How to read a weather map',
  'Sharpening kitchen knives on a stone',
  'Washing wool without shrinking it',
  'Growing herbs on a window sill',
  'Packing for a week with one small bag',
  'Making a room quieter without building',
];

/** A bulk job, as far as the demo reads it. */
export interface JobState {
  bulk_job: { status: string; total_items: number };
  jobs: Array<{ id: string; status: string }>;
}

/** A bulk job in the hands of somebody with a store's key. */
export interface DemoJob {
  id: string;
  read(): Promise<JobState>;
  /** Waits until so many of its items are written. */
  untilWritten(count: number): Promise<void>;
  /** Pauses it while an item is written; resolves when that one is finished, with the statuses that were seen. */
  pause(): Promise<string[]>;
  resume(): Promise<void>;
  untilEnded(): Promise<void>;
}

/** Places a job of ten texts. */
export async function placeJob(call: ApiCall, patience: Patience): Promise<DemoJob> {
  const items = TOPICS.map((topic) => ({ topic, word_count: 600, tone: 'friendly' }));
  const { bulk_job_id: id } = (await call('POST', BULK, { mode: 'topic', items })) as { bulk_job_id: string };
  const read = async (): Promise<JobState> => (await call('GET', `${BULK}/${id}`)) as JobState;
  const until = (what: string, isSo: (state: JobState) => boolean): Promise<JobState> =>
    waitFor(
      `the bulk job ${what}`,
      async () => {
        const state = await read();
        return isSo(state) ? state : undefined;
      },
      patience,
    );
  const isWriting = ({ jobs }: JobState): boolean => jobs.some(({ status }) => status === 'processing');
  return {
    id,
    read,
    async untilWritten(count) {
      await until(`to have written ${count} texts`, ({ jobs }) => {
        return jobs.filter(({ status }) => status === 'completed').length >= count;
      });
    },
    async pause() {
      await until('to write a text', isWriting);
      await call('POST', `${BULK}/${id}/pause`, {});
      const seen: string[] = [];
      await until('to be paused', ({ bulk_job: { status } }) => {
        if (seen.at(-1) !== status) seen.push(status);
        return status === 'paused';
      });
      return seen;
    },
    async resume() {
      await call('POST', `${BULK}/${id}/resume`, {});
    },
    async untilEnded() {
      const ended = ['completed', 'failed', 'cancelled'];
      await until('to end', ({ bulk_job: { status } }) => ended.includes(status));
    },
  };
}
