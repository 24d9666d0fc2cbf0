import { IllegalStateError } from '@temporalio/common';
import { runWorkers } from '../../src/workers/run-workers';
import type { RunnableWorker } from '../../src/workers/run-workers';
import { silentLogger } from '../../src/telemetry/logger';

/** A worker that ends as it is told to: with what is thrown, in the state that it has then. */
function workerThat(end: {
  throws?: Error;
  state: ReturnType<RunnableWorker['getState']>;
  waits?: true;
}): RunnableWorker & { isDone: boolean } {
  let state: ReturnType<RunnableWorker['getState']> = 'RUNNING';
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const worker = {
    isDone: false,
    getState: () => state,
    shutdown: () => stop(),
    async run() {
      if (end.waits) await stopped;
      state = end.state;
      worker.isDone = true;
      if (end.throws) throw end.throws;
    },
  };
  return worker;
}

const IN_USE = new IllegalStateError('Worker still in use: Expected 1 reference, but got 2');

test('a worker that has stopped and is still in use has ended like any other', async () => {
  await runWorkers([workerThat({ throws: IN_USE, state: 'STOPPED' })], silentLogger());
});

test.each([
  ['has not stopped', workerThat({ throws: IN_USE, state: 'DRAINING' }), IN_USE],
  ['fails otherwise', workerThat({ throws: new Error('no more'), state: 'STOPPED' }), new Error('no more')],
])('what a worker throws that %s is thrown', async (_name, worker, error) => {
  await expect(runWorkers([worker], silentLogger())).rejects.toThrow(error.message);
});

test('the others are stopped and waited for where one fails', async () => {
  const other = workerThat({ state: 'STOPPED', waits: true });
  const failing = workerThat({ throws: new Error('no more'), state: 'FAILED' });
  await expect(runWorkers([other, failing], silentLogger())).rejects.toThrow('no more');
  expect(other.isDone).toBe(true);
});
