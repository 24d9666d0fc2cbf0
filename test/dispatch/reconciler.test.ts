import { createReconciler } from '../../src/dispatch/reconciler';
import { createOutboxRelay } from '../../src/dispatch/relay';
import type { OutboxRelay } from '../../src/dispatch/relay';
import { createDispatcher } from '../../src/dispatch/temporal';
import { createTemporalClient } from '../../src/clients/temporal';
import { silentLogger } from '../../src/telemetry/logger';
import { until } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { itemReaches, orderPage, pageAbout, readItem } from '../support/items';
import { startReceiver } from '../support/receiver';
import { runsOf } from '../support/runs';

let galley: Galley;
let store: ApiClient;
let relay: OutboxRelay;

beforeAll(async () => {
  galley = await startGalley();
  store = galley.stores[0]!;
  relay = createOutboxRelay({
    pool: galley.database.pool,
    dispatcher: galley.dispatcher,
    log: silentLogger(),
    sweepEveryMs: 1_000,
    reconcile: { everyMs: 200, quietMs: 300, closingMs: 500 },
    deliveries: { everyMs: 200, quietMs: 300 },
  });
}, 60_000);

afterAll(async () => {
  await relay?.stop();
  await galley?.stop();
}, 30_000);

const runOf = (orderId: string) => galley.temporal.workflow.getHandle(`blog:${orderId}`);

/** Ends a waiting order's run by force and makes Postgres forget that the order has ended, as after a restore. */
async function reopen(orderId: string, status: string, phase: string): Promise<void> {
  await galley.database.pool.query(
    `update orders set status = $2, phase = $3, finished_at = null, error = null, error_type = null where id = $1`,
    [orderId, status, phase],
  );
}

/** Ends an order without its run. */
async function fail(orderId: string): Promise<void> {
  await galley.database.pool.query(
    `update orders set status = 'FAILED', phase = 'failed', finished_at = now() where id = $1`,
    [orderId],
  );
}

async function isLost(orderId: string): Promise<void> {
  const order = await until('the order has failed', async () => {
    const read = await store.read(orderId);
    return read.status === 'FAILED' && read;
  });
  expect(order.errorType).toBe('Run.Lost');
}

async function waiting(sourceId: string): Promise<string> {
  const id = await store.order({ sourceId });
  await store.reaches(id, 'AWAITING_SELECTION');
  return id;
}

async function reset(orderId: string): Promise<string> {
  const { workflowService, options } = galley.temporal;
  const handle = runOf(orderId);
  const { events } = await handle.fetchHistory();
  const first = events!.find((event) => event.workflowTaskCompletedEventAttributes)!;
  const answer = await workflowService.resetWorkflowExecution({
    namespace: options.namespace,
    workflowExecution: { workflowId: handle.workflowId },
    reason: 'test',
    workflowTaskFinishEventId: first.eventId!,
    requestId: `${orderId}-${Math.random()}`,
  });
  return answer.runId;
}

test('an order whose run was terminated fails with a reason and can be retried', async () => {
  const id = await waiting('terminated teapot');
  await runOf(id).terminate('testing');
  await isLost(id);
  await store.act(id, 'retry');
  await store.pick(id);
  await store.reaches(id, 'DONE');
});

test('an order whose run is missing on the server fails and can be retried', async () => {
  const id = await waiting('missing teapot');
  await galley.temporal.workflowService.deleteWorkflowExecution({
    namespace: galley.temporal.options.namespace,
    workflowExecution: { workflowId: `blog:${id}` },
  });
  await isLost(id);
  await store.act(id, 'retry');
  await store.reaches(id, 'AWAITING_SELECTION');
});

