import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  // Nobody works, so that an order stays where a test puts it.
  galley = await startGalley({ lanes: [] });
  store = galley.stores[0]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

interface Progress {
  estimatedTimeRemaining: number | null;
  etaP50Ms: number | null;
  etaP90Ms: number | null;
}

const progressOf = async (id: string): Promise<Progress> =>
  (await store.read(id)).progress as unknown as Progress;
const put = (id: string, status: string, phase: string): Promise<unknown> =>
  galley.database.pool.query('update orders set status = $2, phase = $3 where id = $1', [id, status, phase]);

test('until stages are measured the planned times are told, up to the next person', async () => {
  const id = await store.order();
  expect(await progressOf(id)).toMatchObject({
    estimatedTimeRemaining: 5_000,
    etaP50Ms: 5_000,
    etaP90Ms: 10_000,
  });
  await put(id, 'AWAITING_SELECTION', 'waiting_person');
  expect(await progressOf(id)).toMatchObject({
    estimatedTimeRemaining: null,
    etaP50Ms: null,
    etaP90Ms: null,
  });
  await put(id, 'GENERATING_CONTENT', 'queued');
  const whole = await progressOf(id);
  expect(whole.etaP50Ms).toBeGreaterThan(60_000);
  expect(whole.etaP90Ms).toBeGreaterThan(whole.etaP50Ms!);
  await galley.database.pool.query(`update blog_orders set publish_mode = 'approve' where order_id = $1`, [
    id,
  ]);
  expect((await progressOf(id)).etaP50Ms).toBeLessThan(whole.etaP50Ms!);
});

test('measured times and the queue are what it goes by, and what waits for somebody else has none', async () => {
  const { pool } = galley.database;
  const id = await store.order();
  await pool.query(
    `insert into order_events (order_id, tenant_id, type, stage, round, at)
     select o.id, o.tenant_id, e.type, 'publishing', n, now() - interval '1 hour' + e.after * interval '1 millisecond'
       from orders o, generate_series(1, 40) n, (values ('stage.started', 0), ('stage.completed', 2000)) as e (type, after)
      where o.id = $1`,
    [id],
  );
  await galley.db.stageTimes.measureStages();
  await put(id, 'PUBLISHING', 'queued');
  expect(await progressOf(id)).toMatchObject({ etaP50Ms: 2_000, etaP90Ms: 2_000 });
  await pool.query(`update lanes set backlog = 30, rate = 2 where lane = 'publishing'`);
  expect((await progressOf(id)).etaP50Ms).toBeGreaterThan(8_000);
  await pool.query(
    `update orders set waiting_type = 'Spending.Capped', waiting_reason = 'daily_cap' where id = $1`,
    [id],
  );
  expect((await progressOf(id)).etaP50Ms).toBeNull();
});
