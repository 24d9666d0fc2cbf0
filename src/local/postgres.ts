import { execFile } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { createRoles } from '../db/roles';
import { spawnDetached } from './detached';
import type { DetachedProcess } from './detached';
import { endLeftover } from './pid-file';
import { PRIVATE_FOLDER } from './private-files';
import { canReach, findPostgres, serviceUser, sharedFolder } from './postgres-binaries';
import type { PostgresBinaries, ServiceUser } from './postgres-binaries';

const run = promisify(execFile);
const HOST = '127.0.0.1';
const USER = 'galley';
const DATABASE = 'galley';
/** Other accounts pass through it to folders of their own. */
const SHARED_FOLDER = 0o755;
const READY_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 10_000;
/** So long it goes on without the process that started it, so that what uses it can end first. */
const LINGER_SECONDS = 3;

/** What a statement was about may be a secret: the log has errors without statements, parameters and details. Compose has the same. */
export const QUIET_LOG: Readonly<Record<string, string>> = {
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
};

/** A running Postgres server. */
export interface PostgresServer {
  /** Connection string of the database `galley`, for the processes: their role reads and writes rows. */
  url: string;
  /** The same database, for migrations: their role owns its tables. */
  migrateUrl: string;
  /** The same database, for a superuser. */
  adminUrl: string;
  /** The database `temporal`, for Temporal's server: its role owns it and `temporal_visibility`. Only where they were asked for. */
  temporalUrl: string | undefined;
  pid: number;
  /** Shuts the server down, by force after 10 s; deletes its data unless it is persistent. */
  stop(): Promise<void>;
  /** Ends the server immediately, as a crash would, and keeps its data. */
  kill(): Promise<void>;
}

interface Cluster {
  binaries: PostgresBinaries;
  user: ServiceUser | undefined;
  data: string;
  password: string;
}

/**
 * Starts Postgres 18 on 127.0.0.1 with its data, log and password under `dir`, after ending leftovers of a killed run.
 * If the account that runs Postgres cannot reach the data folder, it is kept in /var/lib/galley instead. Throws with
 * the end of the log if the server exits or is not ready after 60 s.
 */
export async function startPostgres(options: {
  dir: string;
  port: number;
  /** False for temporary data: not flushed to disk, and deleted by stop(). */
  persistent: boolean;
  /** Further settings of the server. */
  settings?: Readonly<Record<string, string>>;
  /** Whether Temporal's server has its databases here, too. */
  withTemporal?: boolean;
  log: (line: string) => void;
}): Promise<PostgresServer> {
  const { dir, port, persistent, settings = {}, withTemporal = false, log } = options;
  const pidFile = join(dir, 'postgres.pid.json');
  const logFile = join(dir, 'postgres.log');
  await endLeftover({ file: pidFile, name: 'Postgres', log });
  const cluster = await prepareCluster({ dir, log });
  const child = await startServer({ cluster, port, persistent, settings, logFile, pidFile });
  const urls = await prepareRoles({ port, password: cluster.password, withTemporal }).catch(
    async (error: unknown) => {
      await child.kill();
      throw error;
    },
  );
  return {
    ...urls,
    pid: child.pid,
    stop: async () => {
      await child.stop({ graceMs: STOP_GRACE_MS });
      if (!persistent) await rm(cluster.data, { recursive: true, force: true });
    },
    kill: () => child.kill(),
  };
}

/** Creates the roles, with passwords that only this server's own determines. */
async function prepareRoles(options: {
  port: number;
  password: string;
  withTemporal: boolean;
}): Promise<Pick<PostgresServer, 'url' | 'migrateUrl' | 'adminUrl' | 'temporalUrl'>> {
  const { port, password, withTemporal } = options;
  const urlOf = (user: string, database = DATABASE): string =>
    connectionString({ port, user, password: passwordOf(user, password), database });
  const urls = {
    url: urlOf('galley_run'),
    migrateUrl: urlOf('galley_migrate'),
    adminUrl: connectionString({ port, user: USER, password, database: DATABASE }),
    temporalUrl: withTemporal ? urlOf('galley_temporal', 'temporal') : undefined,
  };
  await createRoles({ ...urls, runUrl: urls.url, ssl: 'off' });
  return urls;
}

/** Nobody can tell the superuser's password from it. */
function passwordOf(user: string, password: string): string {
  return createHmac('sha256', password).update(user).digest('base64url');
}

async function prepareCluster({ dir, log }: { dir: string; log: (line: string) => void }): Promise<Cluster> {
  const user = await serviceUser();
  const binaries = await findPostgres({ user });
  await mkdir(dir, { recursive: true, mode: PRIVATE_FOLDER });
  // The account only needs to traverse the folder, where it gets as far; the data folder itself remains closed to others.
  const visible = !user || (await canReach({ folder: dirname(dir), user }));
  if (user && visible) await chmod(dir, ((await stat(dir)).mode & 0o777) | 0o011);
  const within = join(dir, 'data');
  const data = visible ? within : sharedFolder({ name: 'postgres', key: dir });
  if (!visible)
    log(`Postgres stores its data in ${data}, because the account it runs under cannot access ${dir}`);
  if (!visible) await moveCluster(within, data);
  const passwordFile = join(dir, 'password');
  const kept = await readFile(passwordFile, 'utf8').catch(() => '');
  if (kept && (await isCluster(data))) {
    return { binaries, user: user && (await ownerOf(data)), data, password: kept };
  }
  const password = randomBytes(24).toString('base64url');
  await rm(data, { recursive: true, force: true });
  await createCluster({ binaries, user, data, password });
  await writeFile(passwordFile, password, { mode: 0o600 });
  return { binaries, user, data, password };
}

