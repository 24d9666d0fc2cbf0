import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** Queues a wake for an order, as whoever lets it go on does, and answers what became of it. */
async function wake(orderId: string): Promise<{ state: string; problem: string | null }> {
  await galley.db.transaction((tx) =>
    tx.orders
      .findOrder({ orderId, lock: true })
      .then(() =>
        tx.query(
          `insert into outbox (id, order_id, kind, start_no) select gen_random_uuid(), id, 'wake', start_no from orders where id = $1`,
          [orderId],
        ),
      ),
  );
  galley.relay.notify(orderId);
  return until('the wake is settled', async () => {
    const rows = await galley.database.pool.query<{ state: string; problem: string | null }>(
      `select state, last_problem as problem from outbox where order_id = $1 and kind = 'wake' order by seq desc limit 1`,
      [orderId],
    );
    return rows.rows[0]!.state !== 'pending' && rows.rows[0];
  });
}

test('an activity that waits for its next try has it at once', async () => {
  const [store] = galley.stores;
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'ideas',
    match: { contains: 'woken kettle' },
    action: { type: 'respond', status: 429, headers: { 'retry-after': '600' }, body: { error: {} } },
  });
  const id = await store!.order({ sourceId: 'woken kettle', policy });
  await until('it waits', async () => (await store!.read(id)).waiting?.type === 'Provider.Busy');
  await until('it is in its pause', async () => {
    const { raw } = await galley.temporal.workflow.getHandle(`blog:${id}`).describe();
    return raw.pendingActivities?.some((activity) => activity.nextAttemptScheduleTime);
  });
  expect(await wake(id)).toEqual({ state: 'delivered', problem: null });
  await store!.reaches(id, 'AWAITING_SELECTION');
});

test('an activity that is at work is left alone', async () => {
  const [, store] = galley.stores;
  galley.simulators.control.addFault({
    provider: 'replicate',
    kind: 'create',
    match: { contains: 'busy stove' },
    action: { type: 'prediction', ends: 'never' },
  });
  const id = await store!.order({ sourceId: 'busy stove', policy });
  await store!.pick(id);
  const mine = () =>
    galley.simulators.control
      .predictions()
      .filter(({ input }) => String(input['prompt']).includes('busy stove'));
  await until('its picture is being made', async () => mine().length === 1);
  expect((await wake(id)).state).toBe('delivered');
  // A reset would have told the activity to stop, and another one would have begun.
  const { raw } = await galley.temporal.workflow.getHandle(`blog:${id}`).describe();
  expect(raw.pendingActivities).toHaveLength(1);
  expect(raw.pendingActivities![0]).toMatchObject({ attempt: 1 });
  expect(mine().map(({ status }) => status)).toEqual(['processing']);
  await store!.act(id, 'cancel');
});

test('an order that waits for a person, or is over, is not bothered', async () => {
  const [, , store] = galley.stores;
  const id = await store!.order({ sourceId: 'calm throw', policy });
  await store!.reaches(id, 'AWAITING_SELECTION');
  expect(await wake(id)).toEqual({ state: 'delivered', problem: null });
  await store!.act(id, 'cancel');
  const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
  await until('the run is closed', async () => (await handle.describe()).status.name === 'CANCELLED');
  expect(await wake(id)).toEqual({ state: 'dead', problem: 'run_is_over' });
});
