import type { ContentMode, SearchIntent } from '../../../contract/bulk';
import type { paths } from '../../../openapi/api-types';

/** A text as it is ordered. */
export interface NewItem {
  topic: string;
  word_count?: number;
  tone?: string;
  language?: string;
  keywords?: string[];
  search_intent?: SearchIntent;
  trends?: Array<{ text: string; date: string; source_url?: string }>;
  source_md?: string;
  similarity_max?: number;
}

/** A bulk job as it is ordered, and as a template keeps it. */
export interface BulkRequest {
  mode: ContentMode;
  items: NewItem[];
  concurrency?: number;
  priority?: number;
  language?: string;
  name?: string;
}

/** The same as the API has it: types cannot say that the texts have the fields of the mode, which the form has looked at. */
export type OrderedBulk = paths['/api/bulk-generate']['post']['requestBody']['content']['application/json'];

/** What was typed into the form of a new job. */
export interface Draft extends Record<string, string> {
  mode: ContentMode;
  lines: string;
  words: string;
  tone: string;
  language: string;
  concurrency: string;
  priority: string;
  name: string;
}

export const EMPTY_DRAFT: Draft = {
  mode: 'topic',
  lines: '',
  words: '',
  tone: '',
  language: '',
  concurrency: '1',
  priority: '',
  name: '',
};

/** What was typed as a job to be ordered; what a text says of itself goes before what is set for all. */
export function requestOf(draft: Draft, items: readonly NewItem[]): BulkRequest {
  const words = draft.words.trim();
  const tone = draft.tone.trim();
  const language = draft.language.trim();
  const name = draft.name.trim();
  return {
    mode: draft.mode,
    items: items.map((item) => ({
      ...(words === '' ? {} : { word_count: Number(words) }),
      ...(tone === '' ? {} : { tone }),
      ...item,
    })),
    concurrency: Number(draft.concurrency),
    ...(draft.priority === '' ? {} : { priority: Number(draft.priority) }),
    ...(language === '' ? {} : { language }),
    ...(name === '' ? {} : { name }),
  };
}

/** What all have in common; undefined where they differ. */
function shared<T>(values: readonly T[]): T | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

/** What would have been typed for a job; `write` makes lines of its texts. */
export function draftOf(
  request: BulkRequest,
  write: (items: readonly NewItem[], mode: ContentMode) => string,
): Draft {
  const { mode, items, concurrency = 1, priority, language, name } = request;
  const words = shared(items.map((item) => item.word_count));
  const tone = shared(items.map((item) => item.tone));
  const ownLanguage = shared(items.map((item) => item.language));
  const lines = items.map(({ word_count, tone: itsTone, language: itsLanguage, ...rest }) => ({
    ...rest,
    ...(words === undefined && word_count !== undefined ? { word_count } : {}),
    ...(tone === undefined && itsTone !== undefined ? { tone: itsTone } : {}),
    ...(ownLanguage === undefined && itsLanguage !== undefined ? { language: itsLanguage } : {}),
  }));
  return {
    mode,
    lines: write(lines, mode),
    words: words === undefined ? '' : String(words),
    tone: tone ?? '',
    language: ownLanguage ?? language ?? '',
    concurrency: String(concurrency),
    priority: priority === undefined ? '' : String(priority),
    name: name ?? '',
  };
}