test.each([
  ['completed', 'DONE'],
  ['cancelled', 'CANCELLED'],
])('an order that is open although its run has %s fails and can be retried', async (_, ended) => {
  const id = await waiting(`${ended} teapot`);
  if (ended === 'DONE') await store.pick(id);
  else await store.act(id, 'cancel');
  await store.reaches(id, ended);
  await until('the run has closed', async () => (await runOf(id).describe()).status.name !== 'RUNNING');
  await reopen(id, 'PUBLISHING', 'running');
  await isLost(id);
  await store.act(id, 'retry');
  // What was published before is found again.
  await store.reaches(id, ended === 'DONE' ? 'DONE' : 'AWAITING_SELECTION');
  expect(await runsOf(galley, id)).toHaveLength(2);
});

test('an item whose run is missing fails, one that waits for its turn is left alone', async () => {
  const owner = galley.stores[1]!;
  galley.simulators.control.addFault({
    provider: 'openai',
    match: { contains: 'lost page' },
    action: { type: 'respond', status: 429, headers: { 'retry-after': '600' }, body: { error: {} } },
  });
  const lost = await orderPage(owner, pageAbout('lost page'));
  await galley.database.pool.query(
    'update tenants set items_at_once = 1 where id = (select tenant_id from orders where id = $1)',
    [lost.id],
  );
  const pending = await orderPage(owner, pageAbout('patient page'));
  await until('it waits for the model', async () => (await readItem(owner, lost.id)).waiting !== null);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect([await readItem(owner, lost.id), await readItem(owner, pending.id)]).toMatchObject([
    { status: 'processing' },
    { status: 'pending' },
  ]);
  await galley.temporal.workflow.getHandle(`item:${lost.id}`).terminate('testing');
  expect(await itemReaches(owner, lost.id, 'failed')).toMatchObject({ errorType: 'Run.Lost' });
  await itemReaches(owner, pending.id, 'completed');
  galley.simulators.control.clearFaults();
});

test('a waiting order whose run was reset goes on with the new run', async () => {
  const id = await waiting('reset teapot');
  const runId = await reset(id);
  await until('the run is adopted', async () => {
    const { rows } = await galley.database.pool.query<{ run: string | null }>(
      'select current_run_id as run from order_runs where order_id = $1',
      [id],
    );
    return rows[0]?.run === runId;
  });
  expect((await store.read(id)).status).toBe('AWAITING_SELECTION');
  await store.pick(id);
  await store.reaches(id, 'DONE');
});

test('a cancel reaches a run that was reset', async () => {
  const id = await waiting('reset and cancelled teapot');
  await reset(id);
  await store.act(id, 'cancel');
  await until('the run has closed', async () => (await runOf(id).describe()).status.name === 'CANCELLED');
});

test('a reset run of an order that has ended is terminated', async () => {
  const id = await waiting('ended teapot');
  await store.act(id, 'cancel');
  await until('the run has closed', async () => (await runOf(id).describe()).status.name === 'CANCELLED');
  const runId = await reset(id);
  await until('the run is over', async () => {
    const { status } = await galley.temporal.workflow.getHandle(`blog:${id}`, runId).describe();
    return status.name !== 'RUNNING';
  });
  expect((await store.read(id)).status).toBe('CANCELLED');
});

test('a run of an earlier start does not stand in the way of a retry, and neither does the retry of its cancel', async () => {
  const id = await waiting('old teapot');
  await galley.stopWorkers();
  try {
    await fail(id);
    await store.act(id, 'retry');
    const starts = await until('the start has met the earlier run', async () => {
      const { rows } = await galley.database.pool.query<{ tries: number; problem: string }>(
        `select tries, last_problem as problem from outbox where order_id = $1 and kind = 'start' and start_no = 2`,
        [id],
      );
      return rows[0]?.problem === 'earlier_run_closing' && rows[0];
    });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const later = await galley.database.pool.query<{ tries: number }>(
      `select tries from outbox where order_id = $1 and kind = 'start' and start_no = 2`,
      [id],
    );
    // 150 ms apart there would be ten.
    expect(later.rows[0]!.tries - starts.tries).toBeLessThanOrEqual(5);
    await galley.database.pool.query(
      `update outbox set created_at = created_at - interval '1 minute', next_at = now() where order_id = $1 and state = 'pending'`,
      [id],
    );
    relay.notify(id);
    await until('the new run is there', async () => (await runsOf(galley, id)).length === 2);
  } finally {
    await galley.startWorkers();
  }
  await store.reaches(id, 'AWAITING_SELECTION');
});

