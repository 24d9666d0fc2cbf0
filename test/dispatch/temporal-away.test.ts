import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/api/app';
import { createOutboxRelay } from '../../src/dispatch/relay';
import type { OutboxRelay } from '../../src/dispatch/relay';
import { createDispatcher } from '../../src/dispatch/temporal';
import { deliveryDelay } from '../../src/dispatch/temporal-requests';
import type { Dispatcher } from '../../src/dispatch/temporal';
import { createPictureStore } from '../../src/clients/picture-store';
import { createTemporalClient } from '../../src/clients/temporal';
import { silentLogger } from '../../src/telemetry/logger';
import { ApiClient, until } from '../support/api-client';
import { apiDeps } from '../support/api-deps';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { eventTypes, runsOf } from '../support/runs';

let galley: Galley;
let server: Server;
let dispatcher: Dispatcher;
let relay: OutboxRelay;
let store: ApiClient;
let closeTemporal: () => Promise<void>;
const log = silentLogger();

beforeAll(async () => {
  galley = await startGalley({ lanes: [], env: { SWEEP_EVERY_MS: '600000' } });
  // The system's own relay reaches Temporal, and hears of every message that is committed.
  await galley.relay.stop();
  const { pool } = galley.database;
  const temporal = createTemporalClient({
    address: '127.0.0.1:1',
    namespace: 'default',
    tls: false,
    apiKey: undefined,
  });
  closeTemporal = temporal.close;
  dispatcher = createDispatcher({ client: temporal.client, identity: 'test' });
  relay = createOutboxRelay({ pool, dispatcher, log, sweepEveryMs: 50 });
  server = createServer(
    createApp(
      apiDeps(pool, {
        db: galley.db,
        dispatcher,
        pictureStore: createPictureStore({ dir: galley.config.pictureDir }),
      }),
    ),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  store = new ApiClient(url, galley.stores[0]!.key);
}, 60_000);

afterAll(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  await relay?.stop();
  await closeTemporal?.();
  await galley?.stop();
}, 30_000);

async function startOf(orderId: string) {
  const rows = await galley.database.pool.query<{ state: string; tries: number; problem: string | null }>(
    `select state, tries, last_problem as problem from outbox where order_id = $1 and kind = 'start'`,
    [orderId],
  );
  expect(rows.rows).toHaveLength(1);
  return rows.rows[0]!;
}

test('an order is accepted while Temporal is away and started once when it is back', async () => {
  const started = Date.now();
  const id = await store.order();
  expect(Date.now() - started).toBeLessThan(3_000);

  const once = await until('a first try', async () => {
    const row = await startOf(id);
    return row.tries >= 1 && row;
  });
  expect(once.state).toBe('pending');
  expect(once.problem).toMatch(/^grpc_\d+$/);
  const twice = await until('a second try', async () => {
    const row = await startOf(id);
    return row.tries >= 2 && row;
  });
  expect(twice.state).toBe('pending');
  expect(await store.read(id)).toMatchObject({ status: 'PENDING', phase: 'accepted', error: null });
  await relay.stop();

  // Two relays of a server that is there, so that they could get in each other's way.
  const { pool } = galley.database;
  const relays = [1, 2].map(() =>
    createOutboxRelay({ pool, dispatcher: galley.dispatcher, log, sweepEveryMs: 50 }),
  );
  try {
    relays.forEach((one) => one.notify(id));
    await until('the start is delivered', async () => (await startOf(id)).state === 'delivered');
    const runs = await until('the run is listed', async () => {
      const all = await runsOf(galley, id);
      return all.length > 0 && all;
    });
    expect(runs).toHaveLength(1);
    const types = await eventTypes(galley.temporal.workflow.getHandle(`blog:${id}`));
    expect(types.filter((type) => type === 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED')).toHaveLength(1);
    const known = await pool.query('select run_id from order_runs where order_id = $1', [id]);
    expect(known.rows).toEqual([{ run_id: runs[0]!.runId }]);
  } finally {
    await Promise.all(relays.map((one) => one.stop()));
  }
}, 60_000);

test('the API is ready while Temporal is away, and says so before a probe loses patience', async () => {
  const started = Date.now();
  const response = await fetch(`${store.url}/readyz`);
  const took = Date.now() - started;
  expect([response.status, await response.json()]).toEqual([
    200,
    { ready: true, postgres: true, temporal: false },
  ]);
  expect(took).toBeLessThan(3_000);
}, 20_000);

test('acts are recorded while Temporal is away', async () => {
  const id = await store.order();
  expect((await store.act(id, 'cancel')).json).toMatchObject({ status: 'CANCELLED' });
  expect((await store.act(id, 'retry')).json).toMatchObject({ status: 'PENDING', round: 2 });
  const rows = await galley.database.pool.query<{ kind: string }>(
    `select kind from outbox where order_id = $1 and state = 'pending' order by seq`,
    [id],
  );
  expect(rows.rows.map((row) => row.kind)).toEqual(['start', 'cancel', 'start']);
});

test('the pause between two deliveries grows and is bounded', () => {
  const delays = Array.from({ length: 40 }, (_, before) => deliveryDelay(before + 1, 0));
  expect(delays[0]).toBe(125);
  expect(delays.every((delay, at) => at === 0 || delay >= delays[at - 1]!)).toBe(true);
  expect(delays[3]).toBeGreaterThan(delays[0]!);
  expect(deliveryDelay(1, 1)).toBe(250);
  expect(deliveryDelay(40, 1)).toBe(30_000);
});
