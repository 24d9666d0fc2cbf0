import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Pool } from 'pg';
import { createPool } from '../../src/db/pool';
import { sharedServers } from './servers';

/** A database of one test's own, made from the migrated template. */
export interface TestDatabase {
  url: string;
  pool: Pool;
  drop(): Promise<void>;
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
    async drop() {
      await pool.end();
      await asAdmin(`drop database ${name} with (force)`);
    },
  };
}
