import { setTimeout as pause } from 'node:timers/promises';
import { openCheckout } from '../../src/api/purchase/checkout';
import { paymentsSweep } from '../../src/dispatch/sweeps/payments';
import type { FaultAction } from '../../src/simulators/core/fault-types';
import type { SessionAction } from '../../src/simulators/stripe/types';
import { until } from '../support/api-client';
import { chance } from '../support/chance';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { paidState, payableOrder } from '../support/payable';
import { checkoutDeps, checkoutStates, refundStates, sessionIn } from '../support/payments';

const ORDERS = 20;

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({
    lanes: ['orders', 'payments', 'records'],
    simulators: { latency: 'none', stripe: { retryMs: 20, tries: 3 } },
  });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** What customers do, and how many starts and failure mails that comes to. */
const STORIES: Array<{ acts: SessionAction[]; starts: number; mails: number; state: string }> = [
  { acts: ['pay'], starts: 1, mails: 0, state: 'paid' },
  { acts: ['later', 'arrive'], starts: 1, mails: 0, state: 'paid' },
  { acts: ['later', 'fail'], starts: 0, mails: 1, state: 'failed' },
  { acts: ['later'], starts: 0, mails: 0, state: 'pending' },
  { acts: ['decline'], starts: 0, mails: 0, state: 'open' },
  { acts: ['expire'], starts: 0, mails: 0, state: 'expired' },
];

const WEATHER: FaultAction[] = [
  { type: 'webhook', does: 'duplicate' },
  { type: 'webhook', does: 'twoIds' },
  { type: 'webhook', does: 'lose' },
  { type: 'webhook', does: 'reorder' },
  { type: 'delay', ms: 50 },
];

test('events come twice, late, in another order or not at all: one start for each payment, and none without', async () => {
  const next = chance(14);
  const { control } = galley.simulators;
  const { pool } = galley.database;
  const orders = await Promise.all(
    Array.from({ length: ORDERS }, async (_, n) => {
      const order = await payableOrder(pool);
      // Twice at once, as a double click does.
      const [{ url }] = await Promise.all([
        openCheckout(checkoutDeps(galley), order),
        openCheckout(checkoutDeps(galley), order),
      ]);
      return { ...order, sessionId: sessionIn(url), story: STORIES[n % STORIES.length]! };
    }),
  );
  for (const { sessionId } of orders)
    for (let n = 0; n < 2; n += 1)
      control.addFault({
        ...{ provider: 'stripe', kind: 'webhook', match: { contains: sessionId } },
        action: WEATHER[Math.floor(next() * WEATHER.length)]!,
      });
  await Promise.all(
    orders.map(async ({ sessionId, story }) => {
      for (const act of story.acts) {
        await Promise.race([control.stripe.act(sessionId, act), pause(20)]);
        await pause(next() * 30);
      }
    }),
  );
  await control.stripe.quiet();
  // What was lost is found by looking.
  await pool.query('update checkouts set check_at = now()');
  await paymentsSweep({ pool, pace: { everyMs: 1, quietRefundMs: 0 } }).run();
  for (const { orderId, story } of orders)
    await until(
      `an order with ${story.acts.join(', ')} to come to ${story.state}`,
      async () => (await checkoutStates(galley, orderId)).join() === story.state,
    );
  for (const { orderId, story } of orders) {
    expect(await paidState(pool, orderId)).toEqual({
      ...{ status: story.starts ? 'PROCESSING' : 'AWAITING_PAYMENT', starts: story.starts },
      failedMails: story.mails,
    });
    expect(await refundStates(galley, orderId)).toEqual([]);
  }
}, 60_000);
