import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Pool } from 'pg';
import { createPool } from '../../src/db/pool';
import { sharedServers } from './servers';

/** A database of one test's own, made from the migrated template. */
export interface TestDatabase {
  url: string;
  pool: Pool;
  /** Copies the database as it is now. Its connections break for a moment. */
  backUp(): Promise<Backup>;
  drop(): Promise<void>;
}

/** A copy of a database. */
export interface Backup {
  /** Puts the copy in the database's place, once. */
  restore(): Promise<void>;
}

/** Copies a database, or puts a copy in its place; nobody may be connected to either meanwhile. */
async function copyDatabase(from: string, to: string, options: { replaces: boolean }): Promise<void> {
  await asAdmin(`alter database ${from} with allow_connections false`);
  for (let tries = 1; ; tries += 1) {
    try {
      if (options.replaces) await asAdmin(`drop database if exists ${to} with (force)`);
      await asAdmin(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}'`);
      await asAdmin(`create database ${to} template ${from}`);
      break;
    } catch (error) {
      if (tries === 50 || !/being accessed by other users/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await asAdmin(`alter database ${from} with allow_connections true`);
}

async function asAdmin(sql: string): Promise<void> {
  const admin = new Client({ connectionString: sharedServers().postgresUrl });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}

/** Makes a database; two test files that do so at once wait for each other, as the server copies one at a time. */
export async function createTestDatabase(options: { poolMax?: number } = {}): Promise<TestDatabase> {
  const { postgresUrl, templateDatabase } = sharedServers();
  const name = `t_${randomUUID().replace(/-/g, '')}`;
  for (let tries = 1; ; tries += 1) {
    try {
      await asAdmin(`create database ${name} template ${templateDatabase}`);
      break;
    } catch (error) {
      if (tries === 20 || !/being accessed by other users/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  const pool = createPool({
    url: url.href,
    ssl: 'off',
    max: options.poolMax ?? 20,
    min: 0,
    applicationName: 'test',
    onIdleError: () => undefined,
  });
  return {
    url: url.href,
    pool,
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
      await pool.end();
      await asAdmin(`drop database ${name} with (force)`);
    },
  };
}