test('a cancel does not wait for a start that can no longer be delivered', async () => {
  const id = await waiting('stuck teapot');
  await galley.stopWorkers();
  try {
    await fail(id);
    await store.act(id, 'retry');
    await store.act(id, 'cancel');
    await until('nothing is left to deliver', async () => {
      const { rows } = await galley.database.pool.query(
        `select 1 from outbox where order_id = $1 and state = 'pending'`,
        [id],
      );
      return rows.length === 0;
    });
  } finally {
    await galley.startWorkers();
  }
  expect((await store.read(id)).status).toBe('CANCELLED');
});

test('a message that the server refuses for good ends its run, and the order can be retried', async () => {
  const id = await waiting('oversized teapot');
  // Larger than any message may be; a run that has had its 10,000 signals refuses in the same way.
  await galley.database.pool.query(
    `insert into outbox (id, order_id, kind, start_no, signal, payload)
     select gen_random_uuid(), id, 'signal', start_no, 'approve', jsonb_build_object('actId', repeat('x', 3000000)) from orders where id = $1`,
    [id],
  );
  relay.notify(id);
  await isLost(id);
  await store.act(id, 'retry');
  await store.pick(id);
  await store.reaches(id, 'DONE');
});

test('orders are left alone while the server cannot tell, such as for a namespace that is not there', async () => {
  const id = await waiting('unknown teapot');
  const { address, apiKey } = galley.config.temporal;
  const temporal = createTemporalClient({ address, namespace: 'not-there', tls: false, apiKey });
  try {
    const dispatcher = createDispatcher({ client: temporal.client, identity: 'test' });
    const reconciler = createReconciler({ pool: galley.database.pool, dispatcher, log: silentLogger() });
    await expect(reconciler.check({ kind: 'blog', orderId: id })).rejects.toThrow();
  } finally {
    await temporal.close();
  }
  expect((await store.read(id)).status).toBe('AWAITING_SELECTION');
});

test('a delivery whose workflow was terminated is made all the same', async () => {
  const receiver = await startReceiver();
  try {
    const made = await store.call('POST', '/api/webhooks', { body: { url: receiver.url } });
    receiver.trust(String(made.json['secret']));
    receiver.answer({ status: 503, times: 1, headers: { 'retry-after': '600' } });
    const id = await store.order({ sourceId: 'untold teapot' });
    const workflow = galley.temporal.workflow.getHandle(`webhook:${String(made.json['id'])}:${id}`);
    await until('a delivery was tried', async () => {
      const { rows } = await galley.database.pool.query(
        `select 1 from webhook_deliveries where order_id = $1 and tries = 1 and state = 'pending'`,
        [id],
      );
      return rows.length > 0;
    });
    await workflow.terminate('testing');
    await until('the event has arrived', async () => receiver.received.some(({ orderId }) => orderId === id));
  } finally {
    await receiver.stop();
  }
});

test('a message that nobody here understands holds up no other', async () => {
  const id = await waiting('unheard teapot');
  const { pool } = galley.database;
  await galley.database.owner.query('alter table outbox drop constraint outbox_kind_check');
  await pool.query(
    `insert into outbox (id, order_id, kind, start_no, next_at) select gen_random_uuid(), id, 'fold', start_no, 'epoch' from orders where id = $1`,
    [id],
  );
  relay.notify(id);
  await until('it was tried', async () => {
    const { rows } = await pool.query(`select 1 from outbox where kind = 'fold' and tries > 0`);
    return rows.length > 0;
  });
  await store.pick(id);
  await store.reaches(id, 'DONE');
  await pool.query(`delete from outbox where kind = 'fold'`);
});
