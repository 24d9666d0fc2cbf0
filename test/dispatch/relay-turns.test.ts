import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DEFAULT_POLICY } from '../../src/contract/orders';
import { createDb } from '../../src/db/db';
import type { Db } from '../../src/db/db';
import { createOutboxRelay } from '../../src/dispatch/relay';
import type { Dispatcher } from '../../src/dispatch/temporal';
import { silentLogger } from '../../src/telemetry/logger';
import { until } from '../support/api-client';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

/** Orders of the large batch, and deliveries that the relay makes at once. */
const MANY = 60;
const AT_ONCE = 8;

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.pool);
}, 60_000);

afterAll(async () => {
  await database?.drop();
});

async function store(): Promise<{ tenantId: string; storeId: string }> {
  const [tenantId, storeId] = [randomUUID(), randomUUID()];
  await db.tenants.createTenantWithKey({
    ...{ tenantId, kind: 'store', name: 'S', plan: 'standard' },
    key: { id: randomUUID(), hash: Buffer.from(randomUUID()), label: 'test', role: 'store' },
    store: { id: storeId, instanceId: storeId, language: 'en' },
  });
  return { tenantId, storeId };
}

/** Accepts so many orders of a store in one transaction. */
async function place(by: { tenantId: string; storeId: string }, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await db.transaction(async (tx) => {
    for (const id of ids)
      await tx.blogOrders.acceptBlogOrder({
        ...{ id, ...by, priority: 5, sourceType: 'keyword', sourceId: 'x', policy: DEFAULT_POLICY },
      });
  });
  return ids;
}

test('orders of a small store that a sweep finds do not wait for all of a large batch', async () => {
  const [big, small] = [await store(), await store()];
  // What is committed through a pool without a relay is there as after a restart.
  await place(big, MANY);
  const few = await place(small, 3);
  const started: string[] = [];
  const deliver: Dispatcher['deliver'] = async ({ orderId }) => {
    started.push(orderId ?? 'a mail');
    await pause(5);
    return { outcome: 'delivered' };
  };
  const relay = createOutboxRelay({
    ...{ pool: database.pool, log: silentLogger(), sweepEveryMs: 50 },
    dispatcher: { deliver } as Dispatcher,
  });
  try {
    await until('all are started', async () => started.length === MANY + few.length);
    expect(Math.max(...few.map((id) => started.indexOf(id)))).toBeLessThan(AT_ONCE + 2 * few.length);
    expect(new Set(started).size).toBe(started.length);
  } finally {
    await relay.stop();
  }
});

test('orders of a small store are started without waiting for all of a large batch', async () => {
  const [big, small] = [await store(), await store()];
  const started: string[] = [];
  let held = true;
  const deliver: Dispatcher['deliver'] = async ({ orderId }) => {
    while (held) await pause(5);
    started.push(orderId ?? 'a mail');
    return { outcome: 'delivered' };
  };
  const relay = createOutboxRelay({
    ...{ pool: database.pool, log: silentLogger(), sweepEveryMs: 600_000 },
    dispatcher: { deliver } as Dispatcher,
  });
  try {
    await place(big, MANY);
    const few = await place(small, 3);
    held = false;
    await until('all are started', async () => started.length === MANY + few.length);
    const last = Math.max(...few.map((id) => started.indexOf(id)));
    // Those under way, and then every other one.
    expect(last).toBeLessThan(2 * AT_ONCE + 2 * few.length);
    expect(new Set(started).size).toBe(started.length);
  } finally {
    held = false;
    await relay.stop();
  }
});
