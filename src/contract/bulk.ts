/** What a bulk job is: 10–50 texts of one mode, written in order, a few at a time. */

/** How a text is ordered: about a topic, for keywords, about what is in the news, or as a rewrite of another text. */
export const CONTENT_MODES = ['topic', 'keywords', 'trends', 'spin'] as const;
export type ContentMode = (typeof CONTENT_MODES)[number];

/** Items of one bulk job. */
export const BULK_ITEMS = { least: 10, most: 50 } as const;

/** Items of one job that are written at once at most, and by default. */
export const BULK_CONCURRENCY = { most: 3, byDefault: 1 } as const;

/** Rest of a slot between the end of an item and the start of the next, in milliseconds, unless configured otherwise. */
export const ITEM_DELAY_MS = 5_000;

/** Attempts at a text before its item has failed: the first and two retries. */
export const CONTENT_ATTEMPTS = 3;

/** Pause after so many failed attempts, in milliseconds: 2 and 4 s unless the order says otherwise. */
export function contentPauseMs(failed: number, firstMs = 2_000): number {
  return firstMs * 2 ** (Math.max(1, failed) - 1);
}

/** Times that one job can be paused. */
export const MOST_PAUSES = 200;

/** What a searcher wants, for texts that are ordered by keywords. */
export const SEARCH_INTENTS = ['informational', 'navigational', 'commercial', 'transactional'] as const;
export type SearchIntent = (typeof SEARCH_INTENTS)[number];

/** Something that is in the news. All of it comes from outside. */
export interface Trend {
  text: string;
  /** ISO 8601, date only. */
  date: string;
  sourceUrl: string | null;
}

/** What each mode adds to an item; members are named as in the API. */
export type ModeInput =
  | { mode: 'topic' }
  | { mode: 'keywords'; keywords: string[]; searchIntent: SearchIntent }
  | { mode: 'trends'; trends: Trend[] }
  /** `similarityMax`: the greatest share of shingles that the rewrite may have in common with its source, 0–1. */
  | { mode: 'spin'; sourceMd: string; similarityMax: number };

/** Default of the greatest similarity of a rewrite to its source. */
export const SPIN_SIMILARITY_MAX = 0.6;

/** Where the text of an item is at: with its job's identifier, where it belongs to one. */
export interface ContentRequest {
  topic: string;
  wordCount: number;
  tone: string;
  language: string;
  input: ModeInput;
}

/** What the job's run is to do next. */
export type JobStep =
  /** Children to start now (those that were admitted and have not opened yet are named again), and when to ask again if nobody signals. */
  | { state: 'open'; status: string; start: JobChild[]; waitMs: number | null }
  /** Every item has ended, and so has the job. */
  | { state: 'done' };

/** A child that may begin. */
export interface JobChild {
  orderId: string;
  tenantId: string;
  priority: number;
  startNo: number;
}