// Data of an earlier version, whose folder others could traverse.
async function moveCluster(from: string, to: string): Promise<void> {
  if (!(await isCluster(from)) || (await isCluster(to))) return;
  await mkdir(dirname(to), { recursive: true });
  await chmod(dirname(to), SHARED_FOLDER);
  await rm(to, { recursive: true, force: true });
  // Keeps owners and modes, also where it becomes a copy.
  await run('mv', [from, to]);
}

// Created next to its final place and renamed, so that a folder left incomplete by a killed run is never taken for a
// database.
async function createCluster({ binaries, user, data, password }: Cluster): Promise<void> {
  await mkdir(dirname(data), { recursive: true });
  if (user && dirname(data) === dirname(sharedFolder({ name: '', key: '' })))
    await chmod(dirname(data), SHARED_FOLDER);
  const drafts = `${basename(data)}-new-`;
  for (const name of await readdir(dirname(data))) {
    if (name.startsWith(drafts)) await rm(join(dirname(data), name), { recursive: true, force: true });
  }
  const draft = await mkdtemp(join(dirname(data), drafts));
  const passwordFile = join(draft, 'password');
  const cluster = join(draft, 'data');
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (user) {
      await chown(draft, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    const args = [
      ...[`--pgdata=${cluster}`, `--pwfile=${passwordFile}`, `--username=${USER}`, '--auth=scram-sha-256'],
      ...[
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-sync',
      ],
    ];
    await run(binaries.initdb, args, { env: serverEnv(), cwd: '/', ...user });
    await rename(cluster, data);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`could not create the database (${stderr?.trim() || (error as Error).message})`, {
      cause: error,
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function startServer(options: {
  cluster: Cluster;
  port: number;
  persistent: boolean;
  settings: Readonly<Record<string, string>>;
  logFile: string;
  pidFile: string;
}): Promise<DetachedProcess> {
  const { cluster, port, persistent, logFile, pidFile } = options;
  const settings: Record<string, string> = {
    listen_addresses: HOST,
    port: String(port),
    unix_socket_directories: '',
    max_connections: '300',
    ...QUIET_LOG,
    ...(persistent ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  };
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    await dropStaleLock(cluster.data);
    const child = await spawnDetached({
      command: cluster.binaries.postgres,
      args: [
        '-D',
        cluster.data,
        ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ],
      env: serverEnv(),
      cwd: '/',
      logFile,
      pidFile,
      stopSignal: persistent ? 'SIGINT' : 'SIGQUIT',
      lingerSeconds: LINGER_SECONDS,
      ...cluster.user,
    });
    try {
      await untilReady({ child, port, password: cluster.password, deadline });
      return child;
    } catch (error) {
      await child.kill();
      const last = (await readFile(logFile, 'utf8')).trim().split('\n').slice(-6).join(' | ');
      // The processes of a server that has just been killed take up to several seconds to release its shared memory.
      if (!/shared memory block .* still in use/.test(last) || Date.now() > deadline)
        throw new Error(`${(error as Error).message}: ${last} (log: ${logFile})`, { cause: error });
      await pause(300);
    }
  }
}

// Postgres refuses to start if another process has reused the number of its killed predecessor.
async function dropStaleLock(data: string): Promise<void> {
  const lock = join(data, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(lock, 'utf8').catch(() => ''), 10);
  if (Number.isNaN(pid)) return;
  const command = await commandLine(pid);
  if (command.includes(data)) throw new Error(`${data} is in use by process ${pid}; stop it first`);
  await rm(lock, { force: true });
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return run('ps', ['-o', 'command=', '-p', String(pid)]).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

async function untilReady(options: {
  child: DetachedProcess;
  port: number;
  password: string;
  deadline: number;
}): Promise<void> {
  const { child, port, password, deadline } = options;
  const url = connectionString({ port, user: USER, password, database: 'postgres' });
  for (;;) {
    if (child.hasExited()) throw new Error('Postgres exited before it was ready');
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await ensureDatabase(client);
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error(
          `Postgres was not ready after ${READY_TIMEOUT_MS / 1000} s (${(error as Error).message})`,
          {
            cause: error,
          },
        );
      }
    } finally {
      await client.end().catch(() => undefined);
    }
    await pause(50);
  }
}

async function ensureDatabase(client: Client): Promise<void> {
  const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
  if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(DATABASE)}`);
}

// Data created by an ordinary user stays that user's, even if root starts the server later.
async function ownerOf(data: string): Promise<ServiceUser> {
  const { uid, gid } = await stat(data);
  return { uid, gid };
}

async function isCluster(data: string): Promise<boolean> {
  return stat(join(data, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

function connectionString(options: {
  port: number;
  user: string;
  password: string;
  database: string;
}): string {
  return `postgres://${options.user}:${options.password}@${HOST}:${options.port}/${options.database}`;
}

// A clean environment, because the user's PG… variables would affect the server, and macOS needs a locale to be set.
function serverEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}
