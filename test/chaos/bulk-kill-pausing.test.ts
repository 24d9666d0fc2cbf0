import { acting, jobIs, jobOf, jobReaches, placeJob } from '../support/bulk';
import { roundsTold, timelineFaults } from '../support/bulk-timeline';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { ledgerGaps } from '../support/ledger';
import { startWorkerProcess } from '../support/worker-process';

const ITEMS = 4;

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('a worker killed in the middle of an item, while its job is pausing, loses no text and pays for none twice', async () => {
  const { pool } = galley.database;
  const first = await startWorkerProcess(galley.environment);
  const job = await placeJob(galley, { items: ITEMS });
  // Long enough that the kill meets the item before its answer.
  const action = { type: 'delay', ms: 5_000 } as const;
  galley.simulators.control.addFault({ provider: 'openai', match: { contains: job.topics[1]! }, action });
  await until('the second item is asked for', async () => {
    const sql = `select 1 from provider_calls where order_id = $1 and state = 'begun'`;
    return (await pool.query(sql, [job.itemIds[1]])).rowCount === 1;
  });
  await galley.db.bulkActions.pauseJob(acting(job.id));
  await first.kill();
  expect(await jobOf(galley, job)).toMatchObject({ status: 'pausing', completed: 1, processing: 1 });

  const second = await startWorkerProcess(galley.environment);
  await jobIs(galley, job, 'paused', ({ status }) => status === 'paused', 60_000);
  expect(await jobOf(galley, job)).toMatchObject({ completed: 2, queued: 2 });
  await galley.db.bulkActions.resumeJob(acting(job.id));
  expect(await jobReaches(galley, job, 'completed')).toMatchObject({ completed: ITEMS });
  expect(await second.stop()).toBe(0);

  const { rows } = await pool.query<{ place: number; answered: number; calls: number }>(
    `select i.queue_position as place, count(*) filter (where c.state = 'answered')::int as answered, count(*)::int as calls
       from provider_calls c join content_items i on i.order_id = c.order_id
      group by c.order_id, c.round, c.attempt, i.queue_position order by 1`,
  );
  // Asked a second time only for what the kill destroyed.
  expect(rows).toEqual([1, 2, 3, 4].map((place) => ({ place, answered: 1, calls: place === 2 ? 2 : 1 })));
  expect(await timelineFaults(pool, { id: job.id, concurrency: 1 })).toEqual([]);
  expect(await roundsTold(pool, job.id)).toEqual([1]);
  expect(await ledgerGaps(pool)).toEqual([]);
}, 120_000);
