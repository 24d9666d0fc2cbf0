import * as fc from 'fast-check';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { startWorkerProcess } from '../../support/worker-process';
import type { WorkerProcess } from '../../support/worker-process';
import { commandsOf, playJob } from './model';

let galley: Galley;
let worker: WorkerProcess;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  worker = await startWorkerProcess(galley.environment);
}, 60_000);

afterAll(async () => {
  await worker?.kill();
  await galley?.stop();
});

async function killWorkers(): Promise<void> {
  await worker.kill();
  worker = await startWorkerProcess(galley.environment);
}

test('whatever people, providers and kill -9 do to a job, its items add up, in order, never too many at once, told once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.commands(commandsOf(), { maxCommands: 40 }),
      (concurrency, commands) => playJob({ galley, killWorkers }, { items: 12, concurrency, commands }),
    ),
    { numRuns: 25, endOnFailure: true },
  );
}, 1_500_000);
