import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createIdeasActivities } from '../../src/activities/blog/ideas';
import { createImagesActivities } from '../../src/activities/blog/images';
import { findLostPrediction } from '../../src/activities/blog/lost-prediction';
import type { ActivityDeps } from '../../src/activities/deps';
import type { Prediction } from '../../src/clients/replicate';
import { createActivityDeps } from '../../src/workers/activity-deps';
import { silentLogger } from '../../src/telemetry/logger';
import type { FaultAction } from '../../src/simulators/core/fault-types';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { ledgerGaps } from '../support/ledger';

const PICTURE_PRICE = 3_000;

let galley: Galley;
let plain: ActivityDeps;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  plain = createActivityDeps({ config: galley.config, pool: galley.database.pool, log: silentLogger() });
}, 60_000);

afterEach(async () => {
  galley.simulators.control.clearFaults();
  expect(await ledgerGaps(galley.database.pool)).toEqual([]);
});

afterAll(async () => {
  await galley?.stop();
});

const store = () => galley.stores[0]!;

/** The SDK tells of failed activities by itself; these ones fail on purpose. */
function environment(): MockActivityEnvironment {
  return new MockActivityEnvironment(undefined, { logger: new DefaultLogger('ERROR') });
}

interface Facts {
  orderId: string;
  startNo: number;
  round: number;
  attempt: number;
}

async function openedOrder(): Promise<Facts> {
  const orderId = await store().order({ sourceId: `kettle ${randomUUID()}` });
  await galley.db.openers.openOrder({ orderId, startNo: 1 });
  return { orderId, startNo: 1, round: 1, attempt: 1 };
}

function makeIdeas(facts: Facts, deps: ActivityDeps = plain): Promise<unknown> {
  return environment().run(createIdeasActivities(deps).generateIdeas, facts);
}

async function failureOf(call: Promise<unknown>): Promise<{ type: string; reason: string }> {
  const error = await call.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  const { failure } = error as { failure?: { type: string; reason: string } };
  if (!failure) throw error;
  return failure;
}

interface Call {
  state: string;
  cost: number | null;
  reserved: number;
  isMaximum: boolean;
}

async function callsOf({ orderId }: Facts): Promise<Call[]> {
  const result = await galley.database.pool.query<Call>(
    `select state, cost_micros::float8 as cost, reserved_micros::float8 as reserved, cost_is_maximum as "isMaximum"
       from provider_calls where order_id = $1 order by began_at`,
    [orderId],
  );
  return result.rows;
}

const fault = (provider: 'openai' | 'replicate', kind: string, action: FaultAction): void =>
  void galley.simulators.control.addFault({ provider, kind, action });

const asked = (provider: 'openai' | 'replicate', kind: string): number =>
  galley.simulators.control.requests({ provider, kind }).length;

test('twelve answers that were paid for and lost count at their maximum, on every page, and the cap stops the tenant', async () => {
  const orders: Facts[] = [];
  for (let n = 0; n < 12; n += 1) {
    const facts = await openedOrder();
    orders.push(facts);
    fault('openai', 'ideas', { type: 'dropAfter' });
    expect(await failureOf(makeIdeas(facts))).toMatchObject({ type: 'Provider.Busy', reason: 'no_answer' });
  }
  const calls = (await Promise.all(orders.map(callsOf))).flat();
  expect(calls).toHaveLength(12);
  for (const { state, cost, reserved, isMaximum } of calls)
    expect([state, cost, isMaximum]).toEqual(['failed', reserved, true]);
  const spent = calls.reduce((sum, { reserved }) => sum + reserved, 0);
  expect(spent).toBeGreaterThan(0);

  const report = await store().call('GET', '/api/spending');
  expect(report.json['total']).toEqual({ amountMicros: spent, unknownMicros: spent, calls: 12 });
  for (const { orderId } of orders) {
    const costs = (await store().call('GET', `/api/blog-generation/${orderId}/costs`)).json;
    const { cost } = await store().read(orderId);
    const list = costs['calls'] as Array<{ amountMicros: number; isMaximum: boolean }>;
    const [call] = list;
    expect(call).toMatchObject({ amountMicros: cost.amountMicros, isMaximum: true });
    expect(costs).toMatchObject({ amountMicros: cost.amountMicros, unknownMicros: cost.amountMicros });
  }

  const tenant = await galley.database.pool.query<{ id: string }>(
    'update tenants set daily_cap_cents = $2 where id = (select tenant_id from orders where id = $1) returning id',
    [orders[0]!.orderId, Math.floor(spent / 10_000)],
  );
  const before = asked('openai', 'ideas');
  expect(await failureOf(makeIdeas(orders[0]!))).toMatchObject({
    type: 'Spending.Capped',
    reason: 'daily_cap',
  });
  expect(asked('openai', 'ideas')).toBe(before);
  await galley.database.pool.query('update tenants set daily_cap_cents = null where id = $1', [
    tenant.rows[0]!.id,
  ]);
});

