import { Client } from 'pg';
import { tlsOptions } from './tls';
import type { Tls } from './tls';

/** A database, and the role that signs in to it, as a connection URL says. */
interface Login {
  role: string;
  password: string;
  database: string;
}

function loginOf(url: string): Login {
  const { username, password, pathname } = new URL(url);
  const [role, secret, database] = [username, password, pathname.slice(1)].map(decodeURIComponent) as [
    string,
    string,
    string,
  ];
  if (!role || !secret || !database)
    throw new Error('a connection URL lacks the role, the password or the database');
  return { role, password: secret, database };
}

function assertDifferent(logins: readonly Login[]): void {
  if (new Set(logins.map(({ role }) => role)).size !== logins.length)
    throw new Error('the administrator, the migrations, the processes and Temporal need a role each');
}

const name = (text: string): string => `"${text.replace(/"/g, '""')}"`;

async function ensureRole(admin: Client, { role, password }: Login): Promise<void> {
  const found = await admin.query('select from pg_roles where rolname = $1', [role]);
  if (found.rowCount === 0) await admin.query(`create role ${name(role)}`);
  await admin.query(`alter role ${name(role)} with login password ${admin.escapeLiteral(password)}`);
}

/** Creates a database where it is missing, gives it to a role, and closes it to all others. */
async function ensureDatabase(admin: Client, database: string, owner: string): Promise<void> {
  const found = await admin.query('select from pg_database where datname = $1', [database]);
  if (found.rowCount === 0) await admin.query(`create database ${name(database)}`);
  await admin.query(`alter database ${name(database)} owner to ${name(owner)}`);
  await admin.query(`revoke all on database ${name(database)} from public`);
}

/** Statements that give whatever is in the schema to a role; of extensions and of sequences of columns it is as it should be. */
const FOREIGN_OBJECTS = `
  select format('alter table %s owner to %I', c.oid::regclass, $1::text) as sql from pg_class c
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relowner <> $1::regrole
     and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'e', 'i'))
  union all
  select format('alter routine %s owner to %I', p.oid::regprocedure, $1::text) from pg_proc p
   where p.pronamespace = 'public'::regnamespace and p.proowner <> $1::regrole
     and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`;

async function grantUse(admin: Client, { owner, user }: { owner: string; user: string }): Promise<void> {
  const { rows } = await admin.query<{ sql: string }>(FOREIGN_OBJECTS, [owner]);
  for (const { sql } of rows) await admin.query(sql);
  const rights = [
    ['select, insert, update, delete', 'tables'],
    ['usage, select', 'sequences'],
  ];
  await admin.query(`revoke create on schema public from public`);
  await admin.query(`grant usage on schema public to ${name(user)}`);
  for (const [right, objects] of rights) {
    await admin.query(`grant ${right} on all ${objects} in schema public to ${name(user)}`);
    // Of what later migrations create.
    await admin.query(
      `alter default privileges for role ${name(owner)} in schema public grant ${right} on ${objects} to ${name(user)}`,
    );
  }
}

async function connected<T>(
  { url, ssl }: { url: string; ssl: Tls },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({
    connectionString: url,
    ssl: tlsOptions(ssl),
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Creates the roles that the URLs name, with their passwords, and the databases: the role that migrates owns Galley's database and
 * everything in it, the one of the processes reads and writes rows, and Temporal's owns two databases of its own. `adminUrl` is of a
 * superuser, or of a role that may create roles and databases. May be repeated: passwords and rights are then as the URLs say.
 */
export async function createRoles(options: {
  adminUrl: string;
  ssl: Tls;
  migrateUrl: string;
  runUrl: string;
  temporalUrl?: string | undefined;
}): Promise<void> {
  const { adminUrl, ssl } = options;
  const migrate = loginOf(options.migrateUrl);
  const run = loginOf(options.runUrl);
  const temporal = options.temporalUrl ? [loginOf(options.temporalUrl)] : [];
  if (migrate.database !== run.database) throw new Error('migrations and processes need the same database');
  assertDifferent([loginOf(adminUrl), migrate, run, ...temporal]);
  await connected({ url: adminUrl, ssl }, async (admin) => {
    for (const login of [migrate, run, ...temporal]) await ensureRole(admin, login);
    // Who is no superuser can only give away to roles that it belongs to.
    for (const { role } of [migrate, ...temporal]) await admin.query(`grant ${name(role)} to current_user`);
    await ensureDatabase(admin, migrate.database, migrate.role);
    await admin.query(`grant connect on database ${name(run.database)} to ${name(run.role)}`);
    for (const { role, database } of temporal)
      // Temporal has a second database for its lists of workflows.
      for (const own of [database, `${database}_visibility`]) await ensureDatabase(admin, own, role);
  });
  const ours = new URL(adminUrl);
  ours.pathname = `/${encodeURIComponent(migrate.database)}`;
  await connected({ url: ours.href, ssl }, (admin) =>
    grantUse(admin, { owner: migrate.role, user: run.role }),
  );
}
