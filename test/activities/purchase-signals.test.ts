import { randomUUID } from 'node:crypto';
import { createOrderLog } from '../../src/activities/order-log';
import { createSignalledActions } from '../../src/activities/orders/signalled-actions';
import type { SignalledAction } from '../../src/contract/messages';
import { silentLogger } from '../../src/telemetry/logger';
import type { Logger } from '../../src/telemetry/logger';
import { addForSale } from '../api/purchase/support';
import type { ForSale } from '../api/purchase/support';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { addVersion, placeIn } from '../support/purchased-versions';

let galley: Galley;
let sale: ForSale;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  // What is queued stays where it is.
  await galley.relay.stop();
  sale = await addForSale(galley);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** Takes an action as an operator signalled it from the command line. */
const take = (orderId: string, action: Omit<SignalledAction, 'newId'>) =>
  createSignalledActions({ db: galley.db, log: silentLogger() })(
    { orderId, startNo: 1, kind: 'backlink' },
    { ...action, newId: randomUUID() },
  );

const stateOf = async (orderId: string) => {
  const { rows } = await galley.database.pool.query<Record<string, unknown>>(
    `select o.status, o.phase, o.round, p.submitted_by, p.approved_version_id,
            (select jsonb_agg(jsonb_build_object('name', a.kind, 'actor', a.actor)) from actions a where a.order_id = o.id and a.actor = 'operator:signal') as acts,
            (select jsonb_agg(e.data) from order_events e where e.order_id = o.id and e.type = 'action.ignored') as ignored
       from orders o join purchases p on p.id = o.id where o.id = $1`,
    [orderId],
  );
  return rows[0]!;
};

const acted = (name: string) => [{ name, actor: 'operator:signal' }];

test('an operator regenerates, submits and approves by hand; it is validated, recorded and audited', async () => {
  const { orderId } = await placeIn(galley, sale, 'QUALITY_CHECK');
  expect(await take(orderId, { name: 'regenerate' })).toEqual({ actId: expect.any(String) as string });
  expect(await stateOf(orderId)).toMatchObject({ status: 'PROCESSING', round: 2, acts: acted('regenerate') });
  await addVersion(galley, orderId);
  expect(await take(orderId, { name: 'submitForReview' })).not.toBeNull();
  expect(await stateOf(orderId)).toMatchObject({ status: 'ADMIN_REVIEW', submitted_by: 'buyer' });
  expect(await take(orderId, { name: 'approve' })).not.toBeNull();
  const { approved_version_id: approved, ignored } = await stateOf(orderId);
  const order = await galley.db.purchases.findPurchased({ orderId });
  expect([approved, ignored]).toEqual([order!.submittedVersionId, null]);
});

test.each([
  ['reject', {}, 'ADMIN_REVIEW', 'not_by_signal'],
  ['approve', {}, 'QUALITY_CHECK', 'wrong_state'],
  ['approve', {}, 'PROCESSING', 'wrong_state'],
  ['regenerate', {}, 'ADMIN_REVIEW', 'wrong_state'],
  ['regenerate', { part: 'text' }, 'QUALITY_CHECK', 'malformed'],
  ['submitForReview', {}, 'COMPLETED', 'wrong_state'],
  ['selectIdea', { ideaId: randomUUID() }, 'QUALITY_CHECK', 'invalid'],
] as const)('a signal %s %j while it is %s is ignored: %s', async (name, said, state, reason) => {
  const { orderId } = await placeIn(galley, sale, state);
  const before = await stateOf(orderId);
  expect(await take(orderId, { name, ...said })).toBeNull();
  expect(await stateOf(orderId)).toEqual({ ...before, ignored: [{ action: name, reason }] });
});

test('fair use holds for signals, too', async () => {
  const { orderId } = await placeIn(galley, sale, 'QUALITY_CHECK');
  await galley.db.purchaseLimits.setPurchaseLimits({ regenerationsPerDay: 1, refundGraceMs: 1 });
  expect(await take(orderId, { name: 'regenerate' })).not.toBeNull();
  await addVersion(galley, orderId);
  expect(await take(orderId, { name: 'regenerate' })).toBeNull();
  expect(await stateOf(orderId)).toMatchObject({ ignored: [{ action: 'regenerate', reason: 'too_often' }] });
});

test('what a buyer did is on record for the run, under its identifier', async () => {
  const { orderId, versionId } = await placeIn(galley, sale, 'QUALITY_CHECK');
  const actId = randomUUID();
  await galley.db.reviewActions.submitForReview({
    orderId,
    actor: { name: 'buyer' },
    versionId: versionId!,
    actId,
  });
  expect(await take(orderId, { name: 'submitForReview', actId })).toEqual({ actId });
});

test('a line for each product tells how much work there is', async () => {
  const lines: string[] = [];
  const log = { ...silentLogger(), info: (line: string) => lines.push(line) } as unknown as Logger;
  await createOrderLog({ db: galley.db, log, now: Date.now }).logQueues();
  const [articles, links] = await galley.db.purchaseQueues.purchaseQueues();
  expect(lines).toEqual([
    '[Article Worker] waiting 0, active 0, complete 0, failed 0',
    `[Backlink Worker] waiting ${links!.waiting}, active 0, complete ${links!.completed24h}, failed 0`,
  ]);
  expect([articles!.waiting, links!.waiting > 0, links!.completed24h]).toEqual([0, true, 1]);
});
