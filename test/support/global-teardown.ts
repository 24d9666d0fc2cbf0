import { rmSync } from 'node:fs';
import type { PostgresServer } from '../../src/local/postgres';
import type { TemporalServer } from '../../src/local/temporal-server';

/** Stops what the set-up started. */
export default async function globalTeardown(): Promise<void> {
  const servers = (globalThis as Record<string, unknown>)['__galleyServers'] as
    { dir: string; temporal: TemporalServer; postgres: PostgresServer } | undefined;
  await servers?.temporal.stop();
  await servers?.postgres.stop();
  if (servers) rmSync(servers.dir, { recursive: true, force: true });
}
