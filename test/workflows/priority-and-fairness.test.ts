import { createTaskQueues } from '../../src/clients/task-queues';
import type { TaskQueues } from '../../src/clients/task-queues';
import { raiseWaiting } from '../../src/db/orders/priority-aging';
import { inTransaction } from '../../src/db/pool';
import { until } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;
let queues: TaskQueues;

beforeAll(async () => {
  // One at a time, so that orders begin as the server hands them out: two at once may overtake each other in the worker.
  galley = await startGalley({ env: { SLOTS_IDEAS: '1' } });
  queues = createTaskQueues({ client: galley.temporal, identity: 'test' });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

describe('changing a priority', () => {
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
    // One at a time: a queue may let through twice its rate in its first second.
    await queues.setRate('ideas', 0.5, 'test');
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
      openWithIdeas: 3,
      writeDraft: 1,
      makePicture: 1,
      publishPost: 1,
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
});

describe('who goes first', () => {
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
    const afterMs = 600_000;
    /** Both at once: otherwise the relay's own sweep may come between. */
    const raiseLate = (orderId: string) =>
      inTransaction(galley.database.pool, async (tx) => {
        await tx.query(
          `update orders set updated_at = updated_at - interval '1 hour',
                  raised_at = raised_at - interval '11 minutes' where id = $1`,
          [orderId],
        );
        return raiseWaiting(tx, { afterMs });
      });
    // From the fifth level to the second in three looks.
    for (const level of [4, 3, 2]) {
      expect(await raiseLate(mine.low!)).toEqual([mine.low]);
      galley.relay.notify(mine.low!);
      await until(`it has level ${level}`, async () => {
        const { raw } = await galley.temporal.workflow.getHandle(`blog:${mine.low}`).describe();
        return raw.pendingActivities?.[0]?.priority?.priorityKey === level;
      });
      // Not twice for the same wait.
      expect(await galley.db.transaction((tx) => tx.priority.raiseWaiting({ afterMs }))).toEqual([]);
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
});