test.each<[string, FaultAction]>([
  ['an error of the server', { type: 'respond', status: 502, body: {} }],
  ['half an answer', { type: 'cut' }],
  ['an odd answer', { type: 'html' }],
  ['no choices', { type: 'emptyChoices' }],
])('%s counts at its maximum', async (_, action) => {
  const facts = await openedOrder();
  fault('openai', 'ideas', action);
  await failureOf(makeIdeas(facts));
  const [call] = await callsOf(facts);
  expect(call).toMatchObject({ state: 'failed', cost: call!.reserved, isMaximum: true });
});

test('a refusal costs nothing', async () => {
  const facts = await openedOrder();
  fault('openai', 'ideas', { type: 'respond', status: 429, body: { error: { type: 'requests' } } });
  await failureOf(makeIdeas(facts));
  expect(await callsOf(facts)).toMatchObject([{ state: 'failed', cost: null, isMaximum: false }]);
});

test('a request that is given up in flight counts at its maximum', async () => {
  const facts = await openedOrder();
  fault('openai', 'ideas', { type: 'hang' });
  const mock = environment();
  const running = mock.run(createIdeasActivities(plain).generateIdeas, facts);
  const before = asked('openai', 'ideas');
  while (asked('openai', 'ideas') === before) await new Promise((resolve) => setTimeout(resolve, 20));
  mock.cancel();
  await expect(running).rejects.toThrow();
  const [call] = await callsOf(facts);
  expect(call).toMatchObject({ state: 'aborted', cost: call!.reserved, isMaximum: true });
});

test('an answer that does not say what it used counts at its maximum', async () => {
  const facts = await openedOrder();
  const model: ActivityDeps['model'] = {
    complete: async (request) => ({ ...(await plain.model.complete(request)), usage: null }),
  };
  expect(await makeIdeas(facts, { ...plain, model })).toEqual({ outcome: 'ready' });
  const [call] = await callsOf(facts);
  expect(call).toMatchObject({ state: 'answered', cost: call!.reserved, isMaximum: true });
});

test('an answer that cannot be saved for good has been paid for all the same, and its reservation is released', async () => {
  const facts = await openedOrder();
  const db: ActivityDeps['db'] = {
    ...plain.db,
    transaction: () => Promise.reject(Object.assign(new Error('refused'), { code: '22021' })),
  };
  await expect(makeIdeas(facts, { ...plain, db })).rejects.toThrow('refused');
  const [call] = await callsOf(facts);
  expect(call).toMatchObject({ state: 'answered', isMaximum: false });
  expect(call!.cost).toBeGreaterThan(0);
  expect(call!.cost).toBeLessThan(call!.reserved);
});

