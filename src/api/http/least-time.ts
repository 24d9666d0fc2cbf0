import { setTimeout as pause } from 'node:timers/promises';

/** Longer than what a known address or order takes more than an unknown one, in milliseconds. */
const LEAST_MS = 250;

/** Does the work and answers after a quarter of a second at the earliest, so that the time does not tell what was found. */
export async function inLeastTime<T>(work: Promise<T>): Promise<T> {
  const [done] = await Promise.all([work, pause(LEAST_MS)]);
  return done;
}
