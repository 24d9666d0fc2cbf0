import { z } from 'zod';
import { CONTENT_MODES, SEARCH_INTENTS } from '../../contract/bulk';
import type { ContentMode } from '../../contract/bulk';
import { PHASES } from '../../contract/orders';
import { statusesOf } from '../../domain/orders/lifecycle';
import { sequenceCursor } from '../http/cursor';
import { limitOf, listOf, mayView, priority, uuid, waitingView } from '../http/schemas';
import { etaView } from '../orders/eta';
import { unknownMicros } from '../orders/record-schemas';
import { ITEM_FIELDS } from './requests';

/** An order of one text of a mode. */
export const createContentBody = <M extends ContentMode>(mode: M) =>
  z.strictObject({
    mode: z.literal(mode).optional().describe('The same as in the address, if anything'),
    ...ITEM_FIELDS[mode],
    priority: priority.optional().describe('Higher goes first; by default that of the plan'),
  });

export const listContentQuery = z.strictObject({
  status: listOf(statusesOf('content')).optional().describe('One or more, comma-separated'),
  mode: z.enum(CONTENT_MODES).optional(),
  bulk_job_id: uuid.optional().describe('Only the items of this job'),
  alone: z.literal('true').optional().describe('`true` for texts that belong to no job'),
  limit: limitOf(200, 50),
  cursor: sequenceCursor.optional(),
});

const time = z.iso.datetime().nullable();

/** A text. */
export const contentView = z.object({
  id: uuid,
  bulk_job_id: uuid.nullable().describe('The job it is an item of'),
  userId: uuid.describe('The tenant that the text belongs to'),
  mode: z.enum(CONTENT_MODES),
  topic: z.string(),
  word_count: z.int().describe('Words that were ordered'),
  tone: z.string(),
  language: z.string(),
  status: z.enum(statusesOf('content')),
  phase: z.enum(PHASES),
  priority: z.int(),
  queue_position: z.int().nullable().describe('Its place in the job, from 1'),
  retry_count: z.int().describe('Attempts that failed'),
  error: z.string().nullable(),
  errorType: z.string().nullable(),
  waiting: waitingView,
  may: mayView,
  title: z.string().nullable(),
  result_url: z.string().nullable().describe('Where the text is; null until it is completed'),
  ...etaView,
  created_at: z.iso.datetime(),
  started_at: time,
  completed_at: time.describe('When the text was completed, failed or was cancelled'),
});

/** A new text. */
export const newContentView = contentView.extend({ success: z.literal(true) });

/** One text with what it was ordered by. */
export const contentDetail = contentView.extend({
  input: z
    .object({
      keywords: z.array(z.string()).optional(),
      search_intent: z.enum(SEARCH_INTENTS).optional(),
      trends: z
        .array(z.object({ text: z.string(), date: z.string(), source_url: z.string().nullable() }))
        .optional(),
      source_md: z.string().optional(),
      similarity_max: z.number().optional(),
    })
    .describe('The fields of the mode'),
  cost: z.object({ amountMicros: z.number(), unknownMicros, currency: z.literal('USD'), calls: z.int() }),
});

/** A text after an action. */
export const contentActionView = contentView.extend({ actId: uuid, repeated: z.boolean() });

export const resultQuery = z.strictObject({ format: z.enum(['json', 'markdown']).optional() });

/** What was written. */
export const contentResult = z.object({
  id: uuid,
  mode: z.enum(CONTENT_MODES),
  topic: z.string(),
  language: z.string(),
  title: z.string(),
  meta_description: z.string(),
  slug: z.string(),
  body: z.string().describe('Markdown, without the title'),
  measured: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('What the checks of its mode have found, such as the share in common with its source'),
});
