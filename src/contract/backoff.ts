/** No maximum is reached later than this, and 2 to a higher power would not be exact. */
const MOST_DOUBLINGS = 52;

/**
 * The pause before the next try after so many failures in a row (from 1), in whole milliseconds: `baseMs`, doubled with each further
 * failure up to `maxMs`, with equal jitter: half of it is certain and the other half is left to `random` (from 0 to 1), so that what
 * failed together does not come back together. After "Exponential Backoff And Jitter" (AWS Architecture Blog).
 */
export function backoffMs(pause: {
  baseMs: number;
  failures: number;
  maxMs: number;
  random: number;
}): number {
  const doublings = Math.min(Math.max(0, pause.failures - 1), MOST_DOUBLINGS);
  const longest = Math.min(pause.maxMs, pause.baseMs * 2 ** doublings);
  return Math.ceil(longest * (0.5 + pause.random / 2));
}
