import type { Trade } from '../../products';

/** What a section is about. */
export type Theme = 'why' | 'choose' | 'use' | 'care' | 'cost' | 'mistakes' | 'compare';

/** Words for the `{name}` places of sentences. */
export type SlotWords = Record<string, readonly string[]>;

/**
 * The sentences of one language. `[a|b]` is a choice, `{name}` a place: `s` is the subject, `kw` the keyword,
 * `fact` a fact of the request, every other name comes from the words.
 */
export interface Bank {
  words: SlotWords;
  tradeWords: Partial<Record<Trade, SlotWords>>;
  openings: readonly string[];
  followUps: readonly string[];
  themes: Record<Theme, readonly string[]>;
  /** Word parts that tell a heading's theme. */
  themeSigns: Record<Theme, readonly string[]>;
  any: readonly string[];
  facts: readonly string[];
  listLeads: readonly string[];
  listItems: readonly string[];
  closings: readonly string[];
  closingHeadings: readonly string[];
  headings: Record<Theme, readonly string[]>;
  titles: readonly string[];
  angles: readonly string[];
  reasons: readonly string[];
  excerpts: readonly string[];
  descriptions: readonly string[];
  descriptionEndings: readonly string[];
  imageAlts: readonly string[];
  tags: readonly string[];
}
