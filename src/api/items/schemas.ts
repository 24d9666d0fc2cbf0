import { z } from 'zod';
import { MOST_BATCH_ITEMS, MOST_COMPONENTS, PAGE_TYPES } from '../../contract/items';
import { PHASES } from '../../contract/orders';
import { statusesOf } from '../../domain/orders/lifecycle';
import { comparable } from '../../domain/text/compare';
import { sequenceCursor } from '../http/cursor';
import {
  cleanLine,
  limitOf,
  listOf,
  MAX_HINT_LENGTH,
  mayView,
  priority,
  uuid,
  waitingView,
} from '../http/schemas';
import { brandVoice, language } from '../stores/schemas';
import { etaView } from '../orders/eta';
import { unknownMicros } from '../orders/record-schemas';

/** Names of a list, none of them twice in any spelling. */
const distinct = (max: number, most: number) =>
  z
    .array(cleanLine(max))
    .min(1)
    .max(most)
    .refine(
      (list) => new Set(list.map((name) => comparable(name).replace(/[\s_-]+/g, ' '))).size === list.length,
      'must not contain duplicates',
    )
    .meta({ uniqueItems: true });

const itemRequest = {
  pageType: z.enum(PAGE_TYPES),
  targetKeywords: distinct(100, 20).describe('Keywords the page should rank for; the first matters most'),
  components: distinct(80, MOST_COMPONENTS)
    .optional()
    .describe('Names of the sections, in order; by default the ten of the page type'),
  brandVoice: z
    .union([cleanLine(500), brandVoice])
    .optional()
    .describe('A tone in words, or a brand voice like that of a store'),
  language: language.optional().describe('Language of the page (BCP 47); en by default'),
  priority: priority.optional().describe('Higher goes first; by default that of the plan'),
};

const tenantId = uuid
  .optional()
  .describe(
    'The tenant that owns the pages, for keys that reach beyond one; by default the tenant of the key',
  );

export const createItemBody = z.strictObject({ ...itemRequest, tenantId });

/** What a person may ask of the retry of a page. */
export const retryItemBody = z.strictObject({ hint: cleanLine(MAX_HINT_LENGTH).optional() }).optional();

export const createItemBatchBody = z.strictObject({
  items: z.array(z.strictObject(itemRequest)).min(1).max(MOST_BATCH_ITEMS),
  priority: priority.optional().describe('For items without a priority of their own'),
  tenantId,
});

export const listItemsQuery = z.strictObject({
  status: listOf(statusesOf('item')).optional().describe('One or more, comma-separated'),
  type: z.enum(PAGE_TYPES).optional(),
  batchId: uuid.optional(),
  limit: limitOf(200, 50),
  cursor: sequenceCursor.optional(),
});

const time = z.iso.datetime().nullable();

/** A generation item. */
export const itemView = z.object({
  id: uuid,
  batchId: uuid.nullable(),
  type: z.enum(PAGE_TYPES),
  priority: z.int(),
  status: z.enum(statusesOf('item')),
  phase: z.enum(PHASES),
  retryCount: z.int(),
  targetKeywords: z.array(z.string()),
  language: z.string(),
  title: z.string().nullable(),
  error: z.string().nullable(),
  errorType: z.string().nullable(),
  waiting: waitingView,
  may: mayView,
  progress: z.object({
    totalSteps: z.int(),
    completedSteps: z.int(),
    currentStep: z.string(),
    ...etaView,
    details: z.object({
      attempt: z.int(),
      component: z.string().nullable().describe('ID of the section being written, or written last'),
      ahead: z
        .int()
        .nullable()
        .describe('Pages of the tenant ahead in the queue; null if the page is not queued'),
      notBefore: time.describe('End of the pause after a failed attempt'),
    }),
  }),
  createdAt: time,
  startedAt: time,
  completedAt: time,
});

/** One item with the parts of its page. */
export const itemDetail = itemView.extend({
  components: z.array(z.object({ id: z.string(), name: z.string(), done: z.boolean() })),
  brandVoice: z.object({
    tone: z.string(),
    useWords: z.array(z.string()),
    avoidWords: z.array(z.string()),
    sample: z.string(),
  }),
  cost: z.object({ amountMicros: z.number(), unknownMicros, currency: z.literal('USD'), calls: z.int() }),
});

/** An item after an act. */
export const itemActionView = itemView.extend({ actId: uuid, repeated: z.boolean() });

/** What was written. */
export const itemResult = z.object({
  title: z.string(),
  metaTitle: z.string(),
  metaDescription: z.string(),
  slug: z.string(),
  body: z.string().describe('Markdown'),
  components: z.array(
    z.object({ id: z.string(), name: z.string(), heading: z.string(), bodyMarkdown: z.string() }),
  ),
});

export const resultQuery = z.strictObject({ format: z.enum(['json', 'markdown']).optional() });

/** A batch and how far it is. */
export const itemBatchView = z.object({
  id: uuid,
  may: mayView,
  total: z.int(),
  pending: z.int(),
  inProgress: z.int(),
  completed: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  percentComplete: z.number().describe('Share of finished steps; never decreases'),
  ...etaView,
  createdAt: time,
});

export const newItemBatchView = itemBatchView.extend({
  ids: z.array(uuid).describe('IDs of the pages, in the order sent'),
});

export const cancelledBatchView = itemBatchView.extend({
  cancelledNow: z.int().describe('Pages cancelled by this request'),
});

/** The queue of generation items. */
export const itemQueueView = z.object({
  pending: z.int(),
  processing: z.int(),
  completed: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  throughput: z.int().describe('Pages completed in the last minute'),
  workers: z
    .array(
      z.object({
        id: z.string(),
        busy: z.boolean(),
        busySlots: z.int().describe('Slots in use; for a key of one tenant, by its own pages'),
        slots: z.int().optional().describe('For operators'),
        currentItem: uuid.nullable().describe('The first of `currentItems`'),
        currentItems: z
          .array(uuid)
          .describe('Your pages that the worker is processing, most recently begun first'),
      }),
    )
    .describe('Workers that have pages of yours; for operators all that are online'),
  lanes: z.array(
    z.object({
      lane: z.string(),
      backlog: z.int().describe('Sections queued; for a key of one tenant, of its own pages'),
      oldestSeconds: z.number(),
      ratePerSecond: z.number().nullable().describe('For operators; null for a key of one tenant'),
      throughput: z.int().describe('Sections of your pages requested in the last minute'),
      workers: z.int().optional().describe('For operators'),
      slots: z.int().optional().describe('For operators'),
      busy: z.int().describe('Sections being written; for a key of one tenant, of its own pages'),
    }),
  ),
  recentlyCompleted: z
    .array(
      z.object({
        id: uuid,
        type: z.enum(PAGE_TYPES),
        title: z.string().nullable(),
        targetKeywords: z.array(z.string()),
        status: z.enum(statusesOf('item')),
        startedAt: time,
        completedAt: time,
      }),
    )
    .describe('Your pages that were completed or failed last, the latest first'),
  limits: z
    .object({ atOnce: z.int(), perMinute: z.int() })
    .nullable()
    .describe('How many of your pages are in progress at once, and started per minute'),
});
