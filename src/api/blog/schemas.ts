import { z } from 'zod';
import { canonicalSiteIds } from '../../contract/platforms';
import { RESOLUTIONS } from '../../contract/messages';
import { PARTS } from '../../contract/messages';
import { PHASES } from '../../contract/orders';
import { PICTURE_MODES, PUBLISH_MODES, SOURCE_TYPES } from '../../contract/blog';
import { statusesOf } from '../../domain/orders/lifecycle';
import { isTimeZone } from '../../domain/blog/plan-time';
import { envelopeOf } from '../orders/envelope';
import { etaView } from '../orders/eta';
import { unknownMicros } from '../orders/record-schemas';
import { creationCursor } from '../http/cursor';
import { cleanLine, limitOf, listOf, MAX_HINT_LENGTH, priority, uuid } from '../http/schemas';

const MINUTE_MS = 60_000;
const YEAR_MS = 365 * 24 * 60 * MINUTE_MS;

/** Orders of one batch request: all are accepted, or none. */
export const MOST_ORDERS_A_BATCH = 200;

const policySchema = z.strictObject({
  reminderAfterMs: z.int().min(100).max(YEAR_MS).optional(),
  deadlineMs: z.int().min(100).max(YEAR_MS).optional(),
  draftAttempts: z.int().min(1).max(10).optional(),
  draftBackoffMs: z
    .int()
    .min(0)
    .max(10 * MINUTE_MS)
    .optional(),
  lookupTries: z.int().min(1).max(20).optional(),
  lookupPauseMs: z
    .int()
    .min(0)
    .max(10 * MINUTE_MS)
    .optional(),
});

/** An IANA name such as `Europe/Berlin`. */
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be a time zone name such as Europe/Berlin')
  .meta({ format: 'time-zone', pattern: '^[A-Za-z][A-Za-z0-9_+/-]*$' });

/** A wall-clock time (with `timeZone`), or an instant with its offset. */
const publishTime = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?$/,
    'must be a time such as 2027-03-28T09:00, with or without an offset',
  )
  .describe('A time such as 2027-03-28T09:00, in timeZone, or with an offset of its own');

export const createBlogBody = z
  .strictObject({
    sourceType: z.enum(SOURCE_TYPES).optional(),
    sourceId: cleanLine(200).optional(),
    instanceId: cleanLine(100)
      .refine(
        (id) => canonicalSiteIds(id).length > 0,
        'must be the ID of an app instance, such as 3f2a9c1e-7b44-4f0e-9d55-0c1b2a3d4e5f',
      )
      .optional(),
    priority: priority.optional(),
    publishMode: z.enum(PUBLISH_MODES).optional(),
    picture: z.enum(PICTURE_MODES).optional(),
    publishAt: publishTime.optional(),
    timeZone: timeZone.optional(),
    basedOn: uuid.optional(),
    policy: policySchema.optional(),
  })
  .superRefine((body, context) => {
    const missing = (field: string): void =>
      context.addIssue({ code: 'custom', path: [field], message: 'is required' });
    if (body.sourceType === undefined && (!body.basedOn || body.sourceId !== undefined))
      missing('sourceType');
    if (body.sourceId === undefined && (!body.basedOn || body.sourceType !== undefined)) missing('sourceId');
  })
  .meta({
    anyOf: [
      { required: ['sourceType', 'sourceId'] },
      { required: ['basedOn'], not: { anyOf: [{ required: ['sourceType'] }, { required: ['sourceId'] }] } },
    ],
  });

export const createBatchBody = z.strictObject({
  items: z.array(createBlogBody).min(1).max(MOST_ORDERS_A_BATCH),
});

