import { purchaseStorm, readPurchases } from '../support/purchase-storm';
import { startCluster } from '../support/cluster';
import type { Cluster } from '../support/cluster';

const PURCHASES = 20;

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({
    simulators: { speed: 50, stripe: { retryMs: 300, tries: 3 } },
    env: { CHECKOUT_CHECK_MS: '2000', API_REQUESTS_PER_SECOND: '100000' },
  });
}, 90_000);

afterAll(async () => {
  await cluster?.stop();
}, 60_000);

test('twenty purchases with doubled, reordered and lost webhooks while the API is killed: one order a payment, none without', async () => {
  const storm = await purchaseStorm(cluster, {
    ...{ count: PURCHASES, atOnce: 10, killEveryMs: 2_000, comeBack: 1 },
    apiUrl: cluster.apiUrl,
  });
  const books = await readPurchases(cluster, storm.buyers);
  process.stdout.write(`purchases ${JSON.stringify({ ...books, kills: storm.kills, gusts: storm.gusts })}\n`);
  expect(books).toMatchObject({
    ...{ paid: books.shouldBePaid, processing: books.paid, orders: PURCHASES, surplus: 0 },
    ...{ paidButWaiting: 0, startedUnpaid: 0, startedTwice: 0, oddMails: 0, oddLinks: 0 },
  });
  // Weather that met nobody would prove nothing.
  expect(storm.kills).toBeGreaterThan(0);
  expect(books.repeats).toBeGreaterThan(0);
  expect(cluster.faults()).toEqual([]);
}, 240_000);
