import { readdirSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { OperatorError } from '../config/operator-error';
import { portsOf } from './remembered-ports';
import { closeToOthers, PRIVATE_FOLDER } from './private-files';
import { activeOwner, endLeftover, killRecorded, removePidFile, writePidFile } from './pid-file';

const PID_ENDING = '.pid.json';
const LOCK = 'the stack';

/** What outlives `fresh`: neither is data. */
const KEPT = ['cache', 'install.lock'];

/** The files and folders of a local stack (absolute paths); only their owner can read them. */
export interface StateDir {
  root: string;
  logs: string;
  pictures: string;
  postgres: string;
  temporalFile: string;
  simulatorsFile: string;
  /** Keys of the sample stores and the administrator; readable only by the owner. */
  keysFile: string;
  /** The ports that the last run used. */
  portsFile: string;
  /** The key that encrypts secrets in the database; readable only by the owner. */
  secretsFile: string;
  /** Releases the folder for another stack. */
  release(): void;
  /** Path of a process's PID file, by its name. */
  pidFile(name: string): string;
  /** Path of a process's log file, by its name. */
  logFile(name: string): string;
}

/**
 * Prepares the folder of a stack: ends processes left by a killed run, and empties the folder if `fresh`. Throws if it
 * is used by another stack that is still running.
 */
export async function openStateDir(options: {
  root: string;
  fresh: boolean;
  log: (line: string) => void;
}): Promise<StateDir> {
  const { root, fresh, log } = options;
  requireUnused(root);
  for (const file of pidFiles(root)) {
    await endLeftover({ file, name: basename(file).replace(PID_ENDING, ''), log });
  }
  if (fresh) await empty(root);
  const pids = join(root, 'pids');
  const postgres = join(root, 'postgres');
  const logs = join(root, 'logs');
  const pictures = join(root, 'pictures');
  for (const folder of [root, logs, pids, pictures, postgres])
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  // Files of an earlier version may be open to all. Postgres looks after its own.
  closeToOthers(root, { except: [join(postgres, 'data')] });
  const lock = join(pids, `${LOCK}${PID_ENDING}`);
  // Another run may have begun at the same moment.
  if (!writePidFile({ file: lock, pid: process.pid, stopSignal: 'SIGTERM', isNew: true }))
    requireUnused(root);
  return {
    ...{ root, logs, pictures, postgres },
    temporalFile: join(root, 'temporal.db'),
    simulatorsFile: join(root, 'simulators.json'),
    keysFile: join(root, 'keys.json'),
    portsFile: portsFileOf(root),
    secretsFile: join(root, 'secrets.key'),
    release: () => removePidFile({ file: lock }),
    pidFile: (name) => join(pids, `${name}${PID_ENDING}`),
    logFile: (name) => join(logs, `${name}.log`),
  };
}

function portsFileOf(root: string): string {
  return join(root, 'ports.json');
}

async function empty(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  for (const name of names.filter((each) => !KEPT.includes(each)))
    await rm(join(root, name), { recursive: true, force: true });
}

/** Throws an {@link OperatorError} that says where Galley runs, if the run that owns the folder still does. */
function requireUnused(root: string): void {
  const owner = pidFiles(root)
    .map((file) => activeOwner({ file }))
    .find((pid) => pid !== undefined && pid !== process.pid);
  if (owner === undefined) return;
  const port = portsOf(portsFileOf(root))['API']?.used;
  const where = port === undefined ? '' : `, at http://127.0.0.1:${port}`;
  throw new OperatorError(
    `Galley already runs here (process ${owner})${where}; use that one, or stop it first: Ctrl-C in its terminal, or \`kill ${owner}\``,
  );
}

/** Immediately kills everything that this process started for the stack in `root`; for use right before exiting. */
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
