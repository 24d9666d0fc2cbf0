import { createTaskQueues } from '../../src/clients/task-queues';
import type { TaskQueues } from '../../src/clients/task-queues';
import { until } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
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

/** Holds lane `ideas` until so many orders wait in it. */
async function held(place: () => Promise<string[]>): Promise<string[]> {
  await queues.setRate('ideas', 0, 'test');
  const ids = await place();
  await until('all wait', async () => (await queues.describe('ideas')).backlog >= ids.length);
  return ids;
}

/** Lets the lane go, one after the other, and answers the orders as their ideas began. */
async function begun(ids: readonly string[]): Promise<string[]> {
  await queues.setRate('ideas', 10, 'test');
  return until('all have begun', async () => {
    const { rows } = await galley.database.pool.query<{ id: string }>(
      `select order_id as id from provider_calls where stage = 'ideas' and order_id = any($1) order by began_at`,
      [ids],
    );
    return rows.length === ids.length && rows.map(({ id }) => id);
  });
}

const many = (store: ApiClient, count: number, subject: string, more: object = {}): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, (_, n) => store.order({ sourceId: `${subject} ${n}`, policy, ...more })),
  );

test('a small store does not wait behind a big one, and a premium store goes before both', async () => {
  const [premium, big, small] = galley.stores;
  const mine: Record<string, string[]> = {};
  const all = await held(async () => {
    mine.big = await many(big!, 12, 'big');
    mine.small = await many(small!, 3, 'small');
    mine.premium = await many(premium!, 2, 'premium');
    return Object.values(mine).flat();
  });
  const order = await begun(all);
  expect(order.slice(0, 2).sort()).toEqual([...mine.premium!].sort());
  // In turn: one of the small store for each of the big one, whoever is first.
  const places = mine.small!.map((id) => order.indexOf(id) - 2).sort((a, b) => a - b);
  expect(places.every((place, n) => place <= 2 * n + 1)).toBe(true);
});

test('the order of start follows the levels of priority', async () => {
  const [, store] = galley.stores;
  const priorities = [1, 4, 10, 6, 7];
  const ids = await held(async () => {
    const placed: string[] = [];
    for (const priority of priorities)
      placed.push((await many(store!, 1, `priority ${priority}`, { priority }))[0]!);
    return placed;
  });
  const order = (await begun(ids)).map((id) => priorities[ids.indexOf(id)]);
  expect(order).toEqual([10, 7, 6, 4, 1]);
});

test('what has waited too long is raised, a level each time', async () => {
  const [, store] = galley.stores;
  const mine: { low?: string; high: string[] } = { high: [] };
  const all = await held(async () => {
    [mine.low] = await many(store!, 1, 'patient', { priority: 1 });
    mine.high = await many(store!, 3, 'urgent', { priority: 5 });
    return [mine.low!, ...mine.high];
  });
  const late = (orderId: string) =>
    galley.database.pool.query(
      `update orders set updated_at = updated_at - interval '1 hour',
              raised_at = raised_at - interval '11 minutes' where id = $1`,
      [orderId],
    );
  // From the fifth level to the second in three looks.
  for (const level of [4, 3, 2]) {
    await late(mine.low!);
    const raised = await galley.db.transaction((tx) => tx.priority.raiseWaiting({ afterMs: 600_000 }));
    expect(raised).toEqual([mine.low]);
    galley.relay.notify(mine.low!);
    await until(`it has level ${level}`, async () => {
      const { raw } = await galley.temporal.workflow.getHandle(`blog:${mine.low}`).describe();
      return raw.pendingActivities?.[0]?.priority?.priorityKey === level;
    });
    // Not twice for the same wait.
    expect(await galley.db.transaction((tx) => tx.priority.raiseWaiting({ afterMs: 600_000 }))).toEqual([]);
  }
  expect((await begun(all))[0]).toBe(mine.low);
});

test('nothing is raised that waits for something else than its turn', async () => {
  const [, store] = galley.stores;
  const [id] = await held(() => many(store!, 1, 'capped', { priority: 1 }));
  await galley.database.pool.query(
    `update orders set waiting_type = 'Spending.Capped', waiting_reason = 'cap', updated_at = updated_at - interval '1 hour' where id = $1`,
    [id],
  );
  expect(await galley.db.transaction((tx) => tx.priority.raiseWaiting({ afterMs: 600_000 }))).toEqual([]);
  await store!.act(id!, 'cancel');
});
