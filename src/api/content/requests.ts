import { z } from 'zod';
import { SEARCH_INTENTS, SPIN_SIMILARITY_MAX } from '../../contract/bulk';
import type { ContentMode } from '../../contract/bulk';
import { TEXT_LIMITS } from '../../domain/content/limits';
import { distinctTexts } from '../../domain/text/compare';
import { LONGEST_ADDRESS, readWebAddress } from '../../domain/text/web-address';
import { cleanLine, cleanText } from '../http/schemas';
import { language } from '../stores/schemas';

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
  .array(cleanLine(TEXT_LIMITS.keyword))
  .min(TEXT_LIMITS.keywords.least)
  .max(TEXT_LIMITS.keywords.most)
  .refine((list) => distinctTexts(list).length === list.length, 'must not contain duplicates')
  .meta({ uniqueItems: true })
  .describe('Keywords that the text is to be found by; the first matters most');

const trend = z.strictObject({
  text: cleanLine(TEXT_LIMITS.trend).describe('What is in the news'),
  date: day.describe('Day of the news'),
  source_url: sourceUrl.optional(),
});

const sourceMd = cleanText(TEXT_LIMITS.source)
  .refine((text) => text !== '', 'must not be empty')
  .meta({ minLength: 1 })
  .describe('The text to rewrite, in Markdown; its numbers, names and links are kept');

/** What every mode has. */
const common = {
  topic: cleanLine(TEXT_LIMITS.topic).describe('What the text is about'),
  word_count: z
    .int()
    .min(TEXT_LIMITS.words.least)
    .max(TEXT_LIMITS.words.most)
    .default(TEXT_LIMITS.words.usual)
    .describe('Words to aim for'),
  tone: cleanLine(TEXT_LIMITS.tone).default('professional').describe('How the text is to sound'),
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
      .max(TEXT_LIMITS.trends)
      .describe('What is in the news; the text cites at least one of them'),
  },
  spin: {
    source_md: sourceMd,
    similarity_max: z
      .number()
      .min(TEXT_LIMITS.similarity.least)
      .max(TEXT_LIMITS.similarity.most)
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
