import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { OperatorError } from '../../src/config/operator-error';
import { migrationChecksum } from '../../src/db/migration-checksums';
import { migrate, MIGRATIONS_DIR } from '../../src/db/migrate';
import { createEmptyDatabase } from '../support/database';
import type { EmptyDatabase } from '../support/database';

test('no migration that is entered in migrations.sha256 was edited, and every one is entered', () => {
  const entered = readFileSync(join(__dirname, 'migrations.sha256'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/));
  const there = readdirSync(MIGRATIONS_DIR)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => [migrationChecksum(readFileSync(join(MIGRATIONS_DIR, name), 'utf8')), name]);
  const byName = (one: string[], other: string[]): number => one[1]!.localeCompare(other[1]!);
  // One that differs was edited: databases that have it refuse to migrate. One that is missing is new: see "Adding a migration".
  expect(there.sort(byName)).toEqual(entered.sort(byName));
});

describe('a database', () => {
  let database: EmptyDatabase;
  let dir: string;
  let lines: string[];
  const up = () => migrate({ url: database.url, ssl: 'off', log: (line) => lines.push(line), dir });
  const write = (name: string, sql: string): void =>
    writeFileSync(join(dir, name), `-- Up Migration\n${sql}\n`);
  const query = async (sql: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    return client
      .query(sql)
      .then(({ rows }) => rows as unknown[])
      .finally(() => client.end());
  };

  beforeEach(async () => {
    database = await createEmptyDatabase();
    dir = mkdtempSync(join(tmpdir(), 'galley-migrations-'));
    lines = [];
    write('0001_a.sql', 'create table a (n int);');
    write('0002_b.sql', 'create table b (n int);');
  });
  afterEach(async () => {
    rmSync(dir, { recursive: true, force: true });
    await database.drop();
  });

  test('refuses an edited migration by its name, and goes on once it is restored', async () => {
    expect(await up()).toEqual(['0001_a', '0002_b']);
    write('0001_a.sql', 'create table a (n int); create table sign_in_links (n int);');
    write('0003_c.sql', 'create table c (n int);');
    const refused = await up().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OperatorError);
    expect((refused as Error).message).toMatch(
      /^migrations\/0001_a\.sql was edited after this database had applied it, .*Restore the released text.*new migration/,
    );
    expect(await query("select to_regclass('c') as c")).toEqual([{ c: null }]);
    write('0001_a.sql', 'create table a (n int);\r');
    expect(await up()).toEqual(['0003_c']);
    expect(lines).toEqual([]);
  });

  test('from before checksums were kept is adopted once, and what cannot be known is said', async () => {
    await up();
    await query('drop table migration_checksums');
    write('0002_b.sql', 'create table b (n bigint);');
    expect(await up()).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/^migrations: 2 \(0001_a to 0002_b\) .* cannot be known/)]);
    await up();
    expect(lines).toHaveLength(1);
    write('0002_b.sql', 'create table b (n int);');
    await expect(up()).rejects.toThrow(/0002_b\.sql was edited/);
  });

  test('is migrated once by two at a time, and may have migrations that this version does not know', async () => {
    const both = await Promise.all([up(), up()]);
    expect(both.flat().sort()).toEqual(['0001_a', '0002_b']);
    expect(lines).toEqual([]);
    rmSync(join(dir, '0002_b.sql'));
    expect(await up()).toEqual([]);
  });

  test('tells what is wrong in sentences', async () => {
    write('0003_c.sql', 'create table a (n int);');
    await expect(up()).rejects.toThrow(/failed and was rolled back: relation "a" already exists/);
    const tls = migrate({ url: database.url, ssl: 'verify', log: () => undefined });
    await expect(tls).rejects.toThrow(
      /^Cannot connect to Postgres: Postgres offers no TLS, which DB_SSL asks for; set DB_SSL=off/,
    );
    await expect(tls).rejects.toBeInstanceOf(OperatorError);
    const away = migrate({ url: 'postgres://x:y@127.0.0.1:1/z', ssl: 'off', log: () => undefined });
    await expect(away).rejects.toThrow(/ECONNREFUSED.*nothing listens there/);
  });
});
