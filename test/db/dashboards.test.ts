import { randomUUID } from 'node:crypto';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

let galley: Galley;
let failed: string;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  const ids = await Promise.all(Array.from({ length: 4 }, () => galley.stores[0]!.order()));
  failed = ids[0]!;
  await galley.database.pool.query(
    `update orders set finished_at = now(), phase = case when id = $1 then 'failed' else 'done' end,
            status = case when id = $1 then 'FAILED' else 'DONE' end,
            error = case when id = $1 then 'No draft passed the quality checks.' end
      where id = any($2)`,
    [failed, ids.slice(0, 2)],
  );
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const rows = async (sql: string): Promise<Array<Record<string, unknown>>> =>
  (await galley.database.pool.query<Record<string, unknown>>(sql)).rows;

/** SQL as seed 001 has it, character for character. */
describe('the queries of existing dashboards run on the view', () => {
  test('queue size', async () => {
    expect(await rows(`SELECT COUNT(*) FROM blog_generations WHERE status = 'PENDING'`)).toEqual([
      { count: '2' },
    ]);
  });

  test('failures of the last hour', async () => {
    expect(
      await rows(
        `SELECT COUNT(*) FROM blog_generations WHERE status = 'FAILED' AND created_at > NOW() - INTERVAL '1 hour'`,
      ),
    ).toEqual([{ count: '1' }]);
  });

  test('queue size over time', async () => {
    const found = await rows(`
      SELECT
        date_trunc('minute', created_at) as time,
        COUNT(*) as pending_count
      FROM blog_generations
      WHERE status = 'PENDING'
      GROUP BY time
      ORDER BY time DESC;`);
    expect(found.reduce((sum, row) => sum + Number(row['pending_count']), 0)).toBe(2);
  });

  test('processing rate', async () => {
    expect(
      await rows(`
        SELECT
          date_trunc('minute', finished_at) as time,
          COUNT(*) as completed_count
        FROM blog_generations
        WHERE status = 'DONE' AND finished_at IS NOT NULL
        GROUP BY time
        ORDER BY time DESC;`),
    ).toEqual([{ time: expect.any(Date) as Date, completed_count: '1' }]);
  });

  test('error rate', async () => {
    const found = await rows(`
      SELECT
        date_trunc('hour', created_at) as time,
        COUNT(CASE WHEN status = 'FAILED' THEN 1 END) as failed,
        COUNT(*) as total,
        ROUND(100.0 * COUNT(CASE WHEN status = 'FAILED' THEN 1 END) / COUNT(*), 2) as error_rate
      FROM blog_generations
      GROUP BY time
      ORDER BY time DESC;`);
    expect(found.reduce((sum, row) => sum + Number(row['failed']), 0)).toBe(1);
    expect(found.reduce((sum, row) => sum + Number(row['total']), 0)).toBe(4);
    expect(found[0]).toHaveProperty('error_rate');
  });

  test('error messages', async () => {
    expect(await rows(`SELECT error FROM blog_generations WHERE status = 'FAILED'`)).toEqual([
      { error: 'No draft passed the quality checks.' },
    ]);
  });
});

describe('whoever writes to the view is told the route for it', () => {
  const route = (id: string, word: string): string => `POST /api/blog-generation/${id}/${word}`;

  test.each([
    [
      'a retry by hand',
      (id: string) => `UPDATE blog_generations SET status = 'PENDING' WHERE id = '${id}'`,
      'retry',
    ],
    [
      'a retry of all',
      () => `UPDATE blog_generations SET status = 'PENDING', error = NULL WHERE status = 'FAILED'`,
      'retry',
    ],
    [
      'a cancel by hand',
      (id: string) => `UPDATE blog_generations SET status = 'CANCELLED' WHERE id = '${id}'`,
      'cancel',
    ],
    [
      'another change',
      (id: string) => `UPDATE blog_generations SET source_id = 'x' WHERE id = '${id}'`,
      'retry',
    ],
    ['a deletion', (id: string) => `DELETE FROM blog_generations WHERE id = '${id}'`, 'cancel'],
  ])('%s', async (_, sql, word) => {
    await expect(rows(sql(failed))).rejects.toMatchObject({
      code: '55000',
      message: 'blog_generations is a view for reading; orders are changed through the API',
      hint: expect.stringContaining(route(failed, word)) as string,
    });
  });

  test('a new row', async () => {
    await expect(
      rows(`INSERT INTO blog_generations (id, status) VALUES ('${randomUUID()}', 'PENDING')`),
    ).rejects.toMatchObject({ code: '55000', hint: 'To place an order: POST /api/blog-generation' });
    // What matches nothing changes nothing.
    expect(await rows(`DELETE FROM blog_generations WHERE status = 'NONE'`)).toEqual([]);
  });

  test('the order is as it was, and the route that was named does it', async () => {
    expect(await galley.stores[0]!.read(failed)).toMatchObject({ status: 'FAILED' });
    expect((await galley.stores[0]!.act(failed, 'retry')).status).toBe(200);
    expect(await galley.stores[0]!.read(failed)).toMatchObject({ status: 'PENDING', round: 2 });
  });
});

test('a pool gives up connecting after 5 s and idle connections after 30 s, as asked', () => {
  expect(galley.database.pool.options).toMatchObject({
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
  });
});
