import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { oneSlowPicture } from '../support/slow-picture';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('case 36: one slow picture delays none of sixty other orders', async () => {
  await oneSlowPicture(galley, { orders: 60, timeoutMs: 240_000 });
}, 300_000);
