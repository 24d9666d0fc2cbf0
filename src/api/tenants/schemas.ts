import { z } from 'zod';
import { PLANS, ROLES, TENANT_KINDS, WEIGHT_LIMITS } from '../../contract/tenancy';
import { creationCursor } from '../http/cursor';
import { cleanLine, limitOf, uuid } from '../http/schemas';

/** Most that a cap can be, in cents: a hundred million dollars. */
const MOST_CENTS = 10_000_000_000;

const cap = z
  .strictObject({ amount: z.int().min(0).max(MOST_CENTS), currency: z.literal('USD') })
  .describe('In US cents; days and months are in UTC');

const weight = z
  .number()
  .min(WEIGHT_LIMITS.least)
  .max(WEIGHT_LIMITS.most)
  .describe('Share of a busy lane relative to other tenants; null for the default of the plan');

const itemsAtOnce = z.int().min(1).max(10_000).describe('Pages in progress at once; null for the default');

const itemsPerMinute = z
  .int()
  .min(1)
  .max(1_000_000)
  .describe('Pages started per minute; null for the default');

const name = cleanLine(200);

export const tenantParams = z.strictObject({ id: uuid });

export const createTenantBody = z.strictObject({
  kind: z
    .enum(TENANT_KINDS)
    .describe('A single store, an article buyer, an agency with several stores, or internal operators'),
  name,
  plan: z.enum(PLANS).default('standard'),
  fairnessWeight: weight.nullable().default(null),
  dailyCap: cap.nullable().default(null),
  monthlyCap: cap.nullable().default(null),
  itemsAtOnce: itemsAtOnce.nullable().default(null),
  itemsPerMinute: itemsPerMinute.nullable().default(null),
});

export const patchTenantBody = z.strictObject({
  name: name.optional(),
  plan: z.enum(PLANS).optional(),
  fairnessWeight: weight.nullable().optional(),
  dailyCap: cap.nullable().optional(),
  monthlyCap: cap.nullable().optional(),
  itemsAtOnce: itemsAtOnce.nullable().optional(),
  itemsPerMinute: itemsPerMinute.nullable().optional(),
});

export const listTenantsQuery = z.strictObject({
  kind: z.enum(TENANT_KINDS).optional(),
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

export const tenantView = z.object({
  id: uuid,
  kind: z.enum(TENANT_KINDS),
  name: z.string(),
  plan: z.enum(PLANS),
  fairnessWeight: z.number().describe('The weight in effect: the tenant’s own, or the default of its plan'),
  dailyCap: cap.nullable(),
  monthlyCap: cap.nullable(),
  itemsAtOnce: itemsAtOnce.nullable(),
  itemsPerMinute: itemsPerMinute.nullable(),
  createdAt: z.iso.datetime(),
});

export const keyParams = z.strictObject({ id: uuid, keyId: uuid });

export const createKeyBody = z.strictObject({
  label: cleanLine(100).describe('Who or what uses the key'),
  role: z.enum(ROLES).optional().describe('Must fit the kind of tenant; by default its first role'),
});

export const listKeysQuery = z.strictObject({
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

export const keyView = z.object({
  id: uuid,
  label: z.string(),
  role: z.enum(ROLES),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable().describe('Accurate to the minute'),
  revokedAt: z.iso.datetime().nullable(),
});

/** The only answer that ever holds the key itself. */
export const newKeyView = keyView.extend({
  key: z.string().describe('Shown only once; we store only its hash'),
});
