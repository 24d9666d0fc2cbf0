import { expectStormWeathered } from '../support/purchase-storm';

test('two hundred purchases with doubled, reordered and lost webhooks while the API and a worker are killed: money in is worked for or given back, nothing twice', async () => {
  await expectStormWeathered({ count: 200, atOnce: 40, killEveryMs: 9_000, comeBack: 0.7 });
}, 1_050_000);
