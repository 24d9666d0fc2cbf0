import type { AnyOrder } from '../../kind';
import type { BulkJob } from './api';
import type { BulkSay } from './words';

/** What a bulk job is called: the name that it was given, or what it writes and how much of it. */
export const nameOfJob = (say: BulkSay, job: BulkJob): string =>
  job.template_name ?? say('bulk.of', { mode: say(`mode.${job.mode}`), count: job.total_items });

/** A bulk job as an order of any kind. */
export const orderOf = (job: BulkJob): AnyOrder => ({ ...job, error: null, errorType: null });
