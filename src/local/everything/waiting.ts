import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 100;

/** How long a demo may take, and what stops it. */
export interface Patience {
  /** In milliseconds since 1970. */
  deadline: number;
  signal: AbortSignal;
}

/** Asks until there is an answer. Throws when stopped, and with what was waited for once it is too late. */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { deadline, signal }: Patience,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await pause(POLL_MS, undefined, { signal });
  }
}
