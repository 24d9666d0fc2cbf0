import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { Pool } from 'pg';

/** Secrets by what they are; none may be part of another. */
export type Secrets = Readonly<Record<string, string>>;

/** Something that is searched: its kind, where it is, and its bytes. */
export interface Place {
  kind: 'file' | 'history' | 'metrics' | 'answer' | 'output' | 'database';
  where: string;
  bytes: Buffer;
}

/** Base64 of a text as it stands in that of any longer text: by where it begins in a group of three bytes, without what its neighbours decide. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const whole = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), whole);
  });
}

/** The forms in which a secret may be written, by their names. */
export function formsOf(secret: string): Array<[name: string, text: string]> {
  const base64 = base64Forms(secret);
  const hex = Buffer.from(secret).toString('hex');
  const forms: Array<[string, string]> = [
    ['plain', secret],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['URL', encodeURIComponent(secret)],
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ...base64.map((text): [string, string] => ['base64', text]),
    ...base64.map((text): [string, string] => [
      'base64url',
      text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
    ]),
  ];
  return forms.filter(([, text], n) => forms.findIndex((other) => other[1] === text) === n);
}

/** Every secret found, as `name, form, place`; the text itself is not told. */
export function findSecrets(secrets: Secrets, places: readonly Place[]): string[] {
  const wanted = Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).map(([form, text]) => ({ name, form, text: Buffer.from(text) })),
  );
  return places.flatMap(({ kind, where, bytes }) =>
    wanted
      .filter(({ text }) => bytes.includes(text))
      .map(({ name, form }) => `${name}, ${form}, ${kind} ${where}`),
  );
}

/** Every file under these folders but the excepted ones (absolute paths). */
export function filesIn(folders: readonly string[], except: readonly string[] = []): Place[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry): Place[] => {
      const where = path.join(entry.parentPath, entry.name);
      if (!entry.isFile() || except.includes(where)) return [];
      try {
        return [{ kind: 'file', where, bytes: readFileSync(where) }];
      } catch (error) {
        // Postgres and Temporal remove files while they run.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    }),
  );
}

/** Every run's whole history, with payloads decoded and as they are. */
export async function historiesOf(client: Client): Promise<Place[]> {
  const places: Place[] = [];
  for await (const run of client.workflow.list()) {
    const history = await client.workflow.getHandle(run.workflowId, run.runId).fetchHistory();
    const { History } = temporal.api.history.v1;
    const plain = History.toObject(History.fromObject(history), {
      enums: String,
      longs: String,
      bytes: Array,
    });
    const text = JSON.stringify(plain, (_key, value: unknown) =>
      Array.isArray(value) && value.length > 0 && value.every((byte) => typeof byte === 'number')
        ? Buffer.from(value as number[]).toString('utf8')
        : value,
    );
    const raw = Buffer.from(History.encode(History.fromObject(history)).finish());
    const bytes = Buffer.concat([Buffer.from(text), raw]);
    places.push({ kind: 'history', where: `${run.workflowId} (${run.runId})`, bytes });
  }
  return places;
}

/** Every value of every column of every table; those of type bytea as their bytes, all others as text. */
export async function rowsOf(pool: Pool): Promise<Place[]> {
  const columns = await pool.query<{ table: string; name: string; type: string }>(
    `select format('%I.%I', c.table_schema, c.table_name) as table, format('%I', c.column_name) as name, c.data_type as type
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const places: Place[] = [];
  for (const { table, name, type } of columns.rows) {
    const value = type === 'bytea' ? name : `${name}::text`;
    const { rows } = await pool.query<{ value: Buffer | string }>(
      `select ${value} as value from ${table} where ${name} is not null`,
    );
    const parts = rows.flatMap(({ value: one }) => [Buffer.from(one as string), Buffer.from('\n')]);
    places.push({ kind: 'database', where: `${table}.${name}`, bytes: Buffer.concat(parts) });
  }
  return places;
}

/** What these addresses answer to scrapers. Throws where one does not answer. */
export async function metricsOf(addresses: readonly string[], token: string): Promise<Place[]> {
  return Promise.all(
    addresses.map(async (where): Promise<Place> => {
      const answer = await fetch(where, { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`${where} answered ${answer.status}`);
      return { kind: 'metrics', where, bytes: Buffer.from(await answer.text()) };
    }),
  );
}

/** Asks, and keeps what every error says, headers included. */
export function createAsking(answers: Place[]) {
  return async (
    url: string,
    init: RequestInit = {},
  ): Promise<{ status: number; headers: Headers; text: string }> => {
    const { status, headers, ...answer } = await fetch(url, init).then(async (response) => ({
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    }));
    if (status >= 400) {
      const bytes = Buffer.from(JSON.stringify([...headers]) + answer.text);
      answers.push({ kind: 'answer', where: `${init.method ?? 'GET'} ${answers.length} ${status}`, bytes });
    }
    return { status, headers, ...answer };
  };
}
