import type { Socket } from 'node:net';
import type { Pool, PoolClient } from 'pg';
import { createPool, inTransaction } from '../../src/db/pool';
import { isCut } from '../../src/domain/cut-connection';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

let database: TestDatabase;
let pool: Pool;
let connections: PoolClient[];

beforeAll(async () => {
  database = await createTestDatabase();
  await database.owner.query('create table samples (id int primary key)');
});
afterAll(() => database?.drop());

beforeEach(() => {
  connections = [];
  pool = createPool({
    ...{ url: database.url, ssl: 'off' as const, max: 1, min: 0, applicationName: 'cut' },
    onIdleError: () => undefined,
  });
  pool.on('connect', (connection) => connections.push(connection));
});
afterEach(() => pool.end());

/** Ends the session of the newest connection, as an administrator does. */
async function end(connection: PoolClient): Promise<void> {
  const { processID } = connection as unknown as { processID: number };
  await database.pool.query('select pg_terminate_backend($1, 5000)', [processID]);
}

/** Cuts the idle connection of the pool so that the process has not heard of it when it sends the next statement. */
async function cutUnheard(): Promise<void> {
  await pool.query('select 1');
  const connection = connections.at(-1)!;
  const { stream } = (connection as unknown as { connection: { stream: Socket } }).connection;
  stream.pause();
  await end(connection);
  setTimeout(() => stream.resume(), 50);
}

test('a transaction whose connection was cut before it began takes another one', async () => {
  await cutUnheard();
  let runs = 0;
  await inTransaction(pool, (tx) => {
    runs += 1;
    return tx.query('insert into samples values (1)');
  });
  expect(runs).toBe(1);
  expect(connections).toHaveLength(2);
});

test('a question whose connection was cut is asked again over another one', async () => {
  await cutUnheard();
  expect((await pool.query('select 2 as two')).rows).toEqual([{ two: 2 }]);
  await cutUnheard();
  expect((await pool.query('select $1::int as n', [3])).rows).toEqual([{ n: 3 }]);
  expect(connections).toHaveLength(3);
});

test('what writes is not sent twice, as the first one may have been done', async () => {
  await cutUnheard();
  const written = pool.query('insert into samples values (2)').catch((error: unknown) => error);
  expect(isCut(await written)).toBe(true);
  expect(connections).toHaveLength(1);
});

test('a transaction that is cut later fails, and is not begun again', async () => {
  let runs = 0;
  const work = inTransaction(pool, async (tx) => {
    runs += 1;
    await tx.query('insert into samples values (3)');
    await end(connections.at(-1)!);
    await tx.query('insert into samples values (4)');
  }).catch((error: unknown) => error);
  expect(isCut(await work)).toBe(true);
  expect(runs).toBe(1);
  expect((await pool.query('select id from samples where id > 2')).rows).toEqual([]);
});

test('a server that is away is asked no second time', async () => {
  const nowhere = createPool({
    ...{ url: 'postgres://nobody@127.0.0.1:1/nothing', ssl: 'off' as const, max: 1, min: 0 },
    ...{ applicationName: 'away', onIdleError: () => undefined },
  });
  const asked = jest.spyOn(nowhere, 'connect');
  await expect(inTransaction(nowhere, (tx) => tx.query('select 1'))).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
  expect(asked).toHaveBeenCalledTimes(1);
  await nowhere.end();
});
