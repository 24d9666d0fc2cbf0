import { z } from 'zod';
import { SEARCH_INTENTS, SPIN_SIMILARITY_MAX } from '../../contract/bulk';
import type { ContentMode } from '../../contract/bulk';
import { comparable } from '../../domain/text/compare';
import { LONGEST_ADDRESS, readWebAddress } from '../../domain/text/web-address';
import { cleanLine, cleanText } from '../http/schemas';
import { language } from '../stores/schemas';

/** What can be asked of one text; lengths in characters. */
const LIMITS = {
  topic: 300,
  tone: 100,
  words: { least: 300, most: 3_000, usual: 1_200 },
  keyword: 100,
  keywords: { least: 2, most: 20 },
  trend: 500,
  trends: 10,
  source: 20_000,
  similarity: { least: 0.1, most: 0.95 },
} as const;

/** A day that exists, such as 2026-11-30. */
const day = z.iso.date();

/** An address of a source, as it may be published. */
const sourceUrl = z
  .string()
  .max(LONGEST_ADDRESS)
  .transform((address, context) => {
    const read = readWebAddress(address.trim());
    if (read.ok) return read.url;
    context.addIssue({ code: 'custom', message: 'must be a public web address (http or https)' });
    return z.NEVER;
  })
  .meta({ format: 'uri' })
  .describe('Public web address of the source');

const keywords = z
  .array(cleanLine(LIMITS.keyword))
  .min(LIMITS.keywords.least)
  .max(LIMITS.keywords.most)
  .refine((list) => new Set(list.map(comparable)).size === list.length, 'must not contain duplicates')
  .meta({ uniqueItems: true })
  .describe('Keywords that the text is to be found by; the first matters most');

const trend = z.strictObject({
  text: cleanLine(LIMITS.trend).describe('What is in the news'),
  date: day.describe('Day of the news'),
  source_url: sourceUrl.optional(),
});

const sourceMd = cleanText(LIMITS.source)
  .refine((text) => text !== '', 'must not be empty')
  .meta({ minLength: 1 })
  .describe('The text to rewrite, in Markdown; its numbers, names and links are kept');

/** What every mode has. */
const common = {
  topic: cleanLine(LIMITS.topic).describe('What the text is about'),
  word_count: z
    .int()
    .min(LIMITS.words.least)
    .max(LIMITS.words.most)
    .default(LIMITS.words.usual)
    .describe('Words to aim for'),
  tone: cleanLine(LIMITS.tone).default('professional').describe('How the text is to sound'),
  language: language.optional().describe('Language of the text (BCP 47); en by default'),
};

/** What each mode adds. */
const OWN = {
  topic: {},
  keywords: {
    keywords,
    search_intent: z
      .enum(SEARCH_INTENTS)
      .default('informational')
      .describe('What somebody who searches for them wants'),
  },
  trends: {
    trends: z
      .array(trend)
      .min(1)
      .max(LIMITS.trends)
      .describe('What is in the news; the text cites at least one of them'),
  },
  spin: {
    source_md: sourceMd,
    similarity_max: z
      .number()
      .min(LIMITS.similarity.least)
      .max(LIMITS.similarity.most)
      .default(SPIN_SIMILARITY_MAX)
      .describe('The greatest share of word sequences that the text may have in common with its source'),
  },
} as const satisfies Record<ContentMode, z.ZodRawShape>;

/** The fields of one item by mode; anything else is refused. */
export const ITEM_FIELDS = {
  topic: { ...common, ...OWN.topic },
  keywords: { ...common, ...OWN.keywords },
  trends: { ...common, ...OWN.trends },
  spin: { ...common, ...OWN.spin },
} as const satisfies Record<ContentMode, z.ZodRawShape>;
