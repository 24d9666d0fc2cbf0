/** Orders that end in a minute while too few have ended to measure it: what the queue was planned for. */
const PLANNED_A_MINUTE = 50;

/** Endings that a measurement takes. */
const ENOUGH = 20;

/** Minutes until so many open orders have ended, by how many ended in the last `minutes`; at least one. */
export function waitMinutes(queue: { open: number; ended: number; minutes: number }): number {
  const perMinute = queue.ended >= ENOUGH ? queue.ended / queue.minutes : PLANNED_A_MINUTE;
  return Math.max(1, Math.ceil(queue.open / perMinute));
}
