import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const POSTS = 5_000;
const CONNECTIONS = 50;
const LIMIT = 4_000;

let galley: Galley;

beforeAll(async () => {
  // Nobody works, so that what is accepted stays open.
  galley = await startGalley({ lanes: [], poolMax: 30 });
  await galley.db.openOrders.setOpenLimits({ ofAll: LIMIT, ofTenant: LIMIT });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
}, 60_000);

test('five thousand orders over fifty connections: exactly as many are accepted as may be open', async () => {
  const took: number[] = [];
  const statuses = new Map<number, number>();
  let next = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, n) => {
      const store = galley.stores[n % galley.stores.length]!;
      while (next < POSTS) {
        next += 1;
        const since = performance.now();
        const { status } = await store.call('POST', '/api/blog-generation', {
          body: { sourceType: 'keyword', sourceId: `crowd ${next}` },
        });
        took.push(performance.now() - since);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }),
  );
  took.sort((a, b) => a - b);
  const at = (share: number): number => Math.round(took[Math.floor(share * (took.length - 1))]!);
  process.stdout.write(
    `${POSTS} posts: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; memory of the process ${Math.round(process.memoryUsage().rss / 1e6)} MB\n`,
  );
  expect(Object.fromEntries(statuses)).toEqual({ 202: LIMIT, 503: POSTS - LIMIT });
  const open = await galley.database.pool.query<{ orders: number }>(
    `select count(*)::int as orders from orders where phase in ('accepted', 'queued', 'running')`,
  );
  expect(open.rows[0]!.orders).toBe(LIMIT);
  expect(await galley.db.openOrders.countOpen({})).toBe(LIMIT);
}, 600_000);
