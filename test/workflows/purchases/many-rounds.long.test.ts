import { admitSignal } from '../../../src/contract/messages';
import { until } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { acts, bought, newLink, reaches, sellGuide, versionsOf } from '../../support/purchased';
import { runsOf } from '../../support/runs';

/** Regenerations, and wakes between two of them: together more than the history after which the server suggests a new run (4,096 events). */
const ROUNDS = 30;
const WAKES = 40;

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('an order that is regenerated again and again goes on as a new run, and loses nothing', async () => {
  const sale = await sellGuide(galley);
  const { orderId } = await bought(galley, newLink(sale));
  const handle = galley.temporal.workflow.getHandle(`backlink:${orderId}`);
  const renewed = async (): Promise<boolean> =>
    (await runsOf(galley, orderId, 'backlink')).some(({ status }) => status === 'CONTINUED_AS_NEW');
  let round = 1;
  for (; round < ROUNDS; round += 1) {
    await reaches(galley, orderId, 'QUALITY_CHECK', round);
    for (let n = 0; n < WAKES; n += 1) await handle.signal(admitSignal, {});
    await acts(galley).regenerate(orderId);
  }
  await reaches(galley, orderId, 'QUALITY_CHECK', round);
  await until(
    'the history is long',
    async () => {
      if (await renewed()) return true;
      await Promise.all(Array.from({ length: WAKES }, () => handle.signal(admitSignal, {})));
      return false;
    },
    200_000,
  );
  const versions = await versionsOf(galley, orderId);
  expect(versions.map((version) => version.round)).toEqual(Array.from({ length: ROUNDS }, (_, n) => n + 1));
  // The new run hears what the old one would have heard.
  await acts(galley).regenerate(orderId);
  await reaches(galley, orderId, 'QUALITY_CHECK', round + 1);
  await acts(galley).submit(orderId);
  await acts(galley).approve(orderId);
  await reaches(galley, orderId, 'COMPLETED');
}, 290_000);
