import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { pageAbout } from '../support/items';
import { setReadOnly } from '../support/read-only';

const ORDERS = 12;
const ITEMS = 6;
const OUTAGE_MS = 3_000;
const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;

beforeAll(async () => {
  // Slow enough that the outage meets all of them on their way.
  galley = await startGalley({ simulators: { speed: 15 } });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('a database that is read-only for three seconds ends nothing that is under way', async () => {
  const [store] = galley.stores;
  const ids = await Promise.all(
    Array.from({ length: ORDERS }, (_, n) => store!.order({ sourceId: `failover kettle ${n}`, policy })),
  );
  await Promise.all(ids.map((id) => store!.pick(id)));
  const batch = await store!.call('POST', '/api/generation/batch', {
    body: { items: Array.from({ length: ITEMS }, (_, n) => pageAbout(`failover lamp ${n}`)) },
  });
  expect(batch.status).toBe(202);
  await until('work is under way', async () => {
    const calls = await galley.database.pool.query(`select 1 from provider_calls where state = 'begun'`);
    return calls.rowCount! >= 6;
  });

  await setReadOnly(galley.database.url, true);
  await pause(OUTAGE_MS / 2);
  const refused = await store!.call('POST', '/api/blog-generation', {
    body: { sourceType: 'keyword', sourceId: 'refused kettle' },
  });
  expect([refused.status, refused.json['error'], refused.headers.get('retry-after')]).toEqual([
    503,
    'unavailable',
    '5',
  ]);
  await pause(OUTAGE_MS / 2);
  await setReadOnly(galley.database.url, false);

  const ends = await until(
    'all have ended',
    async () => {
      const { rows } = await galley.database.pool.query<{ phase: string; n: number }>(
        'select phase, count(*)::int as n from orders group by 1',
      );
      return rows.every(({ phase }) => ['done', 'failed', 'cancelled'].includes(phase)) && rows;
    },
    90_000,
  );
  expect(ends).toEqual([{ phase: 'done', n: ORDERS + ITEMS }]);
  const met = await galley.database.pool.query(
    `select 1 from activity_failures where type = 'Database.Unavailable' or type = 'Internal.Fault'`,
  );
  process.stdout.write(`${met.rowCount} kinds of failure were saved after the outage\n`);
}, 180_000);
