import { createChance } from './random';

const longestTimerMs = 2_147_483_647;

/** Waits `ms` milliseconds (with Infinity, only for the signal). Returns false if the signal ended the wait early. */
export function wait(input: { ms: number; signal: AbortSignal }): Promise<boolean> {
  const { ms, signal } = input;
  if (signal.aborted) return Promise.resolve(false);
  if (ms <= 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const done = (completed: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(completed);
    };
    const onAbort = (): void => done(false);
    const timer = setTimeout(() => done(ms <= longestTimerMs), Math.min(ms, longestTimerMs));
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Draws response times in milliseconds around a typical value. */
export type Latency = (typicalMs: number) => number;

/** Creates response times: log-normal with about 35 % spread, divided by `speed`; always 0 for `none`. */
export function createLatency(input: { mode: 'spread' | 'none'; seed: number; speed: number }): Latency {
  if (input.mode === 'none') return () => 0;
  const chance = createChance('latency', input.seed);
  return (typicalMs) => {
    const normal = Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next());
    const factor = Math.min(2.5, Math.max(0.4, Math.exp(0.35 * normal)));
    return (typicalMs * factor) / input.speed;
  };
}
