import { createDb } from '../../../src/db/db';
import type { Db } from '../../../src/db/db';
import { createPool } from '../../../src/db/pool';
import type { Pool } from 'pg';
import type { OrderJson } from '../../support/api-client';
import { until } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;
let quietPool: Pool;
/** Records actions of which no relay hears, so that their signals stay in the outbox. */
let quiet: Db;

beforeAll(async () => {
  galley = await startGalley({ env: { SWEEP_EVERY_MS: '600000' } });
  quietPool = createPool({
    url: galley.database.url,
    ssl: 'off',
    max: 2,
    min: 0,
    applicationName: 'test',
    onIdleError: () => undefined,
  });
  quiet = createDb(quietPool);
}, 60_000);

afterAll(async () => {
  await quietPool?.end();
  await galley?.stop();
});

async function awaitingApproval(sourceId: string, times: Record<string, number>): Promise<OrderJson> {
  const [store] = galley.stores;
  const id = await store!.order({ sourceId, publishMode: 'approve', policy: { ...policy, ...times } });
  await store!.pick(id);
  return store!.reaches(id, 'AWAITING_APPROVAL');
}

async function approveQuietly(orderId: string): Promise<void> {
  const { tenantId } = (await galley.db.orders.findOrder({ orderId }))!;
  const result = await quiet.releaseActions.approve({ orderId, actor: { tenantId, name: 'test' } });
  expect(result.outcome).toBe('done');
}

async function pendingSignals(orderId: string): Promise<number> {
  const found = await galley.database.pool.query(
    `select 1 from outbox where order_id = $1 and kind = 'signal' and signal = 'approve' and state = 'pending'`,
    [orderId],
  );
  return found.rowCount ?? 0;
}

const typesOf = async (id: string): Promise<string[]> =>
  (await galley.stores[0]!.events(id)).map(({ type }) => type);

test('a recorded approval is not expired or reminded of, whatever the deadline finds', async () => {
  const order = await awaitingApproval('recorded lantern', {});
  await approveQuietly(order.id);
  const run = { orderId: order.id, startNo: 1, round: order.round };
  expect(await galley.db.blogRuns.expireApproval(run)).toEqual({
    expired: false,
    status: 'AWAITING_APPROVAL',
  });
  await galley.db.blogRuns.remind({ ...run, of: 'approval' });
  expect(await typesOf(order.id)).not.toContain('approval.reminder');
  expect(await galley.db.blogRuns.beginPublish(run)).toMatchObject({ began: true, status: 'PUBLISHING' });
});

test('an approval whose signal is not delivered yet wins against the deadline, and the post goes out', async () => {
  const order = await awaitingApproval('undelivered kettle', { reminderAfterMs: 1_500, deadlineMs: 3_000 });
  await approveQuietly(order.id);
  const done = await galley.stores[0]!.reaches(order.id, 'DONE');
  expect(done.publication!.url).toBeTruthy();
  expect(await pendingSignals(order.id)).toBe(1);
  const types = await typesOf(order.id);
  expect(types).not.toContain('approval.reminder');
  expect(types).not.toContain('order.cancelled');
  const run = galley.temporal.workflow.getHandle(`blog:${order.id}`);
  await until('the run completed', async () => (await run.describe()).status.name === 'COMPLETED');
});

test('the deadline of an earlier round does not end a later one', async () => {
  const [store] = galley.stores;
  const id = await store!.order({ sourceId: 'twice asked mug', policy });
  await store!.reaches(id, 'AWAITING_SELECTION');
  await store!.act(id, 'new-ideas', { hint: 'for winter' });
  await until('other ideas are there', async () => {
    const read = await store!.read(id);
    return read.round === 2 && read.status === 'AWAITING_SELECTION';
  });
  const answer = await galley.db.blogRuns.expirePick({ orderId: id, startNo: 1, round: 1 });
  expect(answer).toMatchObject({ expired: false, status: 'AWAITING_SELECTION' });
  expect(await galley.db.blogRuns.expirePick({ orderId: id, startNo: 1, round: 2 })).toMatchObject({
    expired: true,
    status: 'CANCELLED',
  });
});
