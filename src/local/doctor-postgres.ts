import { readdirSync } from 'node:fs';
import type { Pool } from 'pg';
import type { Config } from '../config/config';
import { createPool } from '../db/pool';
import { excessRights } from '../db/rights';
import { printable } from './doctor-report';
import type { Diagnosis } from './doctor-report';

const PART = 'Postgres';

/** Reasons for a failed connection, by Postgres and Node error codes. */
const REFUSED: Readonly<Record<string, string>> = {
  '28P01': 'the user name or password is rejected',
  '28000': 'this user is not allowed to connect this way',
  '3D000': 'there is no such database',
  '42501': 'this user is not allowed to read the tables',
  '53300': 'it has no free connections',
  '57P03': 'it is still starting',
  ECONNREFUSED: 'nothing is listening there',
  ENOTFOUND: 'its name cannot be resolved',
  EAI_AGAIN: 'its name cannot be resolved at the moment',
  ECONNRESET: 'the connection broke',
};

function whyNot(error: unknown): string {
  const causes = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  const { code, message } = (causes[0] ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && REFUSED[code]) return REFUSED[code];
  const text = String(message ?? '');
  if (/does not support SSL/i.test(text))
    return 'it offers no encryption: set DB_SSL=off if that is intended';
  if (/certificate|self.signed/i.test(text)) return 'its certificate is not trusted (DB_SSL)';
  if (/timeout/i.test(text)) return 'it does not respond';
  return typeof code === 'string'
    ? `it rejects the connection (${printable(code)})`
    : 'the connection failed';
}

/** The location, without user name and password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return printable(`${host}${pathname}`);
}

async function appliedMigrations(pool: Pool): Promise<Set<string>> {
  const table = await pool.query<{ there: boolean }>(`select to_regclass('migrations') is not null as there`);
  if (!table.rows[0]?.there) return new Set();
  const applied = await pool.query<{ name: string }>('select name from migrations');
  return new Set(applied.rows.map(({ name }) => name));
}

function migrationsState(
  applied: ReadonlySet<string>,
  migrationsDir: string,
): { good: boolean; says: string } {
  const ours = readdirSync(migrationsDir)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.replace(/\.sql$/, ''));
  const missing = ours.filter((name) => !applied.has(name));
  const foreign = [...applied].filter((name) => !ours.includes(name));
  if (missing.length > 0)
    return {
      good: false,
      says: `${missing.length} of ${ours.length} migrations are missing: npm run migrate`,
    };
  if (foreign.length > 0)
    return { good: false, says: `it has ${foreign.length} migrations unknown to this version of Galley` };
  return { good: true, says: `all ${ours.length} migrations are applied` };
}

/** Connects once, and reads the version and the applied migrations. */
export async function checkPostgres({
  config,
  migrationsDir,
}: {
  config: Config;
  migrationsDir: string;
}): Promise<Diagnosis> {
  const { url, ssl } = config.database;
  const place = placeOf(url);
  const pool = createPool({
    url,
    ssl,
    max: 1,
    min: 0,
    applicationName: 'galley-doctor',
    onIdleError: () => undefined,
  });
  try {
    const shown = await pool.query<{ server_version: string }>('show server_version');
    const version = printable(shown.rows[0]?.server_version);
    const excess = await excessRights(pool);
    const { good, says } = migrationsState(await appliedMigrations(pool), migrationsDir);
    return {
      part: PART,
      verdict: good ? 'works' : 'broken',
      message: `version ${version} at ${place}; ${says}${excess.length > 0 ? `; its role ${excess.join(', ')}: npm run roles makes one that does not` : ''}`,
    };
  } catch (error) {
    return { part: PART, verdict: 'broken', message: `cannot use ${place}: ${whyNot(error)}` };
  } finally {
    await pool.end();
  }
}
