import * as fc from 'fast-check';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { commandsOf, playJob } from './model';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** All workers stop at once, with what they were doing. */
async function killWorkers(): Promise<void> {
  await galley.stopWorkers();
  await galley.startWorkers();
}

test('whatever people, providers and crashes do to a job, its items add up, in order, never too many at once, told once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.commands(commandsOf(), { maxCommands: 14 }),
      (concurrency, commands) => playJob({ galley, killWorkers }, { items: 5, concurrency, commands }),
    ),
    { numRuns: 4, endOnFailure: true },
  );
}, 120_000);
