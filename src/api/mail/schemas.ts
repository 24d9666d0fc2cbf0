import { z } from 'zod';
import {
  MAIL_CONSENTS,
  MAIL_FREQUENCIES,
  MAIL_KINDS,
  MAIL_LOCALES,
  STORE_MAIL_KINDS,
} from '../../contract/mail';
import { DELIVERY_STATES } from '../../contract/webhooks';
import { timeZone } from '../blog/schemas';
import { creationCursor, sequenceCursor } from '../http/cursor';
import { limitOf, mailAddress, uuid } from '../http/schemas';

/** Where notifications by mail live. */
export const MAIL_BASE = '/api/mail';

const kinds = z
  .array(z.enum(STORE_MAIL_KINDS))
  .min(1)
  .max(STORE_MAIL_KINDS.length)
  .transform((list) => STORE_MAIL_KINDS.filter((kind) => list.includes(kind)));

const frequency = z.enum(MAIL_FREQUENCIES);
const locale = z.enum(MAIL_LOCALES);

export const subscriptionParams = z.strictObject({ id: uuid });
export const mailParams = z.strictObject({ id: uuid });

/** The token of a link in a mail: 32 random bytes. */
export const linkParams = z.strictObject({ token: z.string().regex(/^[\w-]{43}$/, 'is no token of a link') });

export const createSubscriptionBody = z.strictObject({
  address: mailAddress,
  storeId: uuid.optional(),
  kinds: kinds.default([...STORE_MAIL_KINDS]),
  frequency: frequency.default('at_once'),
  locale: locale.default('en'),
  timeZone: timeZone.default('UTC'),
  tenantId: uuid
    .optional()
    .describe('The tenant whose orders it covers; required for keys that reach beyond one tenant'),
});

export const patchSubscriptionBody = z.strictObject({
  kinds: kinds.optional(),
  frequency: frequency.optional(),
  locale: locale.optional(),
  timeZone: timeZone.optional(),
  active: z.boolean().optional().describe('While false, nothing is mailed'),
});

export const listSubscriptionsQuery = z.strictObject({
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

export const listMailsQuery = z.strictObject({
  state: z.enum(DELIVERY_STATES).optional(),
  subscriptionId: uuid.optional(),
  limit: limitOf(200, 50),
  cursor: sequenceCursor.optional(),
});

const time = z.iso.datetime();

export const subscriptionView = z.object({
  id: uuid,
  tenantId: uuid,
  storeId: uuid.nullable(),
  address: z.string(),
  kinds: z.array(z.enum(STORE_MAIL_KINDS)),
  frequency,
  locale,
  timeZone: z.string(),
  active: z.boolean(),
  consent: z
    .enum(MAIL_CONSENTS)
    .describe(
      'Nothing is mailed unless the reader of the address has agreed; `unsubscribed` is their word, too',
    ),
  createdAt: time,
  updatedAt: time,
});

export const mailView = z.object({
  id: uuid.describe('The first part of the Message-ID; the same on every attempt'),
  kind: z.enum(MAIL_KINDS),
  to: z.string(),
  orderId: uuid.nullable(),
  subscriptionId: uuid.nullable(),
  state: z.enum(DELIVERY_STATES),
  tries: z.int(),
  lastStatus: z.int().nullable().describe('Reply code of the mail server'),
  lastProblem: z.string().nullable(),
  canResend: z.boolean().describe('False while it is pending, and where its link was good for one use'),
  createdAt: time,
  lastTriedAt: time.nullable(),
  deliveredAt: time.nullable(),
});
