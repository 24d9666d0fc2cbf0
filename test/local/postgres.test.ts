import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/local/ports';
import { startPostgres } from '../../src/local/postgres';
import { ask } from '../support/ask';

describe('a local Postgres server', () => {
  let dir: string;
  let port: number;
  const log = (): void => undefined;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'galley-postgres-'));
    port = await freePort({ wanted: 25_400, host: '127.0.0.1' });
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  test('recovers committed data after a crash, and refuses to start twice', async () => {
    const first = await startPostgres({ dir, port, persistent: true, log });
    await ask(first.migrateUrl, 'create table kept as select 42 as answer');
    await expect(startPostgres({ dir, port: port + 1, persistent: true, log })).rejects.toThrow(
      /is in use by process/,
    );
    await first.kill();
    await expect(ask(first.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);

    // A process of another program that now has the number of the killed server.
    const lock = join(dir, 'data', 'postmaster.pid');
    await writeFile(lock, (await readFile(lock, 'utf8')).replace(/^\d+/, String(process.pid)));

    const second = await startPostgres({ dir, port, persistent: true, log });
    try {
      expect(second.url).toBe(first.url);
      expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    } finally {
      await second.stop();
    }
    expect((await stat(join(dir, 'data', 'PG_VERSION'))).isFile()).toBe(true);
  });

  test('has the required settings, asks for a password, and leaves nothing behind if not persistent', async () => {
    const server = await startPostgres({ dir, port, persistent: false, log });
    try {
      const settings = `select name, setting from pg_settings
        where name in ('fsync', 'listen_addresses', 'max_connections') order by name`;
      expect(await ask(server.url, settings)).toEqual([
        { name: 'fsync', setting: 'off' },
        { name: 'listen_addresses', setting: '127.0.0.1' },
        { name: 'max_connections', setting: '300' },
      ]);
      expect(await ask(server.url, `select lower('ÄÖ') as low`)).toEqual([{ low: 'äö' }]);
      const stranger = server.url.replace(/:[^:@]+@/, ':wrong@');
      await expect(ask(stranger, 'select 1')).rejects.toThrow(/password authentication failed/);
      expect((await stat(join(dir, 'password'))).mode & 0o077).toBe(0);
    } finally {
      await server.stop();
    }
    await expect(stat(join(dir, 'data'))).rejects.toThrow(/ENOENT/);
  });

  test('reports why it cannot start', async () => {
    const server = await startPostgres({ dir, port, persistent: false, log });
    const other = await mkdtemp(join(tmpdir(), 'galley-postgres-'));
    try {
      await expect(startPostgres({ dir: other, port, persistent: false, log })).rejects.toThrow(
        /Postgres exited before it was ready: .*Address already in use.*\(log: /,
      );
    } finally {
      await server.stop();
      await rm(other, { recursive: true, force: true });
    }
  });
});
