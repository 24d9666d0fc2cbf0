import { readJob } from '../../support/bulk-api';
import { spoil } from '../../support/bulk';
import { answeredTwice, roundsTold, timelineFaults } from '../../support/bulk-timeline';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const ITEMS = 50;
const FAILING = [4, 13, 22, 31, 48];

/** Items that have to be measured before their times say anything. */
const MEASURED = 5;

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({ simulators: { speed: 60 } });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** What was said of the end of a job at some time: how long it would take, and how long it took. */
interface Said {
  at: number;
  p50Ms: number;
  p90Ms: number;
}

test('a job of fifty with five items that fail: 45 are written, 5 fail after two retries, in order, when it was said', async () => {
  const client = galley.stores[1]!;
  const topicOf = (place: number): string => `kettle${String(place).padStart(2, '0')}x`;
  for (const place of FAILING) spoil(galley, topicOf(place));
  const places = Array.from({ length: ITEMS }, (_, n) => n + 1);
  const items = places.map((place) => ({ topic: topicOf(place), word_count: 300, tone: 'professional' }));
  const placed = await client.call('POST', '/api/bulk-generate', { body: { mode: 'topic', items } });
  expect(placed.status).toBe(202);
  const id = String(placed.json['id']);

  const said: Said[] = [];
  let shown = 0;
  for (;;) {
    // As the rate controller does.
    await galley.db.stageTimes.measureStages();
    const { bulk_job: job, progress } = await readJob(client, id);
    expect(progress.percentage).toBeGreaterThanOrEqual(shown);
    shown = progress.percentage;
    if (job.status === 'completed') break;
    if (job.completed_items >= MEASURED && job.etaP50Ms !== null)
      said.push({ at: Date.now(), p50Ms: job.etaP50Ms, p90Ms: job.etaP90Ms! });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  const end = Date.now();

  const { bulk_job: job, jobs } = await readJob(client, id);
  expect(job).toMatchObject({ completed_items: 45, failed_items: 5, cancelled_items: 0 });
  expect(job.error_summary).toEqual(
    FAILING.map((place) => expect.stringMatching(new RegExp(`^${place}\\. ${topicOf(place)}: .+`))),
  );
  for (const { queue_position: place, retry_count: retries, status } of jobs) {
    expect(status).toBe(FAILING.includes(place) ? 'failed' : 'completed');
    expect(retries).toBe(FAILING.includes(place) ? 2 : 0);
  }
  const { pool } = galley.database;
  expect(await timelineFaults(pool, { id, concurrency: 1 })).toEqual([]);
  expect(await roundsTold(pool, id)).toEqual([1]);
  expect(await answeredTwice(pool, id)).toEqual([]);
  const pauses = await pool.query<{ pauseMs: number }>(
    `select (e.data ->> 'pauseMs')::int as "pauseMs" from order_events e join orders o on o.id = e.order_id
      where o.parent_id = $1 and e.type = 'order.retrying' order by e.id`,
    [id],
  );
  expect(pauses.rows.map(({ pauseMs }) => pauseMs)).toEqual(FAILING.flatMap(() => [2_000, 4_000]));

  const late = said.filter(({ at, p90Ms }) => end - at > p90Ms).length;
  const early = said.filter(({ at, p50Ms }) => end - at < p50Ms * 0.8).length;
  process.stdout.write(
    `${said.length} times said: ${late} ended later than nine in ten, ${early} much earlier\n`,
  );
  expect(late / said.length).toBeLessThanOrEqual(0.2);
  expect(early / said.length).toBeLessThanOrEqual(0.2);
}, 900_000);
