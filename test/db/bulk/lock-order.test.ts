import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { DEFAULT_POLICY } from '../../../src/contract/orders';
import { createDb } from '../../../src/db/db';
import type { Db } from '../../../src/db/db';
import { createTenantWithKey } from '../../../src/db/tenants/tenants';
import { chance } from '../../support/chance';
import { createTestDatabase } from '../../support/database';
import type { TestDatabase } from '../../support/database';
import { roundsTold, timelineFaults } from '../../support/bulk-timeline';
import { acting, textAbout } from '../../support/bulk';

/** Items of the job, and how many of each kind of process work on it at once. */
const ITEMS = 20;
const CONCURRENCY = 3;
const DONE_AFTER_MS = 4_000;

let database: TestDatabase;
let pool: Pool;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase({ poolMax: 12 });
  ({ pool } = database);
  db = createDb(pool);
});

afterAll(async () => {
  await database?.drop();
});

async function placeJob(): Promise<{ jobId: string; itemIds: string[] }> {
  const tenantId = randomUUID();
  await createTenantWithKey(pool, {
    ...{ tenantId, kind: 'operator', name: 'bulk', plan: 'standard' },
    key: { id: randomUUID(), hash: Buffer.from(randomUUID()), label: 'test', role: 'admin' },
  });
  return db.transaction((tx) =>
    tx.bulkJobs.acceptJob({
      ...{ tenantId, priority: 5, concurrency: CONCURRENCY, itemDelayMs: 0, mode: 'topic', placedBy: 'test' },
      items: Array.from({ length: ITEMS }, (_, n) => textAbout(`kettle ${n}`)),
      policy: { ...DEFAULT_POLICY, draftBackoffMs: 1 },
    }),
  );
}

test('a pause holds what is queued again after the last item has ended and before the job has', async () => {
  for (const isCaughtAtWork of [false, true]) {
    const { jobId, itemIds } = await placeJob();
    const advance = async (): Promise<unknown> => db.bulkRuns.advanceJob({ orderId: jobId, startNo: 1 });
    await db.bulkRuns.openJob({ orderId: jobId, startNo: 1 });
    if (isCaughtAtWork) await advance();
    await db.bulkActions.pauseJob(acting(jobId));
    for (const itemId of itemIds) await db.contentActions.cancelText(acting(itemId));
    await db.contentActions.retryText(acting(itemIds[4]!));
    expect(await advance()).toMatchObject({ state: 'open', status: 'paused', start: [] });
    expect(await db.bulkActions.resumeJob(acting(jobId))).toMatchObject({ outcome: 'done' });
    expect(await advance()).toMatchObject({ status: 'processing', start: [{ orderId: itemIds[4] }] });
    expect(await timelineFaults(pool, { id: jobId, concurrency: CONCURRENCY })).toEqual([]);
  }
});

test('people, runs and endings of a job and its items wait for each other in one order, so that none of them fails', async () => {
  const { jobId, itemIds } = await placeJob();
  const next = chance(19);
  const anyItem = (): string => itemIds[Math.floor(next() * ITEMS)]!;
  const startOf = async (orderId: string): Promise<number> =>
    (await db.orders.findOrder({ orderId }))!.startNo;
  const deadline = Date.now() + DONE_AFTER_MS;
  const deadlocks: unknown[] = [];

  /** Does something again and again; what the state does not allow is no failure, but anything of the database is. */
  async function keepOn(act: () => Promise<unknown>): Promise<void> {
    while (Date.now() < deadline)
      await act().catch((error: unknown) => {
        if (typeof (error as { failure?: unknown }).failure === 'undefined') deadlocks.push(error);
      });
  }

  const advance = async (): Promise<unknown> =>
    db.bulkRuns.advanceJob({ orderId: jobId, startNo: await startOf(jobId) });
  const end = async (): Promise<void> => {
    for (const item of await db.contentItems.itemsOfJob({ jobId })) {
      if (item.status !== 'processing') continue;
      const run = { orderId: item.id, startNo: item.startNo };
      await db.contentRuns.openContent(run);
      if (next() < 0.5) await db.orderRuns.finishRun(run);
      else
        await db.contentRuns.failTextAttempt({
          ...run,
          attempt: item.attempt,
          failureType: 'Draft.Rejected',
        });
    }
  };
  const retryJob = async (): Promise<unknown> => db.bulkActions.retryJob(acting(jobId));
  const priority = async (): Promise<unknown> =>
    db.bulkActions.reprioritiseJob({ ...acting(jobId), priority: 1 + Math.floor(next() * 10) });
  await Promise.all(
    [
      ...[advance, advance, end, end, end, retryJob, priority],
      () => db.contentActions.cancelText(acting(anyItem())),
      () => db.contentActions.cancelText(acting(anyItem())),
      () => db.contentActions.retryText(acting(anyItem())),
      () => db.contentActions.retryText(acting(anyItem())),
      () => db.bulkActions.pauseJob(acting(jobId)),
      () => db.bulkActions.resumeJob(acting(jobId)),
    ].map(keepOn),
  );
  expect(deadlocks).toEqual([]);
  expect(await timelineFaults(pool, { id: jobId, concurrency: CONCURRENCY })).toEqual([]);

  await db.bulkActions.cancelJob(acting(jobId));
  await Promise.all([end(), end(), db.bulkActions.cancelJob(acting(jobId))]);
  for (let ends = 0; ends < 3; ends += 1) await end();
  const job = (await db.bulkJobs.findJob({ orderId: jobId }))!;
  expect(job.queued + job.processing).toBe(0);
  expect(job.completed + job.failed + job.cancelled).toBe(ITEMS);
  expect(await timelineFaults(pool, { id: jobId, concurrency: CONCURRENCY })).toEqual([]);
  const told = await roundsTold(pool, jobId);
  expect(new Set(told).size).toBe(told.length);
  expect(told.at(-1)).toBe(job.round);
}, 60_000);
