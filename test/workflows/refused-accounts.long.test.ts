import { setTimeout as pause } from 'node:timers/promises';
import { LANES } from '../../src/contract/lanes';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const ORDERS = 12;
const OBSERVED_MS = 30_000;
/** The model that writes posts, in a request. */
const MODEL = '"model":"gpt-4o"';
const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({
    lanes: LANES,
    env: { OPENAI_RPM: '60000', OPENAI_TPM: '60000000', REPLICATE_RPM: '60000' },
  });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

afterEach(() => galley.simulators.control.clearFaults());

const counted = async (sql: string): Promise<number> =>
  (await galley.database.pool.query<{ n: number }>(`select count(*)::int as n ${sql}`)).rows[0]!.n;
const stateOf = async (provider: string): Promise<string> =>
  (
    await galley.database.pool.query<{ state: string }>(
      'select state from provider_accounts where provider = $1',
      [provider],
    )
  ).rows[0]!.state;

test('an account without credit, whose free probe succeeds, is tried by one order at a time, and all go on once it is paid', async () => {
  const [store] = galley.stores;
  galley.simulators.control.addFault({
    provider: 'replicate',
    kind: 'create',
    times: -1,
    action: { type: 'respond', status: 402, body: { title: 'Insufficient credit', status: 402 } },
  });
  const ids = await Promise.all(
    Array.from({ length: ORDERS }, (_, n) => store!.order({ sourceId: `unpaid kettle ${n}`, policy })),
  );
  await Promise.all(ids.map((id) => store!.pick(id)));
  await until('the account is closed', async () => (await stateOf('replicate')) === 'closed', 60_000);
  const attempts = (): number =>
    galley.simulators.control.requests({ provider: 'replicate', kind: 'create' }).length;
  // Orders that were on their way when it was closed.
  await pause(4_000);
  const before = attempts();
  await pause(OBSERVED_MS);
  const [woken, tried] = [await counted(`from outbox where kind = 'wake'`), attempts() - before];
  process.stdout.write(`${OBSERVED_MS / 1000} s without credit: ${woken} wakes, ${tried} paid attempts\n`);
  expect(woken).toBeGreaterThan(0);
  expect(woken).toBeLessThanOrEqual(OBSERVED_MS / 5_000 + 2);
  expect(tried).toBeLessThanOrEqual(OBSERVED_MS / 5_000 + 2);
  expect(await stateOf('replicate')).toBe('closed');

  galley.simulators.control.clearFaults();
  for (const id of ids) expect((await store!.reaches(id, 'DONE', 90_000)).round).toBe(1);
  expect(await stateOf('replicate')).toBe('open');
}, 240_000);

test('a model that is refused only holds up calls of that model, and they go on once it is allowed', async () => {
  const [, store, other] = galley.stores;
  galley.simulators.control.addFault({
    provider: 'openai',
    match: { contains: MODEL },
    times: -1,
    action: {
      type: 'respond',
      status: 403,
      body: {
        error: {
          message: 'Project `p` does not have access to model `gpt-4o`',
          type: 'invalid_request_error',
          code: 'model_not_found',
        },
      },
    },
  });
  const id = await store!.order({ sourceId: 'unwritten kettle', policy });
  await store!.pick(id);
  await until('the order waits for its writer', async () => {
    const { waiting } = await store!.read(id);
    return waiting?.type === 'Provider.Closed' && waiting.reason === 'model_not_found';
  });
  // Other models of the account, and other tenants, are served.
  expect(await stateOf('openai')).toBe('open');
  await other!.reaches(await other!.order({ sourceId: 'idle kettle', policy }), 'AWAITING_SELECTION');
  expect(await stateOf('openai')).toBe('open');
  const page = await other!.call('POST', '/api/generation', {
    body: { pageType: 'product', targetKeywords: ['allowed lamp'], components: ['Introduction'] },
  });
  await until(
    'a page is written',
    async () =>
      (await other!.call('GET', `/api/generation/${String(page.json['id'])}`)).json['status'] === 'completed',
  );
  const asked = (): number =>
    galley.simulators.control
      .requests({ provider: 'openai' })
      .filter(({ body }) => JSON.stringify(body).includes(MODEL)).length;
  const before = asked();
  await pause(6_000);
  // Nothing but the probe.
  expect(asked() - before).toBeLessThanOrEqual(2);

  galley.simulators.control.clearFaults();
  expect((await store!.reaches(id, 'DONE', 60_000)).round).toBe(1);
}, 150_000);
