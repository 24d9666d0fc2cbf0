/** Orders that are completed in a minute while too few were to measure it: what the queue was planned for. */
const PLANNED_A_MINUTE = 50;

/** Completions that a measurement takes. */
const ENOUGH = 20;

/** Minutes until so many open orders are completed, by how many were in the last `minutes`; at least one. */
export function waitMinutes(queue: { open: number; completed: number; minutes: number }): number {
  const perMinute = queue.completed >= ENOUGH ? queue.completed / queue.minutes : PLANNED_A_MINUTE;
  return Math.max(1, Math.ceil(queue.open / perMinute));
}
