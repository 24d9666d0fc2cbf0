import { GalleyError } from '../../../src/contract/failures';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { itemReaches, orderPage, pageAbout } from '../../support/items';

let galley: Galley;
let calls = 0;

beforeAll(async () => {
  galley = await startGalley({
    deps: (deps) => ({
      ...deps,
      db: {
        ...deps.db,
        itemRuns: {
          ...deps.db.itemRuns,
          // The attempt is noted as failed, and then nothing is heard for longer than its pause.
          async failAttempt(input) {
            calls += 1;
            if (calls === 1 || calls > 4) {
              const answer = await deps.db.itemRuns.failAttempt(input);
              if (calls > 4) return answer;
            }
            throw new GalleyError({ type: 'Database.Unavailable', reason: 'away', detail: 'away' });
          },
        },
      },
    }),
  });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('an item that was let in again before its run heard of the failed attempt goes on', async () => {
  const [client] = galley.stores;
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'component',
    match: { contains: 'unheard kettle' },
    action: { type: 'flaw', flaw: 'ai_phrase' },
  });
  const item = await orderPage(client!, pageAbout('unheard kettle'));
  const done = await itemReaches(client!, item.id, 'completed', 'failed', 'cancelled');
  expect(done).toMatchObject({ status: 'completed', retryCount: 1 });
  expect(calls).toBe(5);
}, 60_000);
