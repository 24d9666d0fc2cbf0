import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Pool } from 'pg';
import { createPool } from '../../src/db/pool';
import { sharedServers } from './servers';

/** A database of one test's own, made from the migrated template. */
export interface TestDatabase {
  /** Of the role that the processes have: it reads and writes rows. */
  url: string;
  pool: Pool;
  /** Of the role that owns the tables, for tests that change them. */
  owner: Pool;
  /** Of a superuser. */
  adminUrl: string;
  /** Copies the database as it is now. Its connections break for a moment. */
  backUp(): Promise<Backup>;
  drop(): Promise<void>;
}

/** A copy of a database. */
export interface Backup {
  /** Puts the copy in the database's place, once. */
  restore(): Promise<void>;
}

/** Copies a database with everything in it, and has its owner and its rights be those of the template, which a copy does not take over. */
async function copyOf(template: string, name: string): Promise<void> {
  const { migrateUrl, runUrl } = sharedServers();
  await asAdmin(`create database ${name} template ${template} owner ${new URL(migrateUrl).username}`);
  await asAdmin(`revoke all on database ${name} from public`);
  await asAdmin(`grant connect on database ${name} to ${new URL(runUrl).username}`);
}

/** Copies a database, or puts a copy in its place; nobody may be connected to either meanwhile. */
async function copyDatabase(from: string, to: string, options: { replaces: boolean }): Promise<void> {
  await asAdmin(`alter database ${from} with allow_connections false`);
  for (let tries = 1; ; tries += 1) {
    try {
      if (options.replaces) await asAdmin(`drop database if exists ${to} with (force)`);
      await asAdmin(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}'`);
      await copyOf(from, to);
      break;
    } catch (error) {
      if (tries === 50 || !/being accessed by other users/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await asAdmin(`alter database ${from} with allow_connections true`);
}

async function asAdmin(sql: string): Promise<void> {
  const admin = new Client({ connectionString: sharedServers().adminUrl });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}

/** Makes a database; two test files that do so at once wait for each other, as the server copies one at a time. */
export async function createTestDatabase(options: { poolMax?: number } = {}): Promise<TestDatabase> {
  const { adminUrl, migrateUrl, runUrl, templateDatabase } = sharedServers();
  const name = `t_${randomUUID().replace(/-/g, '')}`;
  for (let tries = 1; ; tries += 1) {
    try {
      await copyOf(templateDatabase, name);
      break;
    } catch (error) {
      if (tries === 20 || !/being accessed by other users/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const ours = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const poolOf = (url: string, max: number): Pool =>
    createPool({
      url: ours(url),
      ssl: 'off',
      max,
      min: 0,
      applicationName: 'test',
      preparesStatements: true,
      onIdleError: () => undefined,
    });
  const pool = poolOf(runUrl, options.poolMax ?? 20);
  const owner = poolOf(migrateUrl, 2);
  return {
    url: ours(runUrl),
    pool,
    owner,
    adminUrl: ours(adminUrl),
    async backUp() {
      const copy = `${name}_copy`;
      await copyDatabase(name, copy, { replaces: false });
      return {
        async restore() {
          await copyDatabase(copy, name, { replaces: true });
          await asAdmin(`drop database ${copy} with (force)`);
        },
      };
    },
    async drop() {
      await Promise.all([pool.end(), owner.end()]);
      await asAdmin(`drop database ${name} with (force)`);
    },
  };
}

/** A database with nothing in it, not even migrations; its URL is of a superuser. */
export interface EmptyDatabase {
  url: string;
  drop(): Promise<void>;
}

/** Creates a database without any table. */
export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(`create database ${name}`);
  const url = new URL(sharedServers().adminUrl);
  url.pathname = name;
  return { url: url.href, drop: () => asAdmin(`drop database if exists ${name} with (force)`) };
}
