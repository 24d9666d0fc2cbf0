import type { Pool } from 'pg';
import { createPool, inTransaction } from '../../src/db/pool';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.owner.query('create table samples (id int primary key, word text)');
});
afterAll(() => database.drop());

const options = (preparesStatements: boolean) => ({
  ...{ url: database.url, ssl: 'off' as const, max: 1, min: 0, applicationName: 'test' },
  ...{ preparesStatements, onIdleError: () => undefined },
});
beforeEach(() => {
  pool = createPool(options(true));
});
afterEach(() => pool.end());

async function prepared(): Promise<Array<{ statement: string; uses: number }>> {
  const { rows } = await pool.query<{ statement: string; uses: number }>(
    'select statement, (generic_plans + custom_plans)::int as uses from pg_prepared_statements',
  );
  return rows;
}

const read = 'select * from samples where id = $1';

test('a statement with parameters is prepared once for its connection, whether in a transaction or not', async () => {
  for (let id = 1; id <= 3; id++) await pool.query(read, [id]);
  await inTransaction(pool, (tx) => tx.query(read, [4]));
  expect(await prepared()).toEqual([{ statement: read, uses: 4 }]);
});

test('a connection keeps a bounded number of statements, and further ones work as before', async () => {
  for (let n = 1; n <= 320; n++) {
    const { rows } = await pool.query<{ sum: number }>(`select $1::int + ${n} as sum`, [1]);
    expect(rows).toEqual([{ sum: n + 1 }]);
  }
  expect(await prepared()).toHaveLength(300);
});

test.each([
  ['outside of a transaction', () => pool.query(read, [1])],
  ['in a transaction', () => inTransaction(pool, (tx) => tx.query(read, [1]))],
])('a statement whose table has changed fails at most once, %s', async (_where, run) => {
  await run();
  await database.owner.query(`alter table samples add column "${_where}" text`);
  await expect(run()).rejects.toMatchObject({ code: '0A000' });
  expect((await run()).rows).toEqual([]);
});

test('a server that has lost its statements, as behind a pooler, fails at most once', async () => {
  await pool.query(read, [1]);
  await pool.query('deallocate all');
  await expect(inTransaction(pool, (tx) => tx.query(read, [1]))).rejects.toMatchObject({ code: '26000' });
  expect((await inTransaction(pool, (tx) => tx.query(read, [1]))).rows).toEqual([]);
});

test('nothing is prepared where a pooler would lose it', async () => {
  await pool.end();
  pool = createPool(options(false));
  await pool.query(read, [1]);
  expect(await prepared()).toEqual([]);
});
