const BOUNCE_MS = 1_000;

/**
 * Calls `onFirst` at the first request to stop (SIGINT, SIGTERM, SIGHUP, or the end of the parent process), and
 * `onSecond` at a further one more than a second later, because npm and a terminal may both send the first.
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
    // The channel only detects the parent's end; it must not keep a finished process alive.
    process.channel.unref();
  }
}
