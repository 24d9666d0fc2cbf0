import { z } from 'zod';
import { REFUND_STATES } from '../../contract/payments';
import { JOB_NAMES, JOB_STATES } from '../../domain/purchases/jobs';
import { OUTCOMES } from '../../domain/purchases/outcome';
import { uuid } from '../http/schemas';
import { boughtMembers } from './schemas';

const time = z.iso.datetime();

export const linkSpan = z
  .object({ start: z.int(), end: z.int() })
  .nullable()
  .describe('Where the sentence with the link stands in `content`, in UTF-16 units');

export const outcome = z
  .enum(OUTCOMES)
  .nullable()
  .describe(
    'How it has ended; `broke`: it could not be done, `expired`: it was not paid for in time. Null while it is open',
  );

export const refundView = z
  .object({
    state: z
      .enum([...REFUND_STATES, 'planned'])
      .describe('`planned`: the payment goes back at `dueAt` unless the order is retried'),
    amount: z.int(),
    currency: z.string(),
    dueAt: time.nullable(),
  })
  .nullable();

/** A version of an order as its buyer reads it. */
export const buyersVersion = z.object({
  versionId: uuid,
  versionNum: z.int().describe('Counts the versions of the article from 1'),
  content: z.string().describe('In Markdown'),
  qcStatus: z.string().nullable().describe('What quality control found, such as `APPROVED_BY_AI`'),
  link: linkSpan,
  createdAt: time,
});

export const versionOfOrder = buyersVersion.extend({
  isCurrent: z.boolean().describe('Whether it is the one that can be submitted'),
});

const JOB_TYPES = Object.values(JOB_NAMES).map(({ type }) => type);

export const submittedBy = z
  .enum(['buyer', 'deadline', 'order'])
  .nullable()
  .describe(
    '`deadline`: the buyer’s time to review was over; `order`: nobody reviews it before the administrators',
  );

export const statusView = z.object({
  ...boughtMembers,
  progress: z.object({ step: z.int(), total: z.int(), description: z.string() }),
  version: buyersVersion.nullable().describe('The text with the link; null while there is none'),
  versions: z
    .array(versionOfOrder.omit({ content: true, link: true }))
    .describe('All that the buyer was shown, newest first'),
  queue: z.object({
    hasActiveJob: z
      .boolean()
      .describe('Whether the text is worked on right now; otherwise it is in the queue'),
    jobs: z
      .array(
        z.object({
          id: z.string(),
          type: z.enum(JOB_TYPES),
          status: z.enum(JOB_STATES),
          attempt: z.int().describe('At how many texts it has been tried'),
          createdAt: time,
        }),
      )
      .describe('The first text and each regeneration, newest first'),
  }),
  canRegenerateBacklink: z.boolean(),
  canSubmitForReview: z.boolean(),
  canPay: z.boolean(),
  regeneration: z.object({
    usedToday: z.int().describe('Regenerations within the last 24 hours'),
    limit: z.int().describe('Regenerations within 24 hours at most'),
    availableAt: time.nullable().describe('When the next one is possible, where none is now'),
  }),
  baseChanged: z
    .boolean()
    .describe('Whether the article has changed since the text was made; the link is put into the new one'),
  outcome,
  failureReason: z
    .string()
    .nullable()
    .describe('Why it failed; for a rejected order what the administrator wrote'),
  refund: refundView,
  submittedBy,
  submittedAt: time.nullable(),
  deadlineAt: time
    .nullable()
    .describe('When the text is submitted for the buyer, while it waits for the buyer'),
  publishedUrl: z.string().nullable(),
  eta: z
    .object({ p50Ms: z.int(), p90Ms: z.int() })
    .nullable()
    .describe('Milliseconds until it is the buyer’s turn: half, and nine in ten, of such orders take less'),
});

export const versionParams = z.strictObject({ orderId: uuid, versionId: uuid });

export const regenerateBody = z.strictObject({ orderId: uuid });

export const regeneratedView = z.object({
  jobId: z.string(),
  estimatedTime: z.string(),
  note: z.string(),
});

export const submitBody = z.strictObject({
  orderId: uuid,
  versionId: uuid.describe('The text that the buyer is shown last'),
});

export const submittedView = z.object({ orderId: uuid, status: boughtMembers.status });
