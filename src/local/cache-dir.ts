import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { OperatorError } from '../config/operator-error';

/** A folder that may keep what was downloaded, and what decides where it is. */
export interface CacheDir {
  path: string;
  /** The variable that names it, or the project. */
  from: string;
}

/** The current user's cache folder for this project (absolute path). */
export function userCacheDir({
  env,
  platform,
}: {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}): string {
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'galley');
  const home = env['HOME'] || homedir();
  return platform === 'darwin' ? join(home, 'Library', 'Caches', 'galley') : join(home, '.cache', 'galley');
}

/** The folders that may be used, the best first: the user's, and one of the project. */
export function cacheDirsOf(options: {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  stateDir: string;
}): CacheDir[] {
  const from = options.env['XDG_CACHE_HOME'] ? 'XDG_CACHE_HOME' : 'HOME';
  return [
    { path: userCacheDir(options), from },
    { path: join(options.stateDir, 'cache'), from: 'the project' },
  ];
}

/** The first folder that can be written to; says why others cannot. Throws an {@link OperatorError} if there is none. */
export async function writableDir(dirs: readonly CacheDir[], log: (line: string) => void): Promise<string> {
  const reasons: string[] = [];
  for (const [index, { path, from }] of dirs.entries()) {
    const problem = await writeProblem(path);
    if (!problem) {
      if (index > 0) log(`${reasons.join('; ')}; using ${path}`);
      return path;
    }
    reasons.push(`${path} (from ${from}) cannot be written to (${problem})`);
  }
  throw new OperatorError(
    `${reasons.join('; ')}; set XDG_CACHE_HOME to a folder that you can write to, or TEMPORAL_CLI_PATH to a Temporal CLI`,
  );
}

async function writeProblem(path: string): Promise<string | undefined> {
  const probe = join(path, `.probe-${process.pid}`);
  try {
    await mkdir(path, { recursive: true });
    await writeFile(probe, 'x');
    await rm(probe, { force: true });
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  }
}
