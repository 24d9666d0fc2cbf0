import { z } from 'zod';
import { PICTURE_MODES, PUBLISH_MODES } from '../../contract/blog';
import { DEFAULT_PLATFORM, PLATFORMS } from '../../contract/platforms';
import { isMailAddress } from '../../domain/tenants/mail-address';
import { hasControlOrBidi } from '../../domain/text/text';
import { cleanLine, isWhole } from '../http/schemas';
import { timeZone } from '../blog/schemas';

/** Text of several lines, which may be empty, without other characters that deceive its reader. */
const cleanText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine(isWhole, 'must not contain half characters (lone surrogates)')
    .refine(
      (value) => !hasControlOrBidi(value.replace(/[\t\n\r]/g, ' ')),
      'must not contain control or text-direction characters',
    );

/** One line, which may be empty. */
const lineOrNothing = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine(isWhole, 'must not contain half characters (lone surrogates)')
    .refine((value) => !hasControlOrBidi(value), 'must not contain control or text-direction characters');

function canonicalLanguage(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** A language tag, in its canonical form. */
export const language = z
  .string()
  .min(2)
  .max(35)
  .refine((tag) => canonicalLanguage(tag) !== undefined, 'must be a language tag such as en or de-AT')
  .transform((tag) => canonicalLanguage(tag) ?? tag)
  .describe('Language of the posts (BCP 47)');

/** The store's own identifiers, each once. */
const ids = z
  .array(cleanLine(50))
  .max(30)
  .transform((list) => [...new Set(list)]);

const words = z.array(cleanLine(60)).max(50);

/** A voice, of which anything may be left out. */
export const brandVoice = z
  .strictObject({
    tone: lineOrNothing(500).optional(),
    useWords: words.optional(),
    avoidWords: words.optional(),
    sample: cleanText(2_000).optional(),
  })
  .describe('Brand voice of the store; omitted fields stay unchanged');

const mailAddress = z.string().refine(isMailAddress, 'must be exactly one email address, without a name');

const credentials = z
  .strictObject({
    appId: cleanLine(200).describe('ID of the store’s own app'),
    appSecret: cleanLine(500).describe('Secret of that app; stored encrypted and never shown again'),
  })
  .describe('The store’s own app, if it does not use the default app');

const instanceId = cleanLine(100).describe('ID of the app instance on the site');

const name = cleanLine(200);

const settings = {
  language: language.optional(),
  categoryIds: ids.optional(),
  tagIds: ids.optional(),
  authorId: cleanLine(100)
    .nullable()
    .optional()
    .describe('Author of posts, by the site’s own ID; null for the first member of the site'),
  brandVoice: brandVoice.optional(),
  imageStyle: lineOrNothing(500).optional().describe('How images should look'),
  notificationAddress: mailAddress.nullable().optional(),
  publishMode: z
    .enum(PUBLISH_MODES)
    .optional()
    .describe('Default for orders without a publish mode of their own'),
  pictures: z
    .enum(PICTURE_MODES)
    .optional()
    .describe(
      'Whether posts must have an image, go out without one if none can be made, or have none; orders may differ',
    ),
  timeZone: timeZone.optional(),
  status: z.enum(['active', 'archived']).optional().describe('An archived store accepts no new orders'),
};

export const storeParams = z.strictObject({ id: z.uuid() });

export const createStoreBody = z.strictObject({
  platform: z.enum(PLATFORMS).default(DEFAULT_PLATFORM).describe('Where the site is'),
  instanceId,
  name,
  tenantId: z
    .uuid()
    .optional()
    .describe('The tenant that owns the store; required for keys that reach beyond one tenant'),
  credentials: credentials.optional(),
  ...settings,
});

export const patchStoreBody = z.strictObject({ name: name.optional(), ...settings });

export const reconnectBody = z
  .strictObject({
    instanceId: instanceId.optional(),
    credentials: credentials.nullable().optional().describe('Null to go back to the default app'),
  })
  .optional();

export const listStoresQuery = z.strictObject({
  tenantId: z.uuid().optional(),
  status: z.enum(['active', 'archived']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
});

const time = z.iso.datetime().nullable();

export const storeView = z.object({
  id: z.uuid(),
  tenantId: z.uuid(),
  platform: z.enum(PLATFORMS).describe('Where its site is'),
  instanceId: z.string(),
  name: z.string(),
  status: z.enum(['active', 'archived']),
  connection: z
    .enum(['unchecked', 'ok', 'needs_reconnect'])
    .describe('With needs_reconnect, orders of the store are on hold until it is connected again'),
  checkedAt: time,
  disconnectedAt: time,
  hasOwnCredentials: z.boolean(),
  language: z.string(),
  categoryIds: z.array(z.string()),
  tagIds: z.array(z.string()),
  authorId: z.string().nullable(),
  brandVoice: z.object({
    tone: z.string(),
    useWords: z.array(z.string()),
    avoidWords: z.array(z.string()),
    sample: z.string(),
  }),
  imageStyle: z.string(),
  notificationAddress: z.string().nullable(),
  publishMode: z.enum(PUBLISH_MODES),
  pictures: z.enum(PICTURE_MODES),
  timeZone: z.string(),
  createdAt: z.iso.datetime(),
});

/** A store after it was asked whether it answers. */
export const checkedStoreView = storeView.extend({
  problem: z.string().nullable().describe('What is wrong and what to do; null if the connection works'),
});

export const productsQuery = z.strictObject({
  query: lineOrNothing(100).default('').describe('Part of the name; without it, the first products'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const postsQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) });

const fetchedAt = z.iso
  .datetime()
  .describe('When the site was asked; repeated requests are answered from a cache');

export const productsView = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      price: z.int().nullable().describe('In the smallest unit of the currency'),
      currency: z.string().nullable(),
      imageUrl: z.string().nullable(),
    }),
  ),
  fetchedAt,
});

export const postsView = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      url: z.string().nullable(),
      publishedAt: time,
      orderId: z.uuid().nullable().describe('The order that created the post; null for external posts'),
    }),
  ),
  fetchedAt,
});
