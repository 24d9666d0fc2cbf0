import { askForFirstKey, makeFirstKey } from '../../../src/api/tenants/first-key';
import { hashApiKey } from '../../../src/api/http/auth';
import { createPool } from '../../../src/db/pool';
import { findKeyHolder } from '../../../src/db/tenants/tenants';
import { silentLogger } from '../../../src/telemetry/logger';
import { assertMayPrintSecrets, mayPrintSecrets } from '../../../src/local/secret-output';
import { createTestDatabase } from '../../support/database';
import type { TestDatabase } from '../../support/database';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  await database?.drop();
});

async function adminKeys(): Promise<number> {
  const found = await database.pool.query(
    `select 1 from api_keys where role = 'admin' and revoked_at is null`,
  );
  return found.rowCount ?? 0;
}

test('two processes that start at once make one key between them', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => makeFirstKey(database.pool)));
  expect(made.filter((key) => key !== undefined)).toHaveLength(1);
  expect(await adminKeys()).toBe(1);
  const tenants = await database.pool.query(`select kind, name from tenants`);
  expect(tenants.rows).toEqual([{ kind: 'operator', name: 'Operators' }]);
});

test('the log says how to make the key where there is none, and never holds one', async () => {
  const warned: unknown[] = [];
  const ask = () =>
    askForFirstKey({
      pool: database.pool,
      log: { ...silentLogger(), warn: (...line) => void warned.push(line) },
      stopped: new AbortController().signal,
    });
  await ask();
  expect(warned).toEqual([
    [expect.stringContaining('no administrator key'), { run: 'node dist/local/first-key.js' }],
  ]);
  expect(await adminKeys()).toBe(0);
  const key = (await makeFirstKey(database.pool))!;
  expect(await findKeyHolder(database.pool, { hash: hashApiKey(key) })).toMatchObject({ role: 'admin' });
  await ask();
  expect(warned).toHaveLength(1);
});

test('secrets are printed to a terminal only, unless somebody asks for it', () => {
  expect(mayPrintSecrets({ asked: false })).toBe(process.stdout.isTTY === true);
  expect(mayPrintSecrets({ asked: true })).toBe(true);
  if (!process.stdout.isTTY) expect(() => assertMayPrintSecrets({ asked: false })).toThrow(/terminal/);
});

test('where all keys were revoked, a new one is made for the operators that are there', async () => {
  await makeFirstKey(database.pool);
  await database.pool.query('update api_keys set revoked_at = now()');
  expect(await makeFirstKey(database.pool)).toBeDefined();
  expect(await adminKeys()).toBe(1);
  expect((await database.pool.query('select 1 from tenants')).rowCount).toBe(1);
});

test('a database that is not there yet is waited for, until the process stops', async () => {
  const nowhere = createPool({
    url: 'postgres://127.0.0.1:1/none',
    ssl: 'off',
    max: 1,
    min: 0,
    applicationName: 'test',
    onIdleError: () => undefined,
  });
  const stopping = new AbortController();
  const warned = new Promise<void>((resolve) => {
    const log = { ...silentLogger(), warn: () => resolve() };
    void askForFirstKey({ pool: nowhere, log, stopped: stopping.signal }).then(() => ended());
  });
  let ended: () => void = () => undefined;
  const end = new Promise<void>((resolve) => (ended = resolve));
  await warned;
  stopping.abort();
  await end;
  await nowhere.end();
});