export const listQuery = z.strictObject({
  status: z.enum(statusesOf('blog')).optional(),
  phase: listOf(PHASES).optional().describe('One or more, comma-separated'),
  storeId: uuid.optional(),
  batchId: uuid.optional(),
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

export const selectBody = z
  .strictObject({ ideaId: uuid.optional(), title: cleanLine(150).optional() })
  .refine((body) => (body.ideaId === undefined) !== (body.title === undefined), {
    message: 'is required: send either ideaId or title',
    path: ['ideaId'],
  })
  .meta({ oneOf: [{ required: ['ideaId'] }, { required: ['title'] }] });

/** One line that says what should be different. */
const hint = cleanLine(MAX_HINT_LENGTH);

const withoutPicture = z.boolean().optional().describe('True to publish the post without an image');

export const newIdeasBody = z.strictObject({ hint: hint.optional() }).optional();
export const regenerateBody = z.strictObject({ part: z.enum(PARTS), hint: hint.optional() });
export const approveBody = z.strictObject({ withoutPicture }).optional();
export const retryBody = z
  .strictObject({
    part: z
      .enum(['ideas', ...PARTS])
      .optional()
      .describe('What is made again, by the hint; by default the hint is for what is made next'),
    hint: hint.optional(),
    withoutPicture,
  })
  .optional();
export const scheduleBody = z.strictObject({
  publishAt: publishTime.nullable(),
  timeZone: timeZone.optional(),
});
export const resolveBody = z
  .strictObject({ resolution: z.enum(RESOLUTIONS), draftId: cleanLine(100).optional() })
  .refine((body) => body.resolution !== 'exists' || body.draftId !== undefined, {
    message: 'is required if the post exists',
    path: ['draftId'],
  })
  .meta({
    anyOf: [{ required: ['draftId'] }, { not: { properties: { resolution: { const: 'exists' } } } }],
  });

const time = z.iso.datetime().nullable();

/** An order in lists. */
export const orderView = z.object({
  ...envelopeOf('blog'),
  sourceType: z.enum(SOURCE_TYPES),
  sourceId: z.string(),
  title: z
    .string()
    .nullable()
    .describe('Title of the text, or of the chosen idea; null before either exists'),
  subject: z
    .string()
    .nullable()
    .describe('The keyword, or the name of the product or category; null until the store has provided it'),
  instanceId: z.string().nullable(),
  storeId: uuid.nullable(),
  storeName: z.string().nullable(),
  publishMode: z.enum(PUBLISH_MODES),
  picture: z
    .enum(PICTURE_MODES)
    .describe('Whether the post must have an image, may go out without, or has none'),
  publishAt: time,
  publishAtLocal: z.string().nullable(),
  timeZone: z.string().nullable(),
  approvedAt: time,
  basedOn: uuid.nullable(),
  batchId: uuid.nullable().describe('The batch in which it was created, if any'),
});

export const ideaView = z.object({
  id: uuid,
  round: z.int(),
  title: z.string(),
  angle: z.string(),
  outline: z.array(z.string()),
  keyword: z.string(),
  reason: z.string(),
});

const points = z.number().min(0).max(10);

/** The reviewer's points for a text, 0 to 10 by criterion. */
export const reviewScores = z.object({
  accuracy: points,
  usefulness: points,
  structure: points,
  language: points,
  brand_fit: points,
});

/** One order with all that belongs to it. */
export const orderDetail = orderView.extend({
  ideas: z.array(ideaView),
  earlierIdeas: z.array(ideaView),
  selectedIdeaId: uuid.nullable(),
  post: z
    .object({
      versionId: uuid,
      title: z.string(),
      excerpt: z.string(),
      slug: z.string(),
      metaTitle: z.string(),
      metaDescription: z.string(),
      tags: z.array(z.string()),
      markdown: z.string(),
      qcStatus: z.string(),
      attempts: z.int(),
      scores: reviewScores.nullable(),
    })
    .nullable(),
  image: z.object({ url: z.string(), alt: z.string(), width: z.int(), height: z.int() }).nullable(),
  publication: z
    .object({
      draftId: z.string().nullable(),
      postId: z.string().nullable(),
      url: z
        .string()
        .nullable()
        .describe('Address of the post; null before it is published, or if the store did not report it'),
      lookups: z.array(z.unknown()),
    })
    .nullable(),
  progress: z.object({
    totalSteps: z.int(),
    completedSteps: z.int(),
    currentStep: z.string(),
    ...etaView,
  }),
  cost: z.object({ amountMicros: z.number(), unknownMicros, currency: z.literal('USD'), calls: z.int() }),
});

/** The answer to a batch: its id, and its orders in the order they were sent. */
export const batchView = z.object({ batchId: uuid, total: z.int(), items: z.array(orderView) });

/** A batch and how far it is. */
export const blogBatchView = z.object({
  id: uuid,
  total: z.int(),
  pending: z.int().describe('Posts accepted or queued'),
  inProgress: z.int(),
  waiting: z.int().describe('Posts waiting for a person, or for their scheduled time'),
  completed: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  percentComplete: z.number().describe('Share of finished steps; never decreases'),
  ...etaView,
  createdAt: time,
  ids: z.array(uuid).describe('IDs of the posts, in the order sent'),
});

/** The answer to an act: the order as it stands after it. */
export const actionView = orderView.extend({ actId: uuid, repeated: z.boolean() });
