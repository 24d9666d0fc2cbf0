import { readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { endLeftover, killRecorded, removePidFile, writePidFile } from './pid-file';

const PID_ENDING = '.pid.json';
const LOCK = 'the stack';

/** Where one local stack keeps everything (absolute paths). */
export interface StateDir {
  root: string;
  logs: string;
  pictures: string;
  postgres: string;
  temporalFile: string;
  simulatorsFile: string;
  /** Keys of the sample stores and of the administrator; readable by the owner only. */
  keysFile: string;
  /** The key that seals secrets in the database; readable by the owner only. */
  secretsFile: string;
  /** Lets another stack use the folder. */
  release(): void;
  /** File that records the number of a process by its name. */
  pidFile(name: string): string;
  /** File that a process writes its output to, by its name. */
  logFile(name: string): string;
}

/**
 * Prepares the folder of a stack: ends what a killed run left running, and empties the folder when `fresh`.
 * Throws when another stack that still runs uses it.
 */
export async function openStateDir(options: {
  root: string;
  fresh: boolean;
  log: (line: string) => void;
}): Promise<StateDir> {
  const { root, fresh, log } = options;
  for (const file of pidFiles(root)) {
    await endLeftover({ file, name: basename(file).replace(PID_ENDING, ''), log });
  }
  if (fresh) await rm(root, { recursive: true, force: true });
  const pids = join(root, 'pids');
  const postgres = join(root, 'postgres');
  const logs = join(root, 'logs');
  const pictures = join(root, 'pictures');
  for (const folder of [logs, pids, pictures]) await mkdir(folder, { recursive: true });
  const lock = join(pids, `${LOCK}${PID_ENDING}`);
  writePidFile({ file: lock, pid: process.pid, stopSignal: 'SIGTERM' });
  return {
    ...{ root, logs, pictures, postgres },
    temporalFile: join(root, 'temporal.db'),
    simulatorsFile: join(root, 'simulators.json'),
    keysFile: join(root, 'keys.json'),
    secretsFile: join(root, 'secrets.key'),
    release: () => removePidFile({ file: lock }),
    pidFile: (name) => join(pids, `${name}${PID_ENDING}`),
    logFile: (name) => join(logs, `${name}.log`),
  };
}

/** Kills at once everything this process started for the stack in `root`; meant for the last moment before an exit. */
export function killStateDir({ root }: { root: string }): void {
  for (const file of pidFiles(root)) killRecorded({ file });
}

function pidFiles(root: string): string[] {
  return [join(root, 'pids'), join(root, 'postgres')].flatMap((folder) => {
    try {
      return readdirSync(folder)
        .filter((name) => name.endsWith(PID_ENDING))
        .map((name) => join(folder, name));
    } catch {
      return [];
    }
  });
}
