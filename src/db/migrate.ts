import path from 'node:path';
import { Client } from 'pg';
import { runner } from 'node-pg-migrate';
import { OperatorError, operatorSentence } from '../config/operator-error';
import { compareChecksums, fileChecksums, keepChecksums } from './migration-checksums';
import { tlsOptions } from './tls';
import type { Tls } from './tls';

/** The numbered migrations, next to the compiled or source tree. */
export const MIGRATIONS_DIR = path.join(__dirname, '..', '..', 'migrations');

/** Held while migrations are compared, applied and recorded; the number only has to be the same everywhere. */
const LOCK = 7_226_001;

/**
 * Applies all pending migrations. Safe to run concurrently: the second process waits for the first. Throws an
 * {@link OperatorError} if the server cannot be reached, if a migration was edited after it had been applied, or if one fails.
 */
export async function migrate(options: {
  url: string;
  ssl: Tls;
  log: (line: string) => void;
  /** Folder of the migrations; replaced in tests. */
  dir?: string;
}): Promise<string[]> {
  const { log, dir = MIGRATIONS_DIR } = options;
  const client = new Client({ connectionString: options.url, ssl: tlsOptions(options.ssl) });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new OperatorError(
      `Cannot connect to Postgres: ${operatorSentence(error) ?? (error as Error).message}`,
      { cause: error },
    );
  }
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const files = await fileChecksums(dir);
    await compareChecksums({ client, files, log });
    const ran = await apply({ client, dir });
    await keepChecksums({ client, files, names: ran });
    return ran;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function apply({ client, dir }: { client: Client; dir: string }): Promise<string[]> {
  const quiet = (): void => undefined;
  const told: string[] = [];
  try {
    const ran = await runner({
      dbClient: client,
      dir,
      direction: 'up',
      migrationsTable: 'migrations',
      advisoryLockMode: 'wait',
      logger: { debug: quiet, info: quiet, warn: (line: string) => told.push(line), error: quiet },
    } as Parameters<typeof runner>[0]);
    return ran.map((migration) => migration.name);
  } catch (error) {
    // The last warning names the migration that is rolled back.
    const name = /attempted migration "?([\w.-]+)/.exec(told.join(' '))?.[1];
    throw new OperatorError(
      `${name ? `The migration ${name}` : 'Migrating'} failed and was rolled back: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
