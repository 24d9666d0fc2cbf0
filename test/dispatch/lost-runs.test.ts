import { createOutboxRelay } from '../../src/dispatch/relay';
import { endLostRun } from '../../src/db/orders/runs';
import { silentLogger } from '../../src/telemetry/logger';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('an order whose run an operator terminated fails with a reason and can be retried', async () => {
  const [store] = galley.stores;
  const id = await store!.order({ sourceId: 'terminated teapot' });
  await store!.reaches(id, 'AWAITING_SELECTION');
  await galley.temporal.workflow.getHandle(`blog:${id}`).terminate('testing');
  const relay = createOutboxRelay({
    pool: galley.database.pool,
    dispatcher: galley.dispatcher,
    log: silentLogger(),
    sweepEveryMs: 1_000,
    lostRunsEveryMs: 100,
  });
  try {
    const failed = await until('the order has failed', async () => {
      const order = await store!.read(id);
      return order.status === 'FAILED' && order;
    });
    expect(failed.errorType).toBe('Run.Lost');
  } finally {
    await relay.stop();
  }
  await store!.act(id, 'retry');
  await store!.pick(id);
  await store!.reaches(id, 'DONE');
});

test('a lost run that is not the current one changes nothing', async () => {
  const [store] = galley.stores;
  const id = await store!.order({ sourceId: 'steady teapot' });
  await store!.reaches(id, 'AWAITING_SELECTION');
  expect(await endLostRun(galley.database.pool, { orderId: id, runId: 'somebody-elses' })).toBe(false);
  expect((await store!.read(id)).status).toBe('AWAITING_SELECTION');
});
