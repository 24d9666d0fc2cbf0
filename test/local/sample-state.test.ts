import { SAMPLE_KEY, readSampleProgress } from '../../src/local/sample-state';
import type { Galley } from '../support/galley';
import { startGalley } from '../support/galley';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const DEADLOCK = '40P01';

/** Empties the tables while the API reads them: one of the two gives way, and nobody but a test does this. */
async function emptyOrders(): Promise<void> {
  try {
    await galley.database.owner.query('truncate orders, idempotency_keys cascade');
  } catch (error) {
    if ((error as { code?: string }).code !== DEADLOCK) throw error;
    await emptyOrders();
  }
}

beforeEach(emptyOrders);

async function place(keyword: string, key?: string): Promise<string> {
  const answer = await galley.stores[0]!.call('POST', '/api/blog-generation', {
    body: { sourceType: 'keyword', sourceId: keyword },
    ...(key ? { headers: { 'idempotency-key': key } } : {}),
  });
  expect(answer.status).toBe(202);
  return String(answer.json['id']);
}

test('the sample week is loaded into an empty database, and completed after an interruption until it is backdated', async () => {
  const { pool } = galley.database;
  expect(await readSampleProgress(pool)).toEqual({ shouldLoad: true, placed: new Map() });
  const id = await place('interrupted kettle', `${SAMPLE_KEY}post-3`);
  await place('somebody’s own');
  const begun = await readSampleProgress(pool);
  expect(begun.shouldLoad).toBe(true);
  expect([...begun.placed]).toEqual([[`${SAMPLE_KEY}post-3`, expect.objectContaining({ id })]]);
  await pool.query(`update orders set created_at = created_at - interval '1 day' where id = $1`, [id]);
  expect((await readSampleProgress(pool)).shouldLoad).toBe(false);
});

test('no sample is loaded once somebody has placed an order', async () => {
  await place('somebody’s own', 'a-key-of-theirs');
  expect(await readSampleProgress(galley.database.pool)).toEqual({ shouldLoad: false, placed: new Map() });
});
