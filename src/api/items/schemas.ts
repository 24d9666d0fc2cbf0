import { z } from 'zod';
import { MOST_BATCH_ITEMS, MOST_COMPONENTS, PAGE_TYPES } from '../../contract/items';
import { PHASES } from '../../contract/orders';
import { statusesOf } from '../../domain/orders/lifecycle';
import { cleanLine, mayView, priority, waitingView } from '../http/schemas';
import { brandVoice, language } from '../stores/schemas';

/** Names of a list, none of them twice in any spelling. */
const distinct = (max: number, most: number) =>
  z
    .array(cleanLine(max))
    .min(1)
    .max(most)
    .refine(
      (list) => new Set(list.map((name) => name.toLowerCase().replace(/[\s_-]+/g, ' '))).size === list.length,
      'must not name anything twice',
    );

const itemRequest = {
  pageType: z.enum(PAGE_TYPES),
  targetKeywords: distinct(100, 20).describe('What the page is to be found by; the first one matters most'),
  components: distinct(80, MOST_COMPONENTS)
    .optional()
    .describe('Parts of the page, by name, in order; the ten of its type when left out'),
  brandVoice: z
    .union([cleanLine(500), brandVoice])
    .optional()
    .describe('How it is to sound: a tone in words, or all that a store’s voice has'),
  language: language.optional().describe('Language of the page, by its tag (BCP 47); en when left out'),
  priority: priority.optional().describe('1 to 10, larger is sooner; the plan’s when left out'),
};

const tenantId = z
  .uuid()
  .optional()
  .describe('Whose items they are; the key’s own tenant when left out. For keys that reach beyond it');

export const createItemBody = z.strictObject({ ...itemRequest, tenantId });

export const createItemBatchBody = z.strictObject({
  items: z.array(z.strictObject(itemRequest)).min(1).max(MOST_BATCH_ITEMS),
  priority: priority.optional().describe('Of items that name none'),
  tenantId,
});

const statuses = z
  .string()
  .max(100)
  .transform((list) => list.split(','))
  .pipe(z.array(z.enum(statusesOf('item'))).min(1));

export const listItemsQuery = z.strictObject({
  status: statuses.optional().describe('One or several, with commas between'),
  type: z.enum(PAGE_TYPES).optional(),
  batchId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'is not one of ours')
    .optional(),
});

const time = z.iso.datetime().nullable();
const eta = {
  estimatedTimeRemaining: z.int().nullable().describe('Milliseconds; null where it is not ours to say'),
  etaP50Ms: z.int().nullable(),
  etaP90Ms: z.int().nullable(),
};

/** A generation item. */
export const itemView = z.object({
  id: z.uuid(),
  batchId: z.uuid().nullable(),
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
    ...eta,
    details: z.object({
      attempt: z.int(),
      component: z.string().nullable().describe('Id of the part that is being written, or was last'),
      ahead: z
        .int()
        .nullable()
        .describe('Items of the tenant that come before it; null where it does not wait'),
      notBefore: time.describe('A failed attempt is followed by a pause until then'),
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
  cost: z.object({ amountMicros: z.number(), currency: z.literal('USD'), calls: z.int() }),
});

/** An item after an act. */
export const itemActionView = itemView.extend({ actId: z.uuid(), repeated: z.boolean() });

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
  id: z.uuid(),
  may: mayView,
  total: z.int(),
  pending: z.int(),
  inProgress: z.int(),
  completed: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  percentComplete: z.number().describe('Steps done of all; never goes back'),
  ...eta,
  createdAt: time,
});

export const newItemBatchView = itemBatchView.extend({
  ids: z.array(z.uuid()).describe('Its items, in the order sent'),
});

export const cancelledBatchView = itemBatchView.extend({
  cancelledNow: z.int().describe('Items that this call cancelled'),
});

/** The queue of generation items. */
export const itemQueueView = z.object({
  pending: z.int(),
  processing: z.int(),
  completed: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  throughput: z.int().describe('Items completed in the last minute'),
  workers: z
    .array(
      z.object({
        id: z.string(),
        busy: z.boolean(),
        busySlots: z.int(),
        slots: z.int(),
        currentItem: z.uuid().nullable().describe('One of your items that it has at the moment'),
      }),
    )
    .describe('Those that ask for work at this moment'),
  lanes: z.array(
    z.object({
      lane: z.string(),
      backlog: z.int(),
      oldestSeconds: z.number(),
      ratePerSecond: z.number().nullable(),
      throughput: z.int().describe('Parts of your pages that were asked for in the last minute'),
      workers: z.int(),
      slots: z.int(),
      busy: z.int(),
    }),
  ),
  limits: z
    .object({ atOnce: z.int(), perMinute: z.int() })
    .nullable()
    .describe('How many items of yours are worked on at once, and begun in a minute'),
});
