import { randomUUID } from 'node:crypto';
import { createReconciler } from '../../../src/dispatch/reconciler';
import { admitSignal, whereQuery } from '../../../src/contract/messages';
import { enqueue } from '../../../src/db/outbox/outbox';
import { silentLogger } from '../../../src/telemetry/logger';
import { until } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { runsOf } from '../../support/runs';
import { addForSale, articleOf, buy, dataOf, linkOf, pay, statusOf } from '../../api/purchase/support';
import type { Bought, ForSale } from '../../api/purchase/support';

let galley: Galley;
let sale: ForSale;

/** Whether runs are told to wait, as they were before anybody wrote. */
let isWithoutWriter = false;

beforeAll(async () => {
  galley = await startGalley({
    lanes: ['orders', 'records'],
    deps: (deps) => ({
      ...deps,
      db: {
        ...deps.db,
        openers: {
          ...deps.db.openers,
          openOrder: async (run) => {
            const opened = await deps.db.openers.openOrder(run);
            return isWithoutWriter && opened.state === 'open' ? { ...opened, state: 'waiting' } : opened;
          },
        },
      },
    }),
  });
  sale = await addForSale(galley);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const handleOf = (orderId: string, kind = 'backlink') =>
  galley.temporal.workflow.getHandle(`${kind}:${orderId}`);

/** Waits until an order waits for its turn to be written, which no worker of this test does. */
const waits = (orderId: string, kind = 'backlink') =>
  until('the order waits for its turn', async () => {
    const where = await handleOf(orderId, kind)
      .query(whereQuery)
      .catch(() => undefined);
    return where?.stage === 'writing' && where;
  });

async function paid(body: object, kind = 'backlink'): Promise<Bought> {
  const bought = await buy(galley, body);
  await pay(galley, bought.orderId);
  await waits(bought.orderId, kind);
  return bought;
}

const timelineOf = async (orderId: string): Promise<string[]> => {
  const { rows } = await galley.database.pool.query<{ type: string }>(
    'select type from order_events where order_id = $1 order by id',
    [orderId],
  );
  return rows.map(({ type }) => type);
};

test.each([
  ['backlink', () => linkOf(sale)],
  ['article', () => articleOf(sale)],
] as const)('a paid %s is started once and waits for its turn', async (kind, body) => {
  const bought = await paid(body(), kind);
  expect(await runsOf(galley, bought.orderId, kind)).toHaveLength(1);
  expect(await timelineOf(bought.orderId)).toEqual(['order.accepted', 'order.paid', 'run.opened']);
  expect(dataOf(await statusOf(galley, bought))).toMatchObject({ status: 'PROCESSING' });
  const { rows } = await galley.database.pool.query('select phase, status from orders where id = $1', [
    bought.orderId,
  ]);
  expect(rows).toEqual([{ phase: 'queued', status: 'PROCESSING' }]);
});

test('an order that is not paid for has no run, and one that somebody starts by hand does nothing', async () => {
  const { orderId } = await buy(galley, linkOf(sale));
  const { rows } = await galley.database.pool.query<{ tenant_id: string }>(
    'select tenant_id from orders where id = $1',
    [orderId],
  );
  await galley.temporal.workflow.start('backlinkOrder', {
    ...{ workflowId: `backlink:${orderId}`, taskQueue: 'orders' },
    args: [{ orderId, tenantId: rows[0]!.tenant_id, startNo: 1, priority: 5 }],
  });
  await expect(handleOf(orderId).result()).rejects.toMatchObject({ cause: { type: 'Order.Unknown' } });
  expect(await timelineOf(orderId)).toEqual(['order.accepted']);
  // The money starts it all the same.
  await pay(galley, orderId);
  await waits(orderId);
});

test('goes on waiting after a wake, another priority, other workers and a reset', async () => {
  const { orderId } = await paid(linkOf(sale));
  await handleOf(orderId).signal(admitSignal, {});
  const changed = await galley.operator.call('POST', `/api/backlink-orders/${orderId}/priority`, {
    body: { priority: 9 },
  });
  expect(changed.status).toBe(200);
  await galley.stopWorkers();
  await galley.startWorkers(['orders', 'records']);
  await waits(orderId);
  const { events } = await handleOf(orderId).fetchHistory();
  const first = events!.find((event) => event.workflowTaskCompletedEventAttributes)!;
  await galley.temporal.workflowService.resetWorkflowExecution({
    namespace: galley.config.temporal.namespace,
    workflowExecution: { workflowId: `backlink:${orderId}` },
    ...{ reason: 'test', workflowTaskFinishEventId: first.eventId!, requestId: orderId },
  });
  await waits(orderId);
  const reconciler = createReconciler({
    ...{ pool: galley.database.pool, dispatcher: galley.dispatcher, log: silentLogger() },
  });
  expect(await reconciler.check({ kind: 'backlink', orderId })).toBe('adopted');
  expect(await reconciler.check({ kind: 'backlink', orderId })).toBe('fine');
  await waits(orderId);
  const order = await galley.db.orders.findOrder({ orderId });
  expect(order).toMatchObject({ status: 'PROCESSING', errorType: null, priority: 9 });
}, 30_000);

test('a run that is cancelled from the command line fails its order, as nobody cancels what is paid for', async () => {
  const { orderId } = await paid(linkOf(sale));
  await handleOf(orderId).cancel();
  await until('the order has ended', async () => (await galley.db.orders.findOrder({ orderId }))?.finishedAt);
  expect(await galley.db.orders.findOrder({ orderId })).toMatchObject({
    ...{ status: 'FAILED', phase: 'failed', errorType: 'Run.Lost' },
  });
});

test('a run from before there was a writer waits, and goes on when it is woken', async () => {
  isWithoutWriter = true;
  const { orderId } = await buy(galley, linkOf(sale));
  await pay(galley, orderId);
  await until('the run waits for its writer', async () => {
    const where = await handleOf(orderId)
      .query(whereQuery)
      .catch(() => undefined);
    return where?.waitingFor === 'writer';
  });
  isWithoutWriter = false;
  // As the migration does.
  await galley.db.transaction(async (tx) => {
    await enqueue(tx, {
      ...{ orderId, startNo: 1, kind: 'signal', signal: 'admit', payload: { actId: randomUUID() } },
    });
  });
  await until('the run goes on', async () => {
    const where = await handleOf(orderId).query(whereQuery);
    return where.stage === 'writing' && where.waitingFor === null;
  });
});
