import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { excessRights, warnOfRights } from '../../src/db/rights';
import { createRoles } from '../../src/db/roles';
import type { Logger } from '../../src/telemetry/logger';
import { silentLogger } from '../../src/telemetry/logger';
import { ask } from '../support/ask';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';
import { sharedServers } from '../support/servers';

const REFUSED = '42501';
const MIGRATIONS = path.join(__dirname, '..', '..', 'migrations');

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** All migrations, by whoever the URL signs in. */
async function migrateAs(url: string): Promise<void> {
  for (const file of readdirSync(MIGRATIONS).sort())
    await ask(url, readFileSync(path.join(MIGRATIONS, file), 'utf8'));
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

describe('the role of the processes', () => {
  test.each([
    'create table mine (id int)',
    'create temporary table mine (id int)',
    'create table mine as select * from orders',
    'create view mine as select 1',
    'create index mine on orders (id)',
    'create function mine() returns int language sql as $$select 1$$',
    'create schema mine',
    'create extension hstore',
    'create role mine',
    'create database mine',
    'alter table orders add column mine int',
    'alter table orders disable trigger all',
    'alter role current_user superuser',
    `alter system set log_statement = 'all'`,
    'drop table orders',
    'drop index orders_pkey',
    'drop schema public cascade',
    'truncate orders',
    'truncate api_keys cascade',
    'comment on table orders is $$mine$$',
    `copy orders to program 'cat'`,
    `select pg_read_file('postgresql.conf')`,
    'set session_replication_role = replica',
    'set role galley',
    'set role galley_migrate',
  ])('is refused: %s', async (sql) => {
    expect(await codeOf(database.pool.query(sql))).toBe(REFUSED);
  });

  test('reads and writes the rows of every table, and of those that later migrations create', async () => {
    const tables = await database.pool.query<{ name: string; may: boolean }>(
      `select c.relname as name,
              has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
              and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete') as may
         from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'p')`,
    );
    expect(tables.rows.length).toBeGreaterThan(40);
    expect(tables.rows.filter(({ may }) => !may)).toEqual([]);
    await database.owner.query('create table later (id int generated always as identity, n serial)');
    await database.pool.query('insert into later default values');
    await database.pool.query('update later set n = 7');
    expect((await database.pool.query('delete from later returning id, n')).rows).toEqual([{ id: 1, n: 7 }]);
    await database.owner.query('drop table later');
  });
});

test('no role of ours is a superuser or may create roles or databases; the one of the processes has no excess', async () => {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `select rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls from pg_roles
      where rolname in ('galley_migrate', 'galley_run') order by rolname`,
  );
  const none = {
    rolsuper: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolreplication: false,
    rolbypassrls: false,
  };
  expect(rows).toEqual([
    { rolname: 'galley_migrate', ...none },
    { rolname: 'galley_run', ...none },
  ]);
  expect(await excessRights(database.pool)).toEqual([]);
  expect(await excessRights(database.owner)).toEqual(['may create tables', 'owns tables']);
});

test('a process with too many rights says so when it starts, and one without says nothing', async () => {
  const admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  const warnings: unknown[] = [];
  const log: Logger = { ...silentLogger(), warn: (...said: unknown[]) => void warnings.push(said) };
  const stopped = new AbortController().signal;
  try {
    await warnOfRights({ pool: database.pool, log, stopped });
    expect(warnings).toEqual([]);
    await warnOfRights({ pool: admin, log, stopped });
    expect(warnings).toEqual([
      [
        expect.stringMatching(/may do more than it needs; npm run roles/),
        { role: expect.stringMatching(/^is a superuser, may create roles/) as string },
      ],
    ]);
  } finally {
    await admin.end();
  }
});

describe('creating the roles', () => {
  const suffix = randomBytes(4).toString('hex');
  const urlOf = (role: string, name: string): string => {
    const url = new URL(sharedServers().adminUrl);
    url.username = role;
    url.password = `of-${role}`;
    url.pathname = `/${name}`;
    return url.href;
  };
  const [migrator, runner, temporal, dba] = ['m', 'r', 't', 'd'].map((letter) => `${letter}_${suffix}`) as [
    string,
    string,
    string,
    string,
  ];
  const [ours, theirs] = [`ours_${suffix}`, `theirs_${suffix}`];
  const urls = {
    migrateUrl: urlOf(migrator, ours),
    runUrl: urlOf(runner, ours),
    temporalUrl: urlOf(temporal, theirs),
  };

  afterAll(async () => {
    for (const name of [ours, theirs, `${theirs}_visibility`])
      await ask(sharedServers().adminUrl, `drop database if exists ${name} with (force)`);
    for (const role of [migrator, runner, temporal, dba])
      await ask(sharedServers().adminUrl, `drop role if exists ${role}`);
  });

  test('needs no superuser, and gives each a place of its own', async () => {
    const { adminUrl } = sharedServers();
    await ask(adminUrl, `create role ${dba} login createrole createdb password 'of-${dba}'`);
    const managed = { adminUrl: urlOf(dba, 'postgres'), ssl: 'off' as const, ...urls };
    await createRoles(managed);
    await migrateAs(urls.migrateUrl);
    // Repeated, as with every start of Compose.
    await createRoles(managed);
    expect(await ask(urls.runUrl, 'select count(*)::int as n from orders')).toEqual([{ n: 0 }]);
    expect(await codeOf(ask(urls.runUrl, 'truncate orders'))).toBe(REFUSED);
    await ask(urls.temporalUrl, 'create table executions (id int); create extension btree_gin');
    await ask(urlOf(temporal, `${theirs}_visibility`), 'create table executions_visibility (id int)');
    for (const foreign of [urlOf(temporal, ours), urlOf(runner, theirs), urlOf(migrator, theirs)])
      expect(await codeOf(ask(foreign, 'select 1'))).toBe(REFUSED);
  }, 60_000);

  test('takes over what a superuser created before there were roles', async () => {
    const admin = new URL(sharedServers().adminUrl);
    await ask(admin.href, `drop database ${ours} with (force)`);
    await ask(admin.href, `create database ${ours}`);
    admin.pathname = `/${ours}`;
    await migrateAs(admin.href);
    await createRoles({ adminUrl: sharedServers().adminUrl, ssl: 'off', ...urls });
    const foreign = await ask(
      urls.runUrl,
      `select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relowner <> '${migrator}'::regrole
       union all
       select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proowner <> '${migrator}'::regrole
         and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
    );
    expect(foreign).toEqual([]);
    await ask(urls.migrateUrl, 'alter table orders add column later int');
    expect(await ask(urls.runUrl, 'delete from orders')).toEqual([]);
  }, 60_000);

  test('refuses one role for two purposes, and a URL without a password', async () => {
    const { adminUrl } = sharedServers();
    await expect(createRoles({ adminUrl, ssl: 'off', ...urls, runUrl: urls.migrateUrl })).rejects.toThrow(
      /need a role each/,
    );
    await expect(
      createRoles({ adminUrl, ssl: 'off', ...urls, runUrl: `postgres://r@127.0.0.1/${ours}` }),
    ).rejects.toThrow(/lacks the role, the password or the database/);
  });
});
