import type { ActivityDeps } from '../../src/activities/deps';
import { GalleyError } from '../../src/contract/failures';
import { readBooks, readRemains } from '../support/books';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

let galley: Galley;
let interruptions = 0;

/** A worker that gives a failed prediction up and ends before it has told anybody. */
function endsAfterGivingUp(deps: ActivityDeps): ActivityDeps {
  const { pictures } = deps.db;
  return {
    ...deps,
    db: {
      ...deps.db,
      pictures: {
        ...pictures,
        async dropPrediction(key) {
          await pictures.dropPrediction(key);
          interruptions += 1;
          throw new GalleyError({
            type: 'Worker.Stopping',
            reason: 'stopping',
            detail: 'the worker ended',
            delayMs: 1,
          });
        },
      },
    },
  };
}

beforeAll(async () => {
  galley = await startGalley({ deps: endsAfterGivingUp });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('an attempt whose prediction was abandoned is used up, even if its worker died before reporting it', async () => {
  galley.simulators.control.addFault({
    provider: 'replicate',
    kind: 'create',
    action: { type: 'prediction', ends: 'failed' },
  });
  await galley.stores[0]!.publish({ policy: { draftBackoffMs: 20 } });
  expect(interruptions).toBe(1);
  expect(await readBooks(galley)).toMatchObject({ paidTwice: 0, predictions: 2, posts: 1, drafts: 1 });
  expect(await readRemains(galley)).toMatchObject({ done: 1, droppedPredictions: 1, strayPredictions: 0 });
  const creations = await galley.database.pool.query(
    `select attempt from provider_calls where stage = 'image' order by began_at`,
  );
  expect(creations.rows).toEqual([{ attempt: 1 }, { attempt: 2 }]);
}, 60_000);
