const BOUNCE_MS = 1_000;

/**
 * Calls `onFirst` at the first request to stop (SIGINT, SIGTERM, SIGHUP, or the parent that started this process
 * gone) and `onSecond` at one that comes more than a second later; npm and a terminal may send the same one twice.
 */
export function watchInterrupts(options: { onFirst: () => void; onSecond: () => void }): void {
  let first: number | undefined;
  const request = (): void => {
    const now = Date.now();
    if (first === undefined) {
      first = now;
      options.onFirst();
    } else if (now - first > BOUNCE_MS) {
      options.onSecond();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);
  if (process.channel) {
    process.on('disconnect', request);
    // The channel only tells that the parent is gone; it must not keep a finished process alive.
    process.channel.unref();
  }
}
