import { Piscina } from 'piscina';
import { asCode } from '../../domain/text/markdown';
import { ApiError } from '../http/errors';
import { directTexts } from './texts';
import type { TASKS, Texts } from './texts';

/** Texts up to this length, in UTF-16 units, are read at once: handing them over would take as long. */
const SMALL = 2_000;

/** Threads, and requests that may wait for one. */
const THREADS = 2;
const MOST_WAITING = 500;

/** Memory of a thread, in megabytes; one that needs more is ended. */
const THREAD_MB = 256;

/** A thread that nobody needs ends after this time, in milliseconds. */
const IDLE_MS = 30_000;

/**
 * How the pool is made. `file` is the compiled module that each thread loads; a task that takes longer than `timeoutMs` is ended.
 * `onIdleFailure` hears of a thread that failed while it had no task, as one does that runs out of memory just after its task was ended.
 */
export interface TextPoolOptions {
  file: string;
  timeoutMs: number;
  onIdleFailure(error: unknown): void;
}

/** Reads long texts in threads of their own, so that no text holds up other requests. */
export function createTextPool({
  file,
  timeoutMs,
  onIdleFailure,
}: TextPoolOptions): Texts & { stop(): Promise<void> } {
  const pool = new Piscina({
    filename: file,
    minThreads: 0,
    maxThreads: THREADS,
    maxQueue: MOST_WAITING,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MB },
  });
  // Without a listener this event would end the process.
  pool.on('error', onIdleFailure);

  function run<T>(name: keyof typeof TASKS, input: unknown): Promise<T> {
    if (pool.queueSize >= MOST_WAITING)
      throw new ApiError('unavailable', 'Too many texts are being read. Try again in a few seconds.');
    return pool.run(input, { name, signal: AbortSignal.timeout(timeoutMs) }) as Promise<T>;
  }

  return {
    async given(markdown) {
      if (markdown.length <= SMALL || !markdown.includes('<')) return directTexts.given(markdown);
      try {
        return await run('givenMarkdown', markdown);
      } catch (error) {
        if (error instanceof ApiError) throw error;
        return asCode(markdown);
      }
    },
    async page(page) {
      const length = page.components.reduce((sum, { bodyMarkdown }) => sum + bodyMarkdown.length, 0);
      if (length <= SMALL) return directTexts.page(page);
      try {
        return await run('givenPage', page);
      } catch (error) {
        if (error instanceof ApiError) throw error;
        throw new ApiError('conflict', 'The text of this page takes too long to be read.');
      }
    },
    async plain(markdown) {
      if (markdown.length <= SMALL) return directTexts.plain(markdown);
      try {
        return await run('plainText', markdown);
      } catch (error) {
        if (error instanceof ApiError) throw error;
        // Only searches read it.
        return markdown;
      }
    },
    async places(asked) {
      if (asked.markdown.length <= SMALL) return directTexts.places(asked);
      try {
        return await run('anchorPlaces', asked);
      } catch (error) {
        if (error instanceof ApiError) throw error;
        throw new ApiError(
          'unavailable',
          'The article takes too long to be read. Try again in a few seconds.',
        );
      }
    },
    stop: () => pool.destroy(),
  };
}
