import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('an order about a keyword ends as a published post with its picture', async () => {
  const [store] = galley.stores;
  const order = await store!.publish();
  expect(order).toMatchObject({ status: 'DONE', phase: 'done', error: null });
});