describe('a prediction whose answer was lost', () => {
  const mine = (prompt: string): number =>
    galley.simulators.control.predictions().filter(({ input }) => input['prompt'] === prompt).length;

  /** An order before its picture, with the text that tests need. */
  async function beforePicture(): Promise<Facts & { versionId: string }> {
    const facts = await openedOrder();
    await galley.database.pool.query(
      `update orders set status = 'GENERATING_IMAGE', phase = 'queued' where id = $1`,
      [facts.orderId],
    );
    const text = {
      title: 't',
      bodyMarkdown: 'b',
      excerpt: '',
      metaTitle: '',
      metaDescription: '',
      slug: 's',
    };
    const version = await galley.db.versions.insertVersion({
      ...facts,
      basis: randomUUID(),
      text: { ...text, tags: [], imageAlt: '', imagePrompt: `a kettle ${facts.orderId}` },
      qcStatus: 'APPROVED_BY_AI',
      findings: [],
    });
    await galley.db.blogOrders.setParts({ orderId: facts.orderId, versionId: version.id });
    return { ...facts, versionId: version.id };
  }

  const makePicture = (facts: Facts & { versionId: string }, deps = plain): Promise<unknown> =>
    environment().run(createImagesActivities(deps).makePicture, facts);

  async function promptOf({ orderId }: Facts): Promise<string> {
    const result = await galley.database.pool.query<{ prompt: string }>(
      'select prompt from pictures where order_id = $1',
      [orderId],
    );
    return result.rows[0]!.prompt;
  }

  test('is found behind hundreds of later ones, and is not paid for twice', async () => {
    const facts = await beforePicture();
    fault('replicate', 'create', { type: 'dropAfter' });
    await failureOf(makePicture(facts));
    expect(await callsOf(facts)).toMatchObject([{ state: 'failed', cost: PICTURE_PRICE, isMaximum: true }]);
    const signal = AbortSignal.timeout(60_000);
    for (let seed = 0; seed < 250; seed += 1)
      await plain.pictures.create({ prompt: 'somebody else', seed, signal });
    expect(await makePicture(facts)).toMatchObject({ outcome: 'made' });
    expect(mine(await promptOf(facts))).toBe(1);
    expect(await callsOf(facts)).toMatchObject([
      { state: 'answered', cost: PICTURE_PRICE, isMaximum: false },
    ]);
  });

  test('is found after a second creation was refused', async () => {
    const facts = await beforePicture();
    fault('replicate', 'create', { type: 'dropAfter' });
    await failureOf(makePicture(facts));
    // The provider's list lags behind, and the next creation is refused.
    fault('replicate', 'list', { type: 'respond', status: 200, body: { results: [], next: null } });
    fault('replicate', 'create', { type: 'respond', status: 429, body: { retry_after: 1 } });
    await failureOf(makePicture(facts));
    expect(await makePicture(facts)).toMatchObject({ outcome: 'made' });
    expect(mine(await promptOf(facts))).toBe(1);
    expect((await callsOf(facts)).map(({ state, cost }) => [state, cost])).toEqual([
      ['answered', PICTURE_PRICE],
      ['failed', null],
    ]);
  });

  test('is found after an odd answer to its creation', async () => {
    const facts = await beforePicture();
    const pictures: ActivityDeps['pictures'] = {
      ...plain.pictures,
      create: async (request) => {
        await plain.pictures.create(request);
        return plain.pictures.get({ id: 'none', signal: request.signal });
      },
    };
    fault('replicate', 'get', { type: 'respond', status: 200, body: { odd: true } });
    expect(await failureOf(makePicture(facts, { ...plain, pictures }))).toMatchObject({
      reason: 'no_prediction',
    });
    expect(await makePicture(facts)).toMatchObject({ outcome: 'made' });
    expect(mine(await promptOf(facts))).toBe(1);
  });

  test('is on record again after its id could not be saved', async () => {
    const facts = await beforePicture();
    let refusals = 1;
    const db: ActivityDeps['db'] = {
      ...plain.db,
      transaction: (work) => {
        refusals -= 1;
        return refusals < 0 ? plain.db.transaction(work) : Promise.reject(new Error('refused'));
      },
    };
    await expect(makePicture(facts, { ...plain, db })).rejects.toThrow('refused');
    expect(await callsOf(facts)).toMatchObject([{ state: 'lost', cost: PICTURE_PRICE, isMaximum: true }]);
    expect(await makePicture(facts)).toMatchObject({ outcome: 'made' });
    expect(mine(await promptOf(facts))).toBe(1);
    expect(await callsOf(facts)).toMatchObject([
      { state: 'answered', cost: PICTURE_PRICE, isMaximum: false },
    ]);
  });

  test('is not replaced while there are too many others to look through', async () => {
    let pages = 0;
    const other = (): Prediction => ({
      ...{ id: 'x', status: 'succeeded', outputUrl: null, error: null, input: {} },
      createdAt: new Date().toISOString(),
    });
    const recent = async () => ({ predictions: [other()], next: String((pages += 1)) });
    const begun = { first: new Date(Date.now() - 1_000), last: new Date() };
    const looked = findLostPrediction(
      { recent },
      { seed: 1, prompt: 'p' },
      begun,
      AbortSignal.timeout(5_000),
    );
    expect(await failureOf(looked)).toMatchObject({ type: 'Provider.Busy', reason: 'too_many_predictions' });
    expect(pages).toBe(100);
  });
});
