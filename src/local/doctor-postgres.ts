import { readdirSync } from 'node:fs';
import type { Pool } from 'pg';
import type { Config } from '../config/config';
import { createPool } from '../db/pool';
import { printable } from './doctor-report';
import type { Diagnosis } from './doctor-report';

const PART = 'Postgres';

/** Why a connection was refused, by Postgres' and Node's codes. */
const REFUSED: Readonly<Record<string, string>> = {
  '28P01': 'user or password is refused',
  '28000': 'this user may not connect that way',
  '3D000': 'there is no such database',
  '42501': 'this user may not read the tables',
  '53300': 'it has no connection left',
  '57P03': 'it is still starting',
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up',
  ECONNRESET: 'the connection broke',
};

function whyNot(error: unknown): string {
  const causes = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  const { code, message } = (causes[0] ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && REFUSED[code]) return REFUSED[code];
  const text = String(message ?? '');
  if (/does not support SSL/i.test(text)) return 'it offers no encryption: DB_SSL=off if that is meant';
  if (/certificate|self.signed/i.test(text)) return 'its certificate is not trusted (DB_SSL)';
  if (/timeout/i.test(text)) return 'it does not answer';
  return typeof code === 'string' ? `it refuses (${printable(code)})` : 'the connection failed';
}

/** Where it is, without user and password. */
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
    return { good: false, says: `it has ${foreign.length} migrations that this version of Galley lacks` };
  return { good: true, says: `all ${ours.length} migrations are applied` };
}

/** Connects once, reads the version and which migrations are applied. */
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
    const { good, says } = migrationsState(await appliedMigrations(pool), migrationsDir);
    return {
      part: PART,
      verdict: good ? 'works' : 'broken',
      says: `version ${version} at ${place}; ${says}`,
    };
  } catch (error) {
    return { part: PART, verdict: 'broken', says: `no use of ${place}: ${whyNot(error)}` };
  } finally {
    await pool.end();
  }
}
