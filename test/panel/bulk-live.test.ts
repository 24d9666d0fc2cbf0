import { QueryClient } from '@tanstack/react-query';
import type { BulkDetail } from '../../src/panel/pages/bulk/api';
import { BULK_EVENTS } from '../../src/panel/pages/bulk/live';
import { CONTENT_EVENTS } from '../../src/panel/pages/content/live';

const item = (id: string, status: string): object => ({
  id,
  status,
  topic: id,
  title: null,
  queue_position: 1,
});

function clientWith(): { client: QueryClient; detail: () => BulkDetail } {
  const client = new QueryClient();
  client.setQueryData(['bulk-job', 'j'], {
    bulk_job: { id: 'j', status: 'processing', name: 'Socks' },
    jobs: [item('a', 'processing'), item('b', 'queued')],
    progress: { percentage: 0 },
  });
  return { client, detail: () => client.getQueryData<BulkDetail>(['bulk-job', 'j'])! };
}

test('what the stream tells of a text stands on the page of its job, and nothing that the job does not show', () => {
  const { client, detail } = clientWith();
  CONTENT_EVENTS['contentCompleted']!.patch(client, {
    ...{ id: 'a', bulk_job_id: 'j', status: 'completed', title: 'All about a', phase: 'done' },
  });
  expect(detail().jobs).toEqual([{ ...item('a', 'completed'), title: 'All about a' }, item('b', 'queued')]);
});

test('a text on its own, and one of a job that nobody looks at, change no page of a job', () => {
  const { client, detail } = clientWith();
  const before = detail();
  for (const bulk_job_id of [null, 'k'])
    CONTENT_EVENTS['contentFailed']!.patch(client, { id: 'a', bulk_job_id, status: 'failed' });
  expect(detail()).toBe(before);
  expect(client.getQueryData(['bulk-job', 'k'])).toBeUndefined();
});

test('what the stream tells of a job has how far it is', () => {
  const { client, detail } = clientWith();
  BULK_EVENTS['bulkProgress']!.patch(client, { id: 'j', status: 'pausing', progress: { percentage: 50 } });
  expect(detail()).toMatchObject({
    bulk_job: { id: 'j', status: 'pausing', name: 'Socks' },
    progress: { percentage: 50 },
  });
  expect(detail().bulk_job).not.toHaveProperty('progress');
  BULK_EVENTS['bulkProgress']!.patch(client, { id: 'j', status: 'paused' });
  expect(detail().progress).toEqual({ percentage: 50 });
});

test('what happens to a text is asked for again where it, its lists and jobs are shown', () => {
  expect(CONTENT_EVENTS['contentStarted']!.touches('a')).toEqual([
    ['texts'],
    ['stats'],
    ['text', 'a'],
    ['bulk-job'],
  ]);
  expect(BULK_EVENTS['bulkProgress']!.touches('j')).toEqual([['bulk-jobs'], ['stats'], ['bulk-job', 'j']]);
});
