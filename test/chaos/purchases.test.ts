import { expectStormWeathered } from '../support/purchase-storm';

test('twenty purchases with doubled, reordered and lost webhooks while the API and a worker are killed: money in is worked for or given back, nothing twice', async () => {
  await expectStormWeathered({ count: 20, atOnce: 10, killEveryMs: 7_000, comeBack: 1 });
}, 390_000);
