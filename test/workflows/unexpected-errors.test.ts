import type { ActivityDeps } from '../../src/activities/deps';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

/** How often each method still fails, and how often it was called, by the keyword of the order. */
const faults = { complete: 0, endRun: 0, calls: 0 };

let galley: Galley;

function faulty(deps: ActivityDeps): ActivityDeps {
  const fail = (name: 'complete' | 'endRun'): void => {
    faults.calls += name === 'complete' ? 1 : 0;
    faults[name] -= 1;
    if (faults[name] >= 0) throw new TypeError('x is undefined');
  };
  return {
    ...deps,
    classify: (error) => ({ ...deps.classify(error), delayMs: 50 }),
    model: {
      complete: async (request) => {
        fail('complete');
        return deps.model.complete(request);
      },
    },
    db: {
      ...deps.db,
      orderRuns: {
        ...deps.db.orderRuns,
        endRun: async (run) => {
          fail('endRun');
          return deps.db.orderRuns.endRun(run);
        },
      },
    },
  };
}

beforeAll(async () => {
  galley = await startGalley({ deps: faulty });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('an unexpected error that passes is retried, and shows in no status', async () => {
  const [store] = galley.stores;
  faults.complete = 4;
  const id = await store!.order({ sourceId: 'stumbling kettle', policy });
  const order = await store!.reaches(id, 'AWAITING_SELECTION');
  expect([order.round, order.error]).toEqual([1, null]);
});

test('one that stays ends the order after five tries, and the ending is written however often that fails', async () => {
  const [store] = galley.stores;
  Object.assign(faults, { complete: 1_000, endRun: 8, calls: 0 });
  const id = await store!.order({ sourceId: 'falling kettle', policy });
  const order = await store!.reaches(id, 'FAILED', 60_000);
  expect([order.errorType, faults.calls]).toEqual(['Internal.Fault', 5]);
  const { rows } = await galley.database.pool.query<{ type: string; repeats: number }>(
    `select type, repeats from activity_failures where order_id = $1 and activity = 'openWithIdeas'`,
    [id],
  );
  expect(rows).toEqual([{ type: 'Internal.Fault', repeats: 5 }]);
}, 90_000);
