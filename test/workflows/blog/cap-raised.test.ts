import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { Gate } from '../../support/hold';

const gate = new Gate();

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({
    deps: (deps) => ({
      ...deps,
      db: {
        ...deps.db,
        activityFailures: {
          ...deps.db.activityFailures,
          // Refused, but not known to wait yet.
          saveActivityFailure: async (failure) => {
            if (failure.type === 'Spending.Capped') await gate.pass();
            return deps.db.activityFailures.saveActivityFailure(failure);
          },
        },
      },
    }),
  });
}, 60_000);

afterAll(async () => {
  gate.release();
  await galley?.stop();
});

test('a cap that is raised between a refusal and the wait that follows wakes the order all the same', async () => {
  const [store] = galley.stores;
  const { items } = (await store!.call('GET', '/api/stores')).json as { items: Array<{ tenantId: string }> };
  const setCap = (dailyCap: object | null) =>
    galley.operator.call('PATCH', `/api/tenants/${items[0]!.tenantId}`, { body: { dailyCap } });
  expect((await setCap({ amount: 0, currency: 'USD' })).status).toBe(200);
  const id = await store!.order({ sourceId: 'belated kettle' });
  await gate.reached;
  expect((await setCap(null)).status).toBe(200);
  gate.release();
  // Left alone it would be tried again in an hour.
  await store!.reaches(id, 'AWAITING_SELECTION', 20_000);
}, 60_000);
