import type { BULK_CONCURRENCY, BULK_ITEMS, CONTENT_MODES, SEARCH_INTENTS } from '../../../contract/bulk';
import type { OVERLAPS, SCHEDULE_EVERY } from '../../../contract/schedules';

// Their types are those of the values that the server has: others do not compile.

/** How a text can be ordered. */
export const MODES: typeof CONTENT_MODES = ['topic', 'keywords', 'trends', 'spin'];

/** What a searcher can want. */
export const INTENTS: typeof SEARCH_INTENTS = [
  ...(['informational', 'navigational', 'commercial', 'transactional'] as const),
];

/** Texts of one bulk job. */
export const TEXTS: typeof BULK_ITEMS = { least: 10, most: 50 };

/** Texts of one job that are written at once. */
export const AT_ONCE: typeof BULK_CONCURRENCY = { most: 3, byDefault: 1 };

/** The shortest and longest interval of a schedule, in seconds. */
export const EVERY: typeof SCHEDULE_EVERY = { least: 600, most: 31_536_000 };

/** What can become of a run while an earlier job of its schedule is open. */
export const OVERLAP_CHOICES: typeof OVERLAPS = ['SKIP', 'BUFFER_ONE', 'ALLOW_ALL'];
