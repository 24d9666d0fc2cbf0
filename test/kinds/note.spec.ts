import { createOutboxRelay } from '../../src/dispatch/relay';
import { silentLogger } from '../../src/telemetry/logger';
import { until } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { startReceiver } from '../support/receiver';
import type { Receiver } from '../support/receiver';
import { SseReader } from '../support/sse';

/** Notes, a kind that only its entries know: run in a variant of the source (see `kinds.test.ts`). */
const BASE = '/api/notes';

let galley: Galley;
let store: ApiClient;
let receiver: Receiver;

beforeAll(async () => {
  galley = await startGalley();
  store = galley.stores[0]!;
  receiver = await startReceiver();
}, 60_000);

afterAll(async () => {
  await receiver?.stop();
  await galley?.stop();
});

afterEach(() => galley.simulators.control.clearFaults());

async function order(topic: string): Promise<string> {
  const { status, json, headers } = await store.call('POST', BASE, { body: { topic } });
  expect([status, headers.get('location')]).toEqual([202, `${BASE}/${String(json['id'])}`]);
  return String(json['id']);
}

const read = async (id: string) => (await store.call('GET', `${BASE}/${id}`)).json;
const act = (id: string, action: string, body: object = {}) =>
  store.call('POST', `${BASE}/${id}/${action}`, { body });

const reaches = (id: string, status: string) =>
  until(`${id} is ${status}`, async () => {
    const note = await read(id);
    return note['status'] === status && note;
  });

/** Holds what is written about a topic for as long as an order is to stay where it is. */
const hold = (topic: string): void =>
  void galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'component',
    match: { contains: topic },
    action: { type: 'hang' },
    times: 5,
  });

test('a note is written, and its timeline, costs, attempts, list and webhook tell so', async () => {
  const { json: webhook } = await store.call('POST', '/api/webhooks', { body: { url: receiver.url } });
  receiver.trust(String(webhook['secret']));
  const stream = await SseReader.open(store);
  const id = await order('morning light');
  const note = await reaches(id, 'WRITTEN');
  expect(note).toMatchObject({ topic: 'morning light', phase: 'done', may: [], error: null });
  expect(String(note['body']).length).toBeGreaterThan(50);

  const events = (await store.call('GET', `${BASE}/${id}/events`)).json['items'] as Array<{ type: string }>;
  expect(events.map(({ type }) => type)).toEqual([
    'order.accepted',
    'run.opened',
    'stage.started',
    'stage.completed',
    'order.done',
  ]);
  const costs = (await store.call('GET', `${BASE}/${id}/costs`)).json;
  expect(costs['stages']).toMatchObject([{ stage: 'writing', calls: 1 }]);
  expect(Number(costs['amountMicros'])).toBeGreaterThan(0);
  expect((await store.call('GET', `${BASE}/${id}/attempts`)).json).toEqual({ items: [] });

  const list = (await store.call('GET', BASE)).json['items'] as Array<{ id: string }>;
  expect(list.map((one) => one.id)).toContain(id);
  await until('the webhook was told', async () =>
    receiver.received.some(({ type, data }) => type === 'order.done' && data['topic'] === 'morning light'),
  );
  await until('the stream told', async () =>
    stream.events.some(({ event, data }) => event === 'orderChanged' && data['kind'] === 'note'),
  );
  stream.close();
  const found = (await store.call('GET', '/api/search?q=morning')).json['items'];
  expect(found).toMatchObject([{ kind: 'note', id, title: 'morning light', status: 'WRITTEN' }]);
});

test('a batch is accepted whole, and other tenants see none of it', async () => {
  const topics = ['first rain', 'second rain', 'third rain'];
  const { status, json } = await store.call('POST', `${BASE}/batch`, { body: { topics } });
  expect(status).toBe(202);
  const ids = json['ids'] as string[];
  for (const id of ids) await reaches(id, 'WRITTEN');
  const { status: foreign } = await galley.stores[1]!.call('GET', `${BASE}/${ids[0]!}`);
  expect(foreign).toBe(404);
  // An order of another kind is not there either.
  const blog = await store.order();
  expect((await act(blog, 'cancel')).status).toBe(404);
});

test('a note can be reprioritised and cancelled while it is worked on, and retried afterwards', async () => {
  hold('slow tide');
  const id = await order('slow tide');
  await until('it is being written', async () => (await read(id))['phase'] === 'running');
  expect((await read(id))['may']).toEqual(['cancel', 'priority']);
  expect((await act(id, 'priority', { priority: 9 })).json).toMatchObject({ priority: 9, repeated: false });
  expect((await act(id, 'cancel')).json).toMatchObject({ status: 'CANCELLED', may: ['retry'] });
  expect((await act(id, 'cancel')).json).toMatchObject({ status: 'CANCELLED', repeated: true });
  galley.simulators.control.clearFaults();
  expect((await act(id, 'retry')).status).toBe(200);
  await reaches(id, 'WRITTEN');
  expect((await act(id, 'retry')).status).toBe(409);
});

test('a note whose run was terminated fails, and can be retried', async () => {
  hold('lost letter');
  const id = await order('lost letter');
  await until('it is being written', async () => (await read(id))['phase'] === 'running');
  await galley.temporal.workflow.getHandle(`note:${id}`).terminate('testing');
  const relay = createOutboxRelay({
    pool: galley.database.pool,
    dispatcher: galley.dispatcher,
    log: silentLogger(),
    sweepEveryMs: 1_000,
    reconcile: { everyMs: 100, quietMs: 100 },
  });
  const failed = await reaches(id, 'FAILED').finally(() => relay.stop());
  expect(failed['errorType']).toBe('Run.Lost');
  galley.simulators.control.clearFaults();
  await act(id, 'retry');
  await reaches(id, 'WRITTEN');
});
