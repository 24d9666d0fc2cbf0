import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { deliverNext, enqueue, outboxBacklog } from '../../src/db/outbox/outbox';
import type { Delivery, OutboxMessage } from '../../src/db/outbox/outbox';
import { DEFAULT_POLICY } from '../../src/contract/orders';
import { createDb } from '../../src/db/db';
import type { Db } from '../../src/db/db';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

const RELAYS = 4;
const tenantId = randomUUID();
const storeId = randomUUID();
let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.pool);
  await db.tenants.createTenantWithKey({
    tenantId,
    kind: 'store',
    name: 'S',
    plan: 'premium',
    key: { id: randomUUID(), hash: Buffer.from('hash'), label: 'test', role: 'store' },
    store: { id: storeId, instanceId: 'instance', language: 'en' },
  });
}, 60_000);

afterAll(async () => {
  await database?.drop();
});

/** An order with its start and so many messages after it. */
async function orderWith(messages: number): Promise<string> {
  const id = randomUUID();
  await db.transaction((tx) =>
    tx.blogOrders.acceptBlogOrder({
      id,
      tenantId,
      storeId,
      priority: 5,
      sourceType: 'keyword',
      sourceId: 'x',
      policy: DEFAULT_POLICY,
    }),
  );
  for (let n = 0; n < messages; n += 1)
    await db.transaction((tx) =>
      enqueue(tx, {
        orderId: id,
        startNo: 1,
        kind: 'signal',
        signal: 'selectIdea',
        payload: { actId: `act ${n}`, ideaId: 'i' },
      }),
    );
  return id;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sweeps with several relays at once until nothing is left. */
async function sweep(deliver: (message: OutboxMessage) => Promise<Delivery>): Promise<void> {
  const deadline = Date.now() + 15_000;
  const relay = async (): Promise<void> => {
    for (;;) {
      const result = await deliverNext(database.pool, {}, deliver).catch(() => ({
        outcome: 'later' as const,
      }));
      if (result.outcome !== 'none') continue;
      if ((await outboxBacklog(database.pool)).pending === 0) return;
      if (Date.now() > deadline) throw new Error('The outbox does not empty.');
      await pause(5);
    }
  };
  await Promise.all(Array.from({ length: RELAYS }, relay));
}

type Fate = 'delivered' | 'dead' | 'later' | 'crash';
const fates = fc.array(
  fc.record({
    fate: fc.constantFrom<Fate>('delivered', 'delivered', 'delivered', 'dead', 'later', 'crash'),
    ms: fc.integer({ min: 0, max: 8 }),
  }),
  { minLength: 30, maxLength: 60 },
);

test('the messages of one order are delivered in order, each once, whatever happens and however many sweep', async () => {
  let sawOverlap = false;
  await fc.assert(
    fc.asyncProperty(
      fates,
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 6 }),
      async (script, sizes) => {
        const orders = await Promise.all(sizes.map(orderWith));
        const settled = new Map<string, bigint[]>(orders.map((id) => [id, []]));
        const underway = new Map<string, number>();
        let next = 0;
        await sweep(async (message) => {
          const { fate, ms } = script[next++] ?? { fate: 'delivered', ms: 0 };
          const mine = (underway.get(message.orderId) ?? 0) + 1;
          underway.set(message.orderId, mine);
          sawOverlap ||= [...underway.values()].filter((count) => count > 0).length > 1;
          try {
            // Two relays with messages of one order at once would lose its order.
            expect(mine).toBe(1);
            await pause(ms);
            if (fate === 'crash') throw new Error('The relay died.');
            if (fate === 'later') return { outcome: 'later', problem: 'busy', delayMs: ms };
            settled.get(message.orderId)!.push(BigInt(message.seq));
            return fate === 'dead' ? { outcome: 'dead', problem: 'gone' } : { outcome: 'delivered' };
          } finally {
            underway.set(message.orderId, mine - 1);
          }
        });
        sizes.forEach((size, index) => {
          const seqs = settled.get(orders[index]!)!;
          expect(seqs).toHaveLength(size + 1);
          expect(seqs.every((seq, at) => at === 0 || seq > seqs[at - 1]!)).toBe(true);
        });
      },
    ),
    { numRuns: 8 },
  );
  // Otherwise the relays have worked one after the other and nothing was tried.
  expect(sawOverlap).toBe(true);
}, 60_000);

test('a message that waits holds up its own order only', async () => {
  const [stuck, free] = [await orderWith(1), await orderWith(1)];
  const seen: string[] = [];
  const deliver = async (message: OutboxMessage): Promise<Delivery> => {
    seen.push(message.orderId);
    return message.orderId === stuck
      ? { outcome: 'later', problem: 'busy', delayMs: 60_000 }
      : { outcome: 'delivered' };
  };
  while ((await deliverNext(database.pool, {}, deliver)).outcome !== 'none');
  expect(seen.filter((id) => id === stuck)).toHaveLength(1);
  expect(seen.filter((id) => id === free)).toHaveLength(2);
  await database.pool.query('update outbox set next_at = now() where order_id = $1', [stuck]);
  await sweep(async () => ({ outcome: 'delivered' }));
});

test('one order’s messages can be delivered alone', async () => {
  const [mine, theirs] = [await orderWith(2), await orderWith(0)];
  const seen: string[] = [];
  const deliver = async (message: OutboxMessage): Promise<Delivery> => {
    seen.push(message.orderId);
    return { outcome: 'delivered' };
  };
  while ((await deliverNext(database.pool, { orderId: mine }, deliver)).outcome !== 'none');
  expect(seen).toEqual([mine, mine, mine]);
  await sweep(deliver);
  expect(seen.at(-1)).toBe(theirs);
});

test('a message comes with all that is needed to address it, and a start leaves its run behind', async () => {
  const id = await orderWith(1);
  const seen: OutboxMessage[] = [];
  const deliver = async (message: OutboxMessage): Promise<Delivery> => {
    seen.push(message);
    return { outcome: 'delivered', ...(message.kind === 'start' ? { runId: 'run-1' } : {}) };
  };
  while ((await deliverNext(database.pool, { orderId: id }, deliver)).outcome !== 'none');
  expect(seen[0]).toMatchObject({
    kind: 'start',
    orderId: id,
    tenantId,
    orderKind: 'blog',
    priority: 5,
    weight: 2,
    startNo: 1,
    tries: 0,
    runId: null,
  });
  expect(seen[1]).toMatchObject({
    kind: 'signal',
    signal: 'selectIdea',
    payload: { actId: 'act 0', ideaId: 'i' },
    runId: 'run-1',
  });
});

test('a message whose transaction is undone was never there', async () => {
  const before = await outboxBacklog(database.pool);
  const id = await orderWith(0);
  await expect(
    db.transaction(async (tx) => {
      await enqueue(tx, { orderId: id, startNo: 1, kind: 'cancel' });
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  expect((await outboxBacklog(database.pool)).pending).toBe(before.pending + 1);
  await sweep(async () => ({ outcome: 'delivered' }));
});
