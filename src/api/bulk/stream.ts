import type { KindStream } from '../events/kind-stream';
import { jobsById } from './view';

/** Bulk jobs in the live stream: whatever happens to one or to its items shows in how far it is. */
export const BULK_STREAM: KindStream = {
  name: 'bulkJob',
  list: 'bulkJobs',
  names: {},
  progress: 'bulkProgress',
  read: jobsById,
};
