import { readDraft } from './draft';
import type { DraftInput } from './findings';
import { usedKeywords } from './keywords';
import { farTooLong } from './length';
import { sourceSimilarity } from './similarity';
import { citedTrends } from './trends';

/** What is known of a text that was ordered by topic, keywords, from trends or as a rewrite. */
export interface ModeMeasures {
  /** Its words as the language separates them. */
  words: number;
  /** Share of its runs of five words that its source has, 0 to 1. */
  similarity?: number;
  /** Names of the trends that it cites. */
  citedTrends?: string[];
  /** The keywords that it uses, as they were ordered. */
  keywordsUsed?: string[];
}

/** Measures a text by what it was ordered from; nothing of one that is far too long. */
export function measureMode(input: DraftInput): ModeMeasures {
  if (farTooLong(input)) return { words: 0 };
  const draft = readDraft(input);
  const words = draft.words.length;
  const { order, markdown } = input;
  switch (order?.mode) {
    case 'keywords':
      return { words, keywordsUsed: usedKeywords(draft, order.keywords) };
    case 'trends':
      return { words, citedTrends: citedTrends(draft) };
    case 'spin': {
      const { containment } = sourceSimilarity({ text: markdown, source: order.sourceMd });
      return { words, similarity: Math.round(containment * 1_000) / 1_000 };
    }
    default:
      return { words };
  }
}
