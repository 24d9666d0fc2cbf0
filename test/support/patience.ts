import { setTimeout as pause } from 'node:timers/promises';

/** An answer that no patience excuses. */
export class Fault extends Error {}

const PAUSE_MS = 200;

/**
 * Asks until there is an answer that is not "later". What got no answer is asked again, and so is what `later` says of; a {@link Fault} that
 * it throws ends everything. Throws after `patienceMs`.
 */
export async function patiently<A extends { status: number }>(
  what: string,
  ask: () => Promise<A>,
  options: { patienceMs: number; later: (answer: A) => string | undefined; onRepeat: () => void },
): Promise<A> {
  const deadline = Date.now() + options.patienceMs;
  for (;;) {
    let problem: string;
    try {
      const answer = await ask();
      const later = options.later(answer);
      if (later === undefined) return answer;
      problem = later;
    } catch (error) {
      if (error instanceof Fault) throw error;
      problem = String(error);
    }
    if (Date.now() > deadline) throw new Error(`${what} got no answer, last ${problem}`);
    options.onRepeat();
    await pause(PAUSE_MS);
  }
}
