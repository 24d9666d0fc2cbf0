import { backoffMs } from './backoff';

/** What a generation item is: one page of content, alone or in a batch. */

/** The kinds of page that can be written. */
export const PAGE_TYPES = ['product', 'category', 'brand', 'inspire', 'engage'] as const;
export type PageType = (typeof PAGE_TYPES)[number];

/** Attempts at an item before it has failed. */
export const ITEM_ATTEMPTS = 3;

/** An item that failed an attempt goes down by this much of its priority (1–10): one level of the server's. */
export const RETRY_PRIORITY_STEP = 2;

/** Components of one page at most. */
export const MOST_COMPONENTS = 20;

/** Items of one batch at most. */
export const MOST_BATCH_ITEMS = 1_000;

/** Pause before the attempt that follows so many failed ones, in milliseconds: 2, 4, 8 s …, up to half of it left to chance. */
export function itemPauseMs(failed: number, random: number): number {
  return backoffMs({ baseMs: 2_000, failures: failed, maxMs: 60_000, random });
}
