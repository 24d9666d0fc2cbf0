import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { claimMessage, deliverNext, enqueue, outboxBacklog, settleMessage } from '../../src/db/outbox/outbox';
import type { Delivery, OutboxContent, OutboxMessage } from '../../src/db/outbox/outbox';
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
    store: { id: storeId, instanceId: storeId, language: 'en' },
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
          const mine = (underway.get(message.orderId!) ?? 0) + 1;
          underway.set(message.orderId!, mine);
          sawOverlap ||= [...underway.values()].filter((count) => count > 0).length > 1;
          try {
            // Two relays with messages of one order at once would lose its order.
            expect(mine).toBe(1);
            await pause(ms);
            if (fate === 'crash') throw new Error('The relay died.');
            if (fate === 'later') return { outcome: 'later', problem: 'busy', delayMs: ms };
            settled.get(message.orderId!)!.push(BigInt(message.seq));
            return fate === 'dead' ? { outcome: 'dead', problem: 'gone' } : { outcome: 'delivered' };
          } finally {
            underway.set(message.orderId!, mine - 1);
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
    seen.push(message.orderId!);
    return message.orderId! === stuck
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
    seen.push(message.orderId!);
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
    openOrders: expect.any(Number) as number,
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

/** Queues further messages of an order. */
async function add(orderId: string, ...messages: OutboxContent[]): Promise<void> {
  for (const message of messages)
    await db.transaction((tx) => enqueue(tx, { orderId, startNo: 1, ...message }));
}

const signal: OutboxContent = { kind: 'signal', signal: 'selectIdea', payload: { actId: 'a', ideaId: 'i' } };

/** The kinds of an order's messages that can be claimed at the same time; all of them are given back. */
async function claimable(orderId: string): Promise<string[]> {
  const claimed: OutboxMessage[] = [];
  for (
    let next = await claimMessage(db.pool, { orderId });
    next;
    next = await claimMessage(db.pool, { orderId })
  )
    claimed.push(next);
  for (const message of claimed)
    await settleMessage(db.pool, message, { outcome: 'later', problem: 'test', delayMs: 0 });
  return claimed.map(({ kind }) => kind).sort();
}

test('what makes a run faster or fairer stands in the way of nothing that decides what it does', async () => {
  const id = await orderWith(0);
  await deliverNext(db.pool, { orderId: id }, async () => ({ outcome: 'delivered' }));
  await add(
    id,
    { kind: 'raise', payload: { level: 1 } },
    { kind: 'wake' },
    { kind: 'deliver', payload: { webhookId: randomUUID() } },
    signal,
    { kind: 'deliver', payload: { webhookId: randomUUID() } },
    { kind: 'cancel' },
  );
  expect(await claimable(id)).toEqual(['deliver', 'deliver', 'raise', 'signal']);
  await sweep(async () => ({ outcome: 'delivered' }));
});

test('what makes a run faster or fairer waits for what decides, and keeps its own order', async () => {
  const id = await orderWith(0);
  await add(
    id,
    { kind: 'reprioritise', payload: { actId: randomUUID(), priority: 9 } },
    { kind: 'reprioritise', payload: { actId: randomUUID(), priority: 2 } },
  );
  expect(await claimable(id)).toEqual(['start']);
  await sweep(async () => ({ outcome: 'delivered' }));
});

test('while a delivery takes its time, it holds no connection and no transaction', async () => {
  const small = await createTestDatabase({ poolMax: 1 });
  try {
    const own = createDb(small.pool);
    await own.tenants.createTenantWithKey({
      tenantId,
      kind: 'store',
      name: 'S',
      plan: 'premium',
      key: { id: randomUUID(), hash: Buffer.from('hash'), label: 'test', role: 'store' },
      store: { id: storeId, instanceId: storeId, language: 'en' },
    });
    await own.transaction((tx) =>
      tx.blogOrders.acceptBlogOrder({ tenantId, storeId, priority: 5, sourceType: 'keyword', sourceId: 'x' }),
    );
    let finish!: () => void;
    const frozen = new Promise<void>((resolve) => (finish = resolve));
    let reached!: () => void;
    const begun = new Promise<void>((resolve) => (reached = resolve));
    const delivery = deliverNext(small.pool, {}, async () => {
      reached();
      await frozen;
      return { outcome: 'delivered' };
    });
    await begun;
    const { rows } = await small.pool.query<{ open: number; pending: number }>(
      `select (select count(*)::int from pg_stat_activity
                where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()
                  and backend_type = 'client backend') as open,
              (select count(*)::int from outbox where state = 'pending') as pending`,
    );
    expect(rows[0]).toEqual({ open: 0, pending: 1 });
    finish();
    expect(await delivery).toEqual({ outcome: 'delivered' });
    expect((await outboxBacklog(small.pool)).pending).toBe(0);
  } finally {
    await small.drop();
  }
});

test('what a killed process had claimed is delivered by another once the claim has run out', async () => {
  const id = await orderWith(0);
  const claimed = await claimMessage(db.pool, { orderId: id, leaseMs: 300 });
  expect(claimed?.kind).toBe('start');
  expect(await claimMessage(db.pool, { orderId: id })).toBeUndefined();
  let again: OutboxMessage | undefined;
  const deadline = Date.now() + 5_000;
  while (!again && Date.now() < deadline) {
    await pause(20);
    again = await claimMessage(db.pool, { orderId: id });
  }
  expect(again).toMatchObject({ id: claimed!.id, tries: 0 });
  // The first claimant was only frozen. That it could not deliver says nothing any more; that it did, does.
  await settleMessage(db.pool, claimed!, { outcome: 'later', problem: 'late', delayMs: 60_000 });
  await settleMessage(db.pool, claimed!, { outcome: 'dead', problem: 'late' });
  const during = await db.pool.query('select state, tries from outbox where id = $1', [claimed!.id]);
  expect(during.rows).toEqual([{ state: 'pending', tries: 0 }]);
  await settleMessage(db.pool, claimed!, { outcome: 'delivered', runId: 'run' });
  await settleMessage(db.pool, again!, { outcome: 'later', problem: 'late', delayMs: 0 });
  const after = await db.pool.query('select state, last_problem as problem from outbox where id = $1', [
    claimed!.id,
  ]);
  expect(after.rows).toEqual([{ state: 'delivered', problem: null }]);
});

test('failed deliveries do not count as looks at a run', async () => {
  const id = await orderWith(0);
  const seen: Array<[number, number]> = [];
  const results: Delivery[] = [
    { outcome: 'later', problem: 'grpc_14', delayMs: 0 },
    { outcome: 'later', problem: 'activity_running', delayMs: 0, looked: true },
    { outcome: 'later', problem: 'grpc_14', delayMs: 0 },
    { outcome: 'delivered' },
  ];
  for (const result of results)
    await deliverNext(db.pool, { orderId: id }, async ({ tries, looks }) => {
      seen.push([tries, looks]);
      return result;
    });
  expect(seen).toEqual([
    [0, 0],
    [1, 0],
    [1, 1],
    [2, 1],
  ]);
});

test('a message of an order that has moved on is known by it', async () => {
  const id = await orderWith(0);
  expect(await claimMessage(db.pool, { orderId: id, leaseMs: 0 })).toMatchObject({ isCurrent: true });
  await db.pool.query('update orders set start_no = 2 where id = $1', [id]);
  expect(await claimMessage(db.pool, { orderId: id, leaseMs: 0 })).toMatchObject({ isCurrent: false });
  await sweep(async () => ({ outcome: 'delivered' }));
});

describe('a first start that is delivered', () => {
  const phaseOf = async (id: string) =>
    (await database.pool.query<{ phase: string }>('select phase from orders where id = $1', [id])).rows[0]!
      .phase;

  test('queues its order, unless a worker was faster', async () => {
    const [slow, fast] = [await orderWith(0), await orderWith(0)];
    for (const id of [slow, fast]) {
      const claimed = (await claimMessage(db.pool, { orderId: id }))!;
      if (id === fast) await db.openers.openOrder({ orderId: id, startNo: 1 });
      if (id === fast)
        await db.blogOrders.beginBlogStage({ orderId: id, startNo: 1, stage: 'ideas', round: 1 });
      await settleMessage(db.pool, claimed, { outcome: 'delivered', runId: 'run' });
    }
    expect([await phaseOf(slow), await phaseOf(fast)]).toEqual(['queued', 'running']);
  });

  test('does not meet the opening of its run in a deadlock', async () => {
    const id = await orderWith(0);
    const claimed = (await claimMessage(db.pool, { orderId: id }))!;
    let settling: Promise<void> | undefined;
    await db.transaction(async (tx) => {
      await tx.orders.findOrder({ orderId: id, lock: true });
      settling = settleMessage(db.pool, claimed, { outcome: 'delivered', runId: 'run' });
      // It waits for the order's lock by then.
      for (let waiting = 0; waiting === 0; await pause(10)) {
        const { rows } = await tx.query<{ n: number }>(
          `select count(*)::int as n from pg_locks where not granted and locktype in ('tuple', 'transactionid')`,
        );
        waiting = rows[0]!.n;
      }
      await tx.query(
        'insert into order_runs (order_id, start_no, opened_at) values ($1, 1, clock_timestamp())',
        [id],
      );
    });
    await settling;
    expect(await phaseOf(id)).toBe('queued');
  });
});
