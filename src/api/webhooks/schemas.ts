import { z } from 'zod';
import { DELIVERY_STATES, WEBHOOK_EVENT_TYPES } from '../../contract/webhooks';
import { creationCursor, sequenceCursor } from '../http/cursor';
import { cleanLine, limitOf, uuid } from '../http/schemas';

/** Where webhooks live. */
export const WEBHOOKS_BASE = '/api/webhooks';

const address = z.string().trim().max(2_000).meta({ format: 'uri', pattern: '^\\s*https?://' });

/** What a webhook wants to hear of, each once; everything where it is empty. */
const eventTypes = z
  .array(z.enum(WEBHOOK_EVENT_TYPES))
  .max(WEBHOOK_EVENT_TYPES.length)
  .transform((types) => [...new Set(types)])
  .describe('Events to send; an empty list means all of them');

const description = z.union([z.literal(''), cleanLine(200)]);

export const webhookParams = z.strictObject({ id: uuid });
export const deliveryParams = z.strictObject({ id: uuid, deliveryId: uuid });

export const createWebhookBody = z.strictObject({
  url: address,
  description: description.default(''),
  eventTypes: eventTypes.default([]),
  tenantId: uuid
    .optional()
    .describe('The tenant whose orders it covers; required for keys that reach beyond one tenant'),
});

export const patchWebhookBody = z.strictObject({
  url: address.optional(),
  description: description.optional(),
  eventTypes: eventTypes.optional(),
  active: z.boolean().optional().describe('While false, nothing is sent, and pending deliveries are dropped'),
});

export const listWebhooksQuery = z.strictObject({
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

export const listDeliveriesQuery = z.strictObject({
  state: z.enum(DELIVERY_STATES).optional(),
  orderId: uuid.optional(),
  limit: limitOf(200, 50),
  cursor: sequenceCursor.optional(),
});

const time = z.iso.datetime();

export const webhookView = z.object({
  id: uuid,
  tenantId: uuid,
  url: z.string(),
  description: z.string(),
  eventTypes: z.array(z.enum(WEBHOOK_EVENT_TYPES)),
  active: z.boolean(),
  createdAt: time,
  updatedAt: time,
});

/** A webhook with its secret, which no later answer shows. */
export const newWebhookView = webhookView.extend({
  secret: z.string().describe('Signs every delivery by the Standard Webhooks specification; shown only once'),
});

export const deliveryView = z.object({
  id: uuid.describe('Sent as `webhook-id`; the same on every attempt'),
  type: z.enum(WEBHOOK_EVENT_TYPES),
  orderId: uuid,
  state: z.enum(DELIVERY_STATES),
  tries: z.int(),
  lastStatus: z.int().nullable(),
  lastProblem: z.string().nullable(),
  createdAt: time,
  lastTriedAt: time.nullable(),
  deliveredAt: time.nullable(),
  body: z.record(z.string(), z.unknown()),
});
