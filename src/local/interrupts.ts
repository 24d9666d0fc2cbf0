import { outliveTerminal } from '../telemetry/stop-requests';

const BOUNCE_MS = 1_000;

/**
 * Calls `onFirst` at the first request to stop (SIGINT, SIGTERM, SIGHUP, or the end of the parent process), and `onSecond` where somebody
 * asks again more than a second later, because npm and a terminal may both send the first. A terminal that is closed and a parent that
 * ends are no second request: what was begun is stopped in order. Lines printed to a terminal that is gone end nothing.
 */
export function watchInterrupts(options: { onFirst: () => void; onSecond: () => void }): void {
  outliveTerminal();
  let first: number | undefined;
  const begin = (): void => {
    if (first !== undefined) return;
    first = Date.now();
    options.onFirst();
  };
  const insist = (): void => {
    if (first !== undefined && Date.now() - first > BOUNCE_MS) options.onSecond();
    begin();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, insist);
  process.on('SIGHUP', begin);
  if (process.channel) {
    process.on('disconnect', begin);
    // The channel only detects the parent's end; it must not keep a finished process alive.
    process.channel.unref();
  }
}
