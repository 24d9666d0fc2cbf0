import { z } from 'zod';
import { MAIL_KINDS } from '../../contract/mail';
import { PHASES, PRODUCTS } from '../../contract/orders';
import { DELIVERY_STATES } from '../../contract/webhooks';
import { WAITING_FOR } from '../../db/purchases/waiting';
import { statusesOf } from '../../domain/orders/lifecycle';
import {
  LONGEST_KEYWORD,
  LONGEST_NICHE,
  LONGEST_NOTES,
  LONGEST_REASON,
  LONGEST_TOPIC,
} from '../../domain/purchases/bounds';
import { creationCursor } from '../http/cursor';
import { cleanLine, cleanText, limitOf, lineOrNothing, uuid } from '../http/schemas';
import { linkSpan, outcome, refundView, submittedBy } from './review-schemas';
import { anchorText, orderPrice, targetUrl } from './schemas';

const time = z.iso.datetime();
const SOURCES = ['buyer', 'admin'] as const;

const product = z.enum(PRODUCTS);
const status = z.enum(statusesOf('backlink'));
const waitingFor = z
  .enum(WAITING_FOR)
  .describe(
    '`review`: an administrator’s word; `retry`: it could not be done; `delivery`: it is on its way out',
  );

export const adminOrdersQuery = z.strictObject({
  waiting: waitingFor.optional(),
  status: status.optional(),
  phase: z.enum(PHASES).optional().describe('Tells work that is queued from work under way'),
  product: product.optional(),
  source: z.enum(SOURCES).optional().describe('Who ordered it'),
  domainId: uuid.optional().describe('Only orders for this site'),
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

export const adminOrderItem = z.object({
  orderId: uuid,
  product,
  source: z.enum(SOURCES),
  status,
  phase: z.enum(PHASES),
  outcome,
  title: z.string().nullable().describe('Of the article, or what a new one is about'),
  domain: z.object({ id: uuid, name: z.string(), host: z.string() }),
  article: z
    .object({ id: uuid, title: z.string() })
    .nullable()
    .describe('Null while it is still to be written'),
  anchorText: z.string(),
  targetUrl: z.string(),
  price: orderPrice,
  email: z.string().nullable().describe('The buyer’s address; null for an order of an administrator'),
  versionId: uuid.nullable(),
  createdAt: time,
  submittedAt: time.nullable(),
  submittedBy,
  refund: refundView,
  waitingFor: waitingFor.nullable(),
});

const text = {
  versionId: uuid,
  versionNum: z.int().describe('Counts the versions of the article from 1'),
  content: z.string().describe('As it is stored'),
};

const found = {
  qcAttempts: z.int(),
  qcStatus: z.string().nullable(),
  reviewStatus: z
    .enum(['PENDING_REVIEW', 'APPROVED', 'REJECTED'])
    .nullable()
    .describe('Null for a draft that did not pass quality control, and for versions that no order made'),
  createdAt: time,
};

export const adminVersion = z.object({
  ...text,
  ...found,
  qcNotes: z.unknown().describe('What quality control found'),
  metadata: z.record(z.string(), z.unknown()).nullable(),
  link: linkSpan,
});

export const adminOrderView = adminOrderItem.extend({
  notes: z.string(),
  topic: z.string().nullable(),
  keyword: z.string().nullable(),
  niche: z.string().nullable(),
  version: adminVersion.nullable().describe('The text that is reviewed, or was last'),
  base: z
    .object(text)
    .nullable()
    .describe('The published text that it was made from; null for a new article'),
  publishedVersionId: uuid.nullable().describe('The version of the article that readers see now'),
  baseChanged: z.boolean().describe('Whether that is another one than the text was made from'),
  versions: z
    .array(z.object({ versionId: uuid, versionNum: text.versionNum, isCurrent: z.boolean(), ...found }))
    .describe('All that were made for the order, newest first'),
  money: z.object({
    price: orderPrice,
    costMicros: z.int().describe('What its requests to providers cost, in millionths of a US dollar'),
    retryCostMicros: z.int().describe('The part of it that went into repeating what had been asked before'),
    refund: refundView,
  }),
  mails: z
    .array(
      z.object({
        id: uuid,
        kind: z.enum(MAIL_KINDS),
        subject: z.string(),
        state: z.enum(DELIVERY_STATES),
        createdAt: time,
        sentAt: time.nullable(),
      }),
    )
    .describe('Mails to the buyer, newest first'),
  outlet: z
    .object({ state: z.string(), url: z.string().nullable(), lastProblem: z.string().nullable() })
    .nullable()
    .describe('Where the article is published besides here; null where it is nowhere else'),
  rejectionReason: z.string().nullable(),
  failureReason: z.string().nullable(),
  canApprove: z.boolean(),
  canReject: z.boolean(),
  canRetry: z.boolean(),
  canPublishAgain: z.boolean(),
});

const what = {
  targetUrl,
  anchorText,
  notes: cleanText(LONGEST_NOTES)
    .optional()
    .describe('Wishes; they change nothing but the place of the link'),
};

export const orderAsAdminBody = z.discriminatedUnion('product', [
  z.strictObject({
    product: z.literal('article'),
    domainId: uuid.describe('The site that it is written for'),
    topic: cleanLine(LONGEST_TOPIC).describe('What it is about'),
    keyword: cleanLine(LONGEST_KEYWORD).describe('What it is to be found by'),
    niche: lineOrNothing(LONGEST_NICHE).optional().describe('Its field'),
    ...what,
  }),
  z.strictObject({
    product: z.literal('backlink'),
    articleId: uuid.describe('The article that the link goes into'),
    ...what,
  }),
]);

export const orderedView = z.object({ orderId: uuid });

export const approveBody = z.strictObject({ versionId: uuid.describe('The text that was submitted') });

export const rejectBody = z.strictObject({
  versionId: uuid.describe('The text that was submitted'),
  reason: cleanText(LONGEST_REASON)
    .min(1, 'must have at least 1 character')
    .describe('What the buyer is told'),
});

export const queuesView = z.object({
  queues: z.array(
    z.object({
      name: z.enum(['article-generation', 'backlink-integration']),
      product,
      waiting: z.int().describe('Texts that wait for their turn'),
      active: z.int().describe('Texts that are written right now'),
      review: z.int().describe('Texts that wait for their buyers'),
      adminReview: z
        .int()
        .describe('Orders that are with the administrators, or approved and on their way out'),
      completed24h: z.int().describe('Orders that were published within 24 hours'),
      failed24h: z
        .int()
        .describe('Orders that could not be done within 24 hours; rejected ones do not count'),
      oldestWaitingMs: z.int().nullable().describe('For how long the oldest of those that wait has done so'),
      completedPerHour: z.int().describe('Orders that were published within the last hour'),
    }),
  ),
});
