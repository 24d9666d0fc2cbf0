import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Modes of what may hold secrets: for its owner alone. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** Runs something, such as starting a process, under which no file is made that others can read. */
export function withPrivateFiles<T>(work: () => T): T {
  const before = process.umask(0o077);
  try {
    return work();
  } finally {
    process.umask(before);
  }
}

/**
 * Closes a folder and all that is in it to everybody but its owner, whatever modes it was made with. Leaves out what is named in
 * `except`, links, and what is gone or belongs to somebody else.
 */
export function closeToOthers(path: string, { except = [] }: { except?: readonly string[] } = {}): void {
  if (except.includes(path)) return;
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return;
  const isFolder = found.isDirectory();
  if (!isFolder && !found.isFile() && !found.isSocket()) return;
  try {
    chmodSync(path, isFolder ? PRIVATE_FOLDER : PRIVATE_FILE);
    if (isFolder) for (const name of readdirSync(path)) closeToOthers(join(path, name), { except });
  } catch (error) {
    if (!['ENOENT', 'EPERM', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
