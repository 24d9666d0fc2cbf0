// Memory of processes during a benchmark: at the start, at the peak and at the end.
import { memoryMb, residentMb, rounded } from './measure.mjs';

const EVERY_MS = 2_000;

/**
 * Starts watching processes, given by name and number; `stop()` returns megabytes for each. Postgres is measured with
 * all its descendants.
 */
export function startMemoryWatch(pids) {
  const look = () =>
    Object.entries(pids).map(([name, pid]) => [name, name === 'postgres' ? memoryMb(pid) : residentMb(pid)]);
  const seen = new Map(look().map(([name, mb]) => [name, { start: mb, peak: mb, end: mb }]));
  const note = () => {
    for (const [name, mb] of look()) {
      const { start, peak } = seen.get(name);
      seen.set(name, { start, peak: Math.max(peak, mb), end: mb });
    }
  };
  const timer = setInterval(note, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      note();
      return Object.fromEntries(
        [...seen].map(([name, { start, peak, end }]) => [
          name,
          { start: rounded(start, 0), peak: rounded(peak, 0), end: rounded(end, 0) },
        ]),
      );
    },
  };
}
