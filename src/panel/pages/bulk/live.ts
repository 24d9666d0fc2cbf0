import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Page } from '../../api/queries';
import type { KindEvent } from '../../kind';
import { replaceIn } from '../../live/patch';
import { BULK_API } from './api';
import type { BulkDetail, BulkItem, BulkJob } from './api';

type Told<T> = Partial<T> & { id: string };

/** Brings what is known of a bulk job up to date. */
function patchJob(client: QueryClient, job: Told<BulkJob>): void {
  client.setQueriesData<InfiniteData<Page<BulkJob>>>({ queryKey: [BULK_API.list] }, (data) =>
    replaceIn(data, job),
  );
  client.setQueryData<BulkDetail>(
    [BULK_API.one, job.id],
    (before) => before && { ...before, bulk_job: { ...before.bulk_job, ...job } },
  );
}

/** Brings what is known of a text up to date wherever its job is shown. */
export function patchItem(client: QueryClient, item: Told<BulkItem> & { bulk_job_id?: string | null }): void {
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

/** The stream's names for what happens to bulk jobs: to one itself, and to its texts. */
export const BULK_EVENTS: Readonly<Record<string, KindEvent>> = {
  bulkProgress: {
    patch: patchJob,
    patched: () => [],
    touches: (id) => [[BULK_API.list], ['stats'], [BULK_API.one, id]],
  },
  batchProgress: { patch: patchJob, patched: () => [], touches: (id) => [[BULK_API.one, id]] },
};
