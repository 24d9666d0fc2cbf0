import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { OperatorError } from '../config/operator-error';

/** SHA-256 of a migration's text, in hexadecimal; line endings do not count, as Git may change them. */
export function migrationChecksum(text: string): string {
  return createHash('sha256').update(text.replace(/\r\n/g, '\n')).digest('hex');
}

/** The checksums of all migrations in a folder, by their names without `.sql`. */
export async function fileChecksums(dir: string): Promise<Map<string, string>> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
  const pairs = names.map(async (name): Promise<[string, string]> => [
    name.replace(/\.sql$/, ''),
    migrationChecksum(await readFile(path.join(dir, name), 'utf8')),
  ]);
  return new Map(await Promise.all(pairs));
}

/**
 * Compares the migrations that a database has with the files. Those without a checksum, applied by a version that kept none, are
 * adopted as the files are. Throws an {@link OperatorError} that names each file that was edited after it had been applied.
 */
export async function compareChecksums(options: {
  client: Client;
  files: ReadonlyMap<string, string>;
  log: (line: string) => void;
}): Promise<void> {
  const { client, files, log } = options;
  if (!(await exists(client, 'migrations'))) return;
  const kept = (await exists(client, 'migration_checksums')) ? 'migration_checksums' : undefined;
  const { rows } = await client.query<{ name: string; sha256: string | null }>(
    kept
      ? 'select m.name, c.sha256 from migrations m left join migration_checksums c using (name) order by m.name'
      : 'select name, null as sha256 from migrations order by name',
  );
  const edited = rows.filter(({ name, sha256 }) => sha256 && files.has(name) && files.get(name) !== sha256);
  if (edited.length > 0) throw new OperatorError(editedSentence(edited.map(({ name }) => `${name}.sql`)));
  const unknown = rows.filter(({ name, sha256 }) => !sha256 && files.has(name)).map(({ name }) => name);
  if (unknown.length === 0) return;
  await keepChecksums({ client, files, names: unknown, adopted: true });
  log(
    `migrations: ${unknown.length} (${unknown[0]} to ${unknown.at(-1)}) were applied before checksums were kept; whether the files ` +
      'have been edited since cannot be known. From now on they are compared.',
  );
}

/** Records the checksums of migrations that have been applied. */
export async function keepChecksums(options: {
  client: Client;
  files: ReadonlyMap<string, string>;
  names: readonly string[];
  /** Whether they were applied before checksums were kept. */
  adopted?: boolean;
}): Promise<void> {
  const { client, files, names, adopted = false } = options;
  if (names.length === 0) return;
  await client.query(`create table if not exists migration_checksums (
    name text primary key, sha256 text not null, adopted boolean not null)`);
  await client.query(
    `insert into migration_checksums (name, sha256, adopted)
     select name, sha256, $3 from unnest($1::text[], $2::text[]) as new (name, sha256) on conflict do nothing`,
    [names, names.map((name) => files.get(name)), adopted],
  );
}

function editedSentence(files: readonly string[]): string {
  const [is, it] = files.length === 1 ? ['was', 'it'] : ['were', 'them'];
  return (
    `${files.map((file) => `migrations/${file}`).join(', ')} ${is} edited after this database had applied ${it}, so the database lacks ` +
    `the change. Restore the released text (git checkout) and put the change into a new migration; in a local try-out, start over ` +
    `with \`npm start -- --fresh\`.`
  );
}

async function exists(client: Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
    table,
  ]);
  return rows[0]?.found === true;
}
