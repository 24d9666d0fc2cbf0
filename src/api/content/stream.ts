import { BULK_STREAM } from '../bulk/stream';
import { jobsById } from '../bulk/view';
import type { KindStream } from '../events/kind-stream';
import { textsById } from './view';

/** Texts in the live stream; those of a job tell how far that is as well. */
export const CONTENT_STREAM: KindStream = {
  name: 'text',
  list: 'texts',
  names: {
    'order.accepted': 'contentAdded',
    'order.retried': 'contentAdded',
    'order.admitted': 'contentStarted',
    'order.progress': 'contentProgress',
    'order.retrying': 'contentRetrying',
    'order.done': 'contentCompleted',
    'order.failed': 'contentFailed',
    'order.cancelled': 'contentCancelled',
  },
  progress: 'contentProgress',
  read: textsById,
  batches: jobsById,
  batchAs: BULK_STREAM,
};
