import { createTaskQueues } from '../../src/clients/task-queues';
import type { TaskQueues } from '../../src/clients/task-queues';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;
let queues: TaskQueues;

beforeAll(async () => {
  galley = await startGalley();
  queues = createTaskQueues({ client: galley.temporal, identity: 'test' });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** Levels under which a run queued its activities so far, by their types. */
async function levels(orderId: string): Promise<Record<string, number | undefined>> {
  const { events } = await galley.temporal.workflow.getHandle(`blog:${orderId}`).fetchHistory();
  const queued = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: it }) =>
    it ? [[it.activityType?.name, it.priority?.priorityKey] as const] : [],
  );
  return Object.fromEntries(queued) as Record<string, number | undefined>;
}

const waiting = async (orderId: string) =>
  (await galley.temporal.workflow.getHandle(`blog:${orderId}`).describe()).raw.pendingActivities?.[0];

test('an order that waits is moved, and keeps its new place for what is still to come', async () => {
  const [, store] = galley.stores;
  await queues.setRate('ideas', 0, 'test');
  const first = await store!.order({ sourceId: 'first kettle', policy });
  const second = await store!.order({ sourceId: 'second kettle', policy });
  await until('both wait', async () => (await queues.describe('ideas')).backlog === 2);
  const changed = await store!.act(second, 'priority', { priority: 10 });
  expect(changed).toMatchObject({ status: 200, json: { priority: 10, repeated: false } });
  await until('it was moved', async () => (await waiting(second))?.priority?.priorityKey === 1);
  await queues.setRate('ideas', 2, 'test');
  const begun = await until('both have begun', async () => {
    const { rows } = await galley.database.pool.query<{ id: string }>(
      `select order_id as id from provider_calls where stage = 'ideas' and order_id = any($1) order by began_at`,
      [[first, second]],
    );
    return rows.length === 2 && rows.map(({ id }) => id);
  });
  expect(begun).toEqual([second, first]);
  await queues.setRate('ideas', null, 'test');
  await store!.pick(second);
  await store!.reaches(second, 'DONE');
  expect(await levels(second)).toMatchObject({
    generateIdeas: 3,
    writeDraft: 1,
    makePicture: 1,
    confirmPost: 1,
  });
  // The change stands in the timeline, and comes too late once the order has ended.
  expect(await store!.events(second)).toContainEqual(
    expect.objectContaining({ type: 'order.reprioritised', data: { priority: 10 } }),
  );
  expect((await store!.act(second, 'priority', { priority: 3 })).status).toBe(409);
  await store!.act(first, 'cancel');
});

test.each([0, 11, 2.5, '7', null])('priority %p is refused at the door', async (priority) => {
  const [, store] = galley.stores;
  const id = await store!.order({ sourceId: 'refused kettle', policy });
  expect((await store!.act(id, 'priority', { priority })).status).toBe(400);
  await store!.act(id, 'cancel');
});

test('an operator may change it by a bare signal, which is recorded; nonsense is dropped', async () => {
  const [, store] = galley.stores;
  const id = await store!.order({ sourceId: 'signalled kettle', policy });
  await store!.reaches(id, 'AWAITING_SELECTION');
  const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
  for (const nonsense of [undefined, {}, { priority: 'high' }, { priority: 99 }])
    await handle.signal('reprioritise', nonsense);
  await handle.signal('reprioritise', { priority: 9 });
  await until('it is recorded', async () => (await store!.read(id)).priority === 9);
  await store!.pick(id);
  await store!.reaches(id, 'DONE');
  expect(await levels(id)).toMatchObject({ writeDraft: 1 });
});

test("nobody changes another tenant's order", async () => {
  const [, store, other] = galley.stores;
  const id = await store!.order({ sourceId: 'foreign kettle', policy });
  expect((await other!.act(id, 'priority', { priority: 10 })).status).toBe(404);
  await store!.act(id, 'cancel');
});
