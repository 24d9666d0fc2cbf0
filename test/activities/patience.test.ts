import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { ActivityDeps } from '../../src/activities/deps';
import { createIdeasActivities } from '../../src/activities/blog/ideas';
import { createActivityDeps } from '../../src/workers/activity-deps';
import { silentLogger } from '../../src/telemetry/logger';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

function deps(change: (db: ActivityDeps['db']) => Partial<ActivityDeps['db']>): ActivityDeps {
  const plain = createActivityDeps({
    config: galley.config,
    pool: galley.database.pool,
    log: silentLogger(),
  });
  return { ...plain, db: { ...plain.db, ...change(plain.db) } };
}

/** The SDK tells of failed activities by itself; these ones fail on purpose. */
function quietEnvironment(): MockActivityEnvironment {
  return new MockActivityEnvironment(undefined, { logger: new DefaultLogger('ERROR') });
}

async function openedOrder(): Promise<string> {
  const id = await galley.stores[0]!.order();
  await galley.db.openers.openOrder({ orderId: id, startNo: 1 });
  return id;
}

function callsOf(id: string): Promise<Array<{ state: string }>> {
  return galley.database.pool
    .query<{ state: string }>('select state from provider_calls where order_id = $1', [id])
    .then((result) => result.rows);
}

test('an answer that is paid for is kept while Postgres is away, and saved when it is back', async () => {
  const id = await openedOrder();
  let away = 4;
  const { generateIdeas } = createIdeasActivities(
    deps((db) => ({
      transaction: async (work) => {
        away -= 1;
        if (away >= 0) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        return db.transaction(work);
      },
    })),
  );
  const result = await quietEnvironment().run(generateIdeas, {
    orderId: id,
    startNo: 1,
    round: 1,
    attempt: 1,
  });
  expect(result).toEqual({ outcome: 'ready' });
  expect(await callsOf(id)).toEqual([{ state: 'answered' }]);
  expect((await galley.stores[0]!.read(id)).status).toBe('AWAITING_SELECTION');
});

test('an activity that is run again finds its saved result and calls nobody', async () => {
  const id = await openedOrder();
  const { generateIdeas } = createIdeasActivities(deps(() => ({})));
  const input = { orderId: id, startNo: 1, round: 1, attempt: 1 };
  const environment = quietEnvironment();
  await environment.run(generateIdeas, input);
  await environment.run(generateIdeas, input);
  expect(await callsOf(id)).toHaveLength(1);
});

test('two workers that answer at once leave one set of ideas', async () => {
  const id = await openedOrder();
  const { generateIdeas } = createIdeasActivities(deps(() => ({})));
  const input = { orderId: id, startNo: 1, round: 1, attempt: 1 };
  await Promise.all([
    quietEnvironment().run(generateIdeas, input),
    quietEnvironment().run(generateIdeas, input),
  ]);
  const { ideas } = await galley.stores[0]!.read(id);
  expect(ideas).toHaveLength(5);
  const told = (await galley.stores[0]!.events(id)).filter((event) => event.type === 'stage.completed');
  expect(told).toHaveLength(1);
});

test('a run that is stale or whose order has ended may not begin a stage', async () => {
  const id = await openedOrder();
  const { generateIdeas } = createIdeasActivities(deps(() => ({})));
  const run = (startNo: number): Promise<unknown> =>
    quietEnvironment().run(generateIdeas, { orderId: id, startNo, round: 1, attempt: 1 });
  await expect(run(2)).rejects.toMatchObject({ failure: { type: 'Run.Stale' } });
  await galley.stores[0]!.act(id, 'cancel');
  await expect(run(1)).rejects.toMatchObject({ failure: { type: 'Order.Ended' } });
  expect(await callsOf(id)).toHaveLength(0);
});
