import { IllegalStateError } from '@temporalio/common';
import type { Worker } from '@temporalio/worker';
import type { Logger } from '../telemetry/logger';

/** What of a worker is used here. */
export type RunnableWorker = Pick<Worker, 'run' | 'getState' | 'shutdown'>;

/** Tells workers to stop, unless they have been told. */
export function stopWorkers(workers: readonly RunnableWorker[]): void {
  for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
}

/**
 * Runs a worker to its end. Once everything has been handed in, the SDK may find its own worker still in use by a call that is about to
 * return, and throws: by then nothing is left to lose.
 */
async function runToEnd(worker: RunnableWorker, log: Logger): Promise<void> {
  try {
    await worker.run();
  } catch (error) {
    if (!(error instanceof IllegalStateError) || worker.getState() !== 'STOPPED') throw error;
    log.debug('a worker was still in use after it had stopped');
  }
}

/** Runs workers until all of them have ended. Where one fails, the others finish what they have; the first failure is thrown after that. */
export async function runWorkers(workers: readonly RunnableWorker[], log: Logger): Promise<void> {
  const ends = await Promise.allSettled(
    workers.map(async (worker) => {
      try {
        await runToEnd(worker, log);
      } catch (error) {
        stopWorkers(workers);
        throw error;
      }
    }),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
