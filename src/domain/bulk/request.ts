import { BULK_CONCURRENCY } from '../../contract/bulk';
import type { ContentMode, ContentRequest, ModeInput, SearchIntent } from '../../contract/bulk';

/** What the API says of a job with fewer or more items, word for word. */
export const BULK_ITEMS_SENTENCE = 'Bulk generation requires 10-50 items';

/** Language of a text whose order names none. */
export const CONTENT_LANGUAGE = 'en';

/** What every item says of its text, named as in the API. */
interface ItemFields {
  topic: string;
  word_count: number;
  tone: string;
  language?: string | undefined;
}

/** What the items of each mode add, named as in the API. */
export interface ModeFields {
  topic: object;
  keywords: { keywords: string[]; search_intent: SearchIntent };
  trends: { trends: Array<{ text: string; date: string; source_url?: string | undefined }> };
  spin: { source_md: string; similarity_max: number };
}

/** An item of a mode as it is ordered. */
export type ContentFields<M extends ContentMode = ContentMode> = ItemFields & ModeFields[M];

/** A validated order of a bulk job, named as in the API. */
export type BulkBody = {
  [M in ContentMode]: {
    mode: M;
    items: Array<ContentFields<M>>;
    concurrency?: number | undefined;
    priority?: number | undefined;
    language?: string | undefined;
    name?: string | undefined;
  };
}[ContentMode];

/** What is to be written for a job. */
export interface BulkRequest {
  mode: ContentMode;
  concurrency: number;
  priority?: number;
  name?: string;
  items: ContentRequest[];
}

/** What each mode adds to an item, as it is saved. */
const INPUT_OF: { readonly [M in ContentMode]: (fields: ModeFields[M]) => ModeInput } = {
  topic: () => ({ mode: 'topic' }),
  keywords: ({ keywords, search_intent }) => ({ mode: 'keywords', keywords, searchIntent: search_intent }),
  trends: ({ trends }) => ({
    mode: 'trends',
    trends: trends.map(({ text, date, source_url = null }) => ({ text, date, sourceUrl: source_url })),
  }),
  spin: ({ source_md, similarity_max }) => ({
    mode: 'spin',
    sourceMd: source_md,
    similarityMax: similarity_max,
  }),
};

/** A text as it is to be written; `language` is for one that names none. */
export function contentRequestOf<M extends ContentMode>(
  mode: M,
  fields: ContentFields<M>,
  language = CONTENT_LANGUAGE,
): ContentRequest {
  const { topic, word_count: wordCount, tone } = fields;
  return { topic, wordCount, tone, language: fields.language ?? language, input: INPUT_OF[mode](fields) };
}

/** A bulk job as it is to be written. */
export function bulkRequestOf(body: BulkBody): BulkRequest {
  const { mode, concurrency = BULK_CONCURRENCY.byDefault, priority, name, language } = body;
  return {
    mode,
    concurrency,
    ...(priority === undefined ? {} : { priority }),
    ...(name === undefined ? {} : { name }),
    items: body.items.map((fields) => contentRequestOf(mode, fields as ContentFields<typeof mode>, language)),
  };
}
