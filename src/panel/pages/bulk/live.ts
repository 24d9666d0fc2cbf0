import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { KindEvent } from '../../kind';
import { replaceIn } from '../../live/patch';
import type { ContentText } from '../content/api';
import { BULK_API } from './api';
import type { BulkDetail, BulkJob, BulkPage } from './api';

type Told<T> = Partial<T> & { id: string };

/** Brings what is known of a bulk job up to date, and of how far it is. */
function patchJob(
  client: QueryClient,
  { progress, ...job }: Told<BulkJob> & { progress?: BulkDetail['progress'] },
): void {
  client.setQueriesData<InfiniteData<BulkPage>>({ queryKey: [BULK_API.list] }, (data) =>
    replaceIn(data, job),
  );
  client.setQueryData<BulkDetail>(
    [BULK_API.one, job.id],
    (before) =>
      before && {
        ...before,
        bulk_job: { ...before.bulk_job, ...job },
        progress: progress ?? before.progress,
      },
  );
}

/** Brings what is known of a text up to date wherever its job is shown. */
export function patchItem(client: QueryClient, item: Told<ContentText>): void {
  if (!item.bulk_job_id) return;
  const { status, title, error, retry_count, result_url, started_at, completed_at, may } = item;
  const told = { status, title, error, retry_count, result_url, started_at, completed_at, may };
  const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  client.setQueryData<BulkDetail>(
    [BULK_API.one, item.bulk_job_id],
    (before) =>
      before && {
        ...before,
        jobs: before.jobs.map((one) => (one.id === item.id ? { ...one, ...known } : one)),
      },
  );
}

/** The stream's one name for what happens to a bulk job or to its texts. */
export const BULK_EVENTS: Readonly<Record<string, KindEvent>> = {
  bulkProgress: {
    patch: patchJob,
    patched: () => [],
    touches: (id) => [[BULK_API.list], ['stats'], [BULK_API.one, id]],
  },
};
