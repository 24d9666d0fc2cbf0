import type { ActivityDeps } from '../../src/activities/deps';
import { SAMPLE_STORES } from '../../src/simulators/products';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { Gate } from '../support/hold';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };
const AHEAD_MS = 10 * 60_000;
const STORE_GATE = new Gate();
const ACCOUNT_GATE = new Gate();

let galley: Galley;

/** Refusals are noticed, but not on record yet, until the test lets them; and the worker's clock is ten minutes ahead. */
function belated(deps: ActivityDeps): ActivityDeps {
  const { saveActivityFailure } = deps.db.activityFailures;
  return {
    ...deps,
    now: () => Date.now() + AHEAD_MS,
    db: {
      ...deps.db,
      activityFailures: {
        ...deps.db.activityFailures,
        saveActivityFailure: async (failure) => {
          if (failure.reason === 'store_disconnected') await STORE_GATE.pass();
          if (failure.reason === 'insufficient_quota') await ACCOUNT_GATE.pass();
          return saveActivityFailure(failure);
        },
      },
    },
  };
}

beforeAll(async () => {
  galley = await startGalley({ deps: belated });
}, 60_000);

afterAll(async () => {
  STORE_GATE.release();
  ACCOUNT_GATE.release();
  await galley?.stop();
});

afterEach(() => galley.simulators.control.clearFaults());

test('a store’s refusal that is recorded after the store was reconnected changes nothing, and its order goes on at once', async () => {
  const [store] = galley.stores;
  const { instanceId } = SAMPLE_STORES[0]!;
  const { items } = (await store!.call('GET', '/api/stores')).json as { items: Array<{ id: string }> };
  const storeId = items[0]!.id;
  const id = await store!.order({ sourceId: 'belated kettle', policy });
  await store!.reaches(id, 'AWAITING_SELECTION');
  galley.simulators.control.disconnect(instanceId, true);
  await store!.pick(id);
  await STORE_GATE.reached;

  galley.simulators.control.disconnect(instanceId, false);
  expect((await store!.call('POST', `/api/stores/${storeId}/reconnect`)).status).toBe(200);
  STORE_GATE.release();
  // Taken for news, it would have the order wait for at least half a minute.
  await store!.reaches(id, 'DONE', 15_000);
  expect((await store!.call('GET', `/api/stores/${storeId}`)).json['connection']).toBe('ok');
  const events = (await store!.events(id)).map(({ type }) => type);
  expect(events).not.toContain('stage.waiting');
}, 60_000);

test('an account’s refusal that is recorded after the account was opened does not close it again', async () => {
  const [, store] = galley.stores;
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'ideas',
    action: {
      type: 'respond',
      status: 429,
      body: { error: { type: 'insufficient_quota', code: 'insufficient_quota' } },
    },
  });
  const id = await store!.order({ sourceId: 'belated lamp', policy });
  await ACCOUNT_GATE.reached;
  // Meanwhile it was closed by another call, and opened again.
  const change = (state: 'open' | 'closed') =>
    galley.db.transaction((tx) =>
      tx.accounts.changeAccount({ account: 'openai' }, (before) => ({ ...before, state })),
    );
  await change('closed');
  await change('open');
  ACCOUNT_GATE.release();
  await store!.reaches(id, 'AWAITING_SELECTION', 10_000);
  expect((await galley.db.accounts.readAccount({ account: 'openai' })).state.state).toBe('open');
}, 60_000);

test('a worker whose clock is ten minutes ahead stops an account for no longer than its provider asked', async () => {
  const [, , store] = galley.stores;
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'ideas',
    action: {
      type: 'respond',
      status: 429,
      headers: { 'retry-after': '3' },
      body: { error: { type: 'requests', code: 'rate_limit_exceeded' } },
    },
  });
  const id = await store!.order({ sourceId: 'hasty lamp', policy });
  const { rows } = await until('the account cools', async () => {
    const found = await galley.database.pool.query<{ seconds: number }>(
      `select extract(epoch from cooling_until - clock_timestamp())::float8 as seconds from provider_accounts
        where provider = 'openai' and state = 'cooling'`,
    );
    return found.rowCount === 1 && found;
  });
  expect(rows[0]!.seconds).toBeLessThanOrEqual(3);
  // The same for an account that is closed: its probe is due in seconds.
  await galley.db.transaction((tx) =>
    tx.accounts.changeAccount({ account: 'openai' }, (state) => ({
      ...state,
      state: 'open',
      coolingUntil: null,
    })),
  );
  await store!.reaches(id, 'AWAITING_SELECTION');
}, 60_000);
