import path from 'node:path';
import { runner } from 'node-pg-migrate';
import { tlsOptions } from './tls';
import type { Tls } from './tls';

/** The numbered migrations, next to the compiled or source tree. */
export const MIGRATIONS_DIR = path.join(__dirname, '..', '..', 'migrations');

/** Applies all pending migrations. Safe to run concurrently: the second process waits for the first. */
export async function migrate(options: {
  url: string;
  ssl: Tls;
  log: (line: string) => void;
}): Promise<string[]> {
  const quiet = (): void => undefined;
  const ran = await runner({
    databaseUrl: {
      connectionString: options.url,
      ssl: tlsOptions(options.ssl),
    },
    dir: MIGRATIONS_DIR,
    direction: 'up',
    migrationsTable: 'migrations',
    advisoryLockMode: 'wait',
    logger: { debug: quiet, info: quiet, warn: options.log, error: options.log },
  } as Parameters<typeof runner>[0]);
  return ran.map((migration) => migration.name);
}
