/** What tells a process to stop: a person, a supervisor, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whether what is printed can be lost without harm has been said already. */
let isPrepared = false;

/**
 * Lets a process go on where its terminal, or whatever reads what it prints, is gone (`EIO`, `EPIPE`): what it prints then is lost, and
 * nothing else. Without it, the next line that is printed would end the process.
 */
export function outliveTerminal(): void {
  if (isPrepared) return;
  isPrepared = true;
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** Calls `stop` once, at the first request to stop or at the end of the process that started this one. Its terminal's end is survived. */
export function onStopRequest(stop: () => void): void {
  outliveTerminal();
  let isAsked = false;
  const ask = (): void => {
    if (isAsked) return;
    isAsked = true;
    stop();
  };
  for (const signal of SIGNALS) process.on(signal, ask);
  if (!process.channel) return;
  process.on('disconnect', ask);
  // The channel only tells of the parent's end; it must not keep a finished process alive.
  process.channel.unref();
}
