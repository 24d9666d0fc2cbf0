import { z } from 'zod';
import { PICTURE_MODES, PUBLISH_MODES } from '../../contract/blog';
import { canonicalGuid, DEFAULT_PLATFORM, PLATFORMS } from '../../contract/platforms';
import { LANGUAGE_TAG, LONGEST_TAG } from '../../domain/text/language-tag';
import { creationCursor } from '../http/cursor';
import { cleanLine, cleanText, limitOf, lineOrNothing, mailAddress, uuid } from '../http/schemas';
import { timeZone } from '../blog/schemas';

/** A language tag, in its canonical form. */
export const language = z
  .string()
  .max(LONGEST_TAG)
  .regex(LANGUAGE_TAG, 'must be a language tag such as en or de-AT')
  .transform((tag) => Intl.getCanonicalLocales(tag)[0] ?? tag)
  .describe('Language of the posts (BCP 47)');

/** An identifier of the site's own. Those that are GUIDs have one form; all others are compared as they are. */
const ownId = (max: number) => cleanLine(max).transform((id) => canonicalGuid(id) ?? id);

/** The store's own identifiers, each once. */
const ids = z
  .array(ownId(50))
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

const credentials = z
  .strictObject({
    appId: cleanLine(200).describe('ID of the store’s own app'),
    appSecret: cleanLine(500).describe('Secret of that app; stored encrypted and never shown again'),
  })
  .describe('The store’s own app, if it does not use the default app');

const instanceId = cleanLine(100).describe(
  'ID of the app instance on the site; upper and lower case are the same',
);

/** How a site is proved to be the tenant's; at most one of them. */
const proof = {
  signedInstance: z
    .string()
    .min(1)
    .max(5_000)
    .optional()
    .describe(
      'The `instance` parameter with which the platform opened the app for the site’s owner, at most 15 minutes old; instanceId may be left out with it',
    ),
  proofCode: z
    .string()
    .regex(/^galley-[0-9a-f]{32}$/, 'must be a code from an earlier answer')
    .optional()
    .describe('The code of an earlier answer, which is the title of a draft on the site by now'),
  vouched: z
    .boolean()
    .optional()
    .describe('True to connect the site on your word; for operators and administrators, and recorded'),
};

/** Extra facts of the answer `site_not_proved`. */
export const notProvedView = z
  .object({
    error: z.string(),
    message: z.string(),
    requestId: z.string(),
    proof: z
      .object({
        code: z
          .string()
          .describe('Title of the draft to create on the site, then proofCode of the next request'),
        expiresAt: z.iso.datetime(),
        attemptsLeft: z.int(),
      })
      .optional(),
  })
  .catchall(z.unknown());

const name = cleanLine(200);

const settings = {
  language: language.optional(),
  categoryIds: ids.optional(),
  tagIds: ids.optional(),
  authorId: ownId(100)
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

export const storeParams = z.strictObject({ id: uuid });

export const createStoreBody = z.strictObject({
  platform: z.enum(PLATFORMS).default(DEFAULT_PLATFORM).describe('Where the site is'),
  instanceId: instanceId.optional(),
  ...proof,
  name,
  tenantId: uuid
    .optional()
    .describe('The tenant that owns the store; required for keys that reach beyond one tenant'),
  credentials: credentials.optional(),
  ...settings,
});

export const patchStoreBody = z.strictObject({ name: name.optional(), ...settings });

export const reconnectBody = z
  .strictObject({
    instanceId: instanceId.optional(),
    ...proof,
    credentials: credentials.nullable().optional().describe('Null to go back to the default app'),
  })
  .optional();

export const listStoresQuery = z.strictObject({
  tenantId: uuid.optional(),
  status: z.enum(['active', 'archived']).optional(),
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

const time = z.iso.datetime().nullable();

export const storeView = z.object({
  id: uuid,
  tenantId: uuid,
  platform: z.enum(PLATFORMS).describe('Where its site is'),
  instanceId: z.string(),
  name: z.string(),
  status: z.enum(['active', 'archived']),
  provedBy: z
    .enum(['signature', 'code', 'vouched'])
    .nullable()
    .describe('How the site was shown to be the tenant’s; null for stores from before that was asked for'),
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
  limit: limitOf(100, 20),
});

export const postsQuery = z.strictObject({ limit: limitOf(100, 20) });

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
      orderId: uuid.nullable().describe('The order that created the post; null for external posts'),
    }),
  ),
  fetchedAt,
});
