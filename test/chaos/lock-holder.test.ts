import { classifyUnknown } from '../../src/clients/failures';
import { createPool, inTransaction } from '../../src/db/pool';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.owner.query('create table things (id int primary key, n int not null)');
  await database.pool.query('insert into things values (1, 0)');
}, 30_000);

afterAll(async () => {
  await database?.drop();
});

test('a process that freezes within a transaction loses its locks, and then sees our storage as unavailable', async () => {
  const frozen = createPool({
    url: database.url,
    ssl: 'off',
    max: 1,
    min: 0,
    applicationName: 'frozen',
    idleInTransactionMs: 500,
    onIdleError: () => undefined,
  });
  let locked!: () => void;
  const hasLock = new Promise<void>((resolve) => (locked = resolve));
  let thaw!: () => void;
  const thawed = new Promise<void>((resolve) => (thaw = resolve));
  const work = inTransaction(frozen, async (tx) => {
    await tx.query('update things set n = n + 1 where id = 1');
    locked();
    await thawed;
    await tx.query('update things set n = n + 10 where id = 1');
  }).catch((error: unknown) => error);
  await hasLock;
  await database.pool.query('update things set n = n + 100 where id = 1');
  thaw();
  const error = await work;
  expect(classifyUnknown(error).type).toBe('Database.Unavailable');
  expect((await database.pool.query('select n from things')).rows).toEqual([{ n: 100 }]);
  // The pool has given the broken connection up and works on.
  expect((await frozen.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await frozen.end();
}, 20_000);

test('connections that break on their way out of the pool or back do not end the process', async () => {
  const pool = createPool({
    url: database.url,
    ssl: 'off',
    max: 8,
    min: 0,
    applicationName: 'broken',
    onIdleError: () => undefined,
  });
  let done = 0;
  const deadline = Date.now() + 2_500;
  const loop = async (): Promise<void> => {
    while (Date.now() < deadline)
      await inTransaction(pool, (tx) => tx.query('select 1')).then(
        () => (done += 1),
        (error: unknown) => expect(classifyUnknown(error).type).toBe('Database.Unavailable'),
      );
  };
  const cut = async (): Promise<void> => {
    while (Date.now() < deadline)
      await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'broken'`,
      );
  };
  await Promise.all([cut(), ...Array.from({ length: 8 }, loop)]);
  expect(done).toBeGreaterThan(0);
  await pool.end();
}, 20_000);
