import { z } from 'zod';
import { BULK_CONCURRENCY, BULK_ITEMS, CONTENT_MODES } from '../../contract/bulk';
import type { ContentMode } from '../../contract/bulk';
import { PHASES } from '../../contract/orders';
import { BULK_ITEMS_SENTENCE } from '../../domain/bulk/request';
import { statusesOf } from '../../domain/orders/lifecycle';
import { ITEM_FIELDS } from '../content/requests';
import { creationCursor } from '../http/cursor';
import { cleanLine, limitOf, mayView, priority, uuid, waitingView } from '../http/schemas';
import { language } from '../stores/schemas';

/** What every job has besides its items. */
const jobFields = {
  concurrency: z
    .int()
    .min(1)
    .max(BULK_CONCURRENCY.most)
    .default(BULK_CONCURRENCY.byDefault)
    .describe('Items that are written at once'),
  priority: priority.optional().describe('Higher goes first; by default that of the plan'),
  language: language.optional().describe('Language of items that name none (BCP 47); en by default'),
  name: cleanLine(200).optional().describe('A name by which lists show the job'),
};

// The number of items is checked below, before any of them.
const job = <M extends ContentMode>(mode: M) =>
  z.strictObject({
    mode: z.literal(mode),
    items: z
      .array(z.strictObject(ITEM_FIELDS[mode]))
      .meta({ minItems: BULK_ITEMS.least, maxItems: BULK_ITEMS.most })
      .describe('The items, in the order in which they are written'),
    ...jobFields,
  });

/** Whether a body lists as many items as a job has; says nothing of what is no object. */
function hasFitCount(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return true;
  const { items } = body as { items?: unknown };
  const count = Array.isArray(items) ? items.length : 0;
  return count >= BULK_ITEMS.least && count <= BULK_ITEMS.most;
}

/** An order of a bulk job. The items are looked at only where there are as many as there should be. */
export const createBulkBody = z.preprocess(
  (body, context) => {
    if (!hasFitCount(body))
      context.addIssue({
        code: 'custom',
        path: ['items'],
        message: BULK_ITEMS_SENTENCE,
        params: { forAll: true },
      });
    return body;
  },
  z.discriminatedUnion('mode', [job('topic'), job('keywords'), job('trends'), job('spin')]),
);

/** What a new job answers. */
export const newBulkView = z.object({
  success: z.literal(true),
  bulk_job_id: uuid,
  total_items: z.int(),
  message: z.literal('Bulk generation queued'),
  id: uuid.describe('The same as `bulk_job_id`'),
  status: z.enum(statusesOf('bulk')),
});

export const listBulkQuery = z.strictObject({
  status: z.enum(statusesOf('bulk')).optional(),
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

const time = z.iso.datetime().nullable();

/** A bulk job. */
export const bulkJobView = z.object({
  _id: uuid.describe('The same as `id`'),
  id: uuid,
  userId: uuid.describe('The tenant that the job belongs to'),
  mode: z.enum(CONTENT_MODES),
  total_items: z.int(),
  completed_items: z.int(),
  failed_items: z.int(),
  cancelled_items: z.int(),
  status: z.enum(statusesOf('bulk')),
  phase: z.enum(PHASES),
  priority: z.int(),
  concurrency: z.int().describe('Items that are written at once'),
  created_at: z.iso.datetime(),
  started_at: time,
  completed_at: time.describe('When the job ended, however it did'),
  estimated_completion: time.describe(
    'When half of such jobs are done; null if nobody can say, as while the job is paused',
  ),
  error_summary: z
    .array(z.string())
    .describe('A sentence for each failed item, at most 50: `<place>. <topic>: <why>`'),
  template_name: z.string().nullable().describe('The name it was given, or that of its template'),
  schedule_id: uuid.nullable().describe('The schedule that placed it'),
  waiting: waitingView,
  may: mayView,
  etaP50Ms: z.int().nullable().describe('Milliseconds until half of such jobs are done'),
  etaP90Ms: z.int().nullable().describe('Milliseconds until 90 % of such jobs are done'),
});

/** One item as its job shows it. */
export const bulkItemView = z.object({
  id: uuid,
  status: z.enum(statusesOf('content')),
  queue_position: z.int().describe('Its place in the job, from 1'),
  retry_count: z.int().describe('Attempts that failed'),
  error: z.string().nullable(),
  topic: z.string(),
  title: z.string().nullable(),
  word_count: z.int().describe('Words that were ordered'),
  result_url: z.string().nullable().describe('Where the text is; null until the item is completed'),
  started_at: time,
  completed_at: time.describe('When the item ended, however it did'),
  may: mayView,
});

/** How far a job is. */
export const bulkProgressView = z.object({
  total: z.int(),
  completed: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  remaining: z.int(),
  percentage: z
    .int()
    .describe('Share of items that have ended, however they did; never goes back while items are retried'),
});

/** A job with its items. */
export const bulkDetail = z.object({
  bulk_job: bulkJobView,
  jobs: z.array(bulkItemView).describe('The items, in their order'),
  progress: bulkProgressView,
});

/** What an action on a job or an item answers. */
export const bulkActionView = z.object({
  success: z.literal(true),
  message: z.string(),
  id: uuid,
  status: z.enum(statusesOf('bulk')),
  phase: z.enum(PHASES),
  may: mayView,
  actId: uuid,
  repeated: z.boolean(),
});

/** One item of a job, in an address. */
export const bulkItemParams = z.strictObject({ id: uuid, item: uuid });

/** What an action on an item of a job answers. */
export const bulkItemActionView = bulkItemView.extend({
  success: z.literal(true),
  message: z.string(),
  actId: uuid,
  repeated: z.boolean(),
});

export const exportQuery = z.strictObject({
  format: z
    .enum(['zip', 'csv'])
    .default('zip')
    .describe('`zip`: the texts as Markdown and a table of all items; `csv`: the table alone'),
});
