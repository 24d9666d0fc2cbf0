import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PRIVATE_FILE, PRIVATE_FOLDER } from './private-files';

/** Identifies a process, even if its number is reused later. */
export interface ProcessIdentity {
  pid: number;
  /** Start time as reported by the operating system; only compared. */
  startedAt: string;
}

interface PidRecord extends ProcessIdentity {
  stopSignal: NodeJS.Signals;
  owner: ProcessIdentity;
}

/** The identity of a running process; undefined if there is none with this number. */
export function identify({ pid }: { pid: number }): ProcessIdentity | undefined {
  try {
    if (process.platform !== 'linux') {
      const startedAt = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
      return startedAt ? { pid, startedAt } : undefined;
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may contain spaces; the third is the state, the 22nd the start
    // time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    const startedAt = fields[19];
    return state === 'Z' || state === 'X' || !startedAt ? undefined : { pid, startedAt };
  } catch {
    return undefined;
  }
}

/** Whether the recorded process is still running. */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  return identify({ pid })?.startedAt === startedAt;
}

/**
 * Records a child process in a file, so that a later run can end it if this one is killed. Returns false, and changes nothing, if the
 * file has to be new and is not.
 */
export function writePidFile(options: {
  file: string;
  pid: number;
  stopSignal: NodeJS.Signals;
  isNew?: boolean;
}): boolean {
  const { file, pid, stopSignal, isNew = false } = options;
  const child = identify({ pid });
  const owner = identify({ pid: process.pid });
  if (!child || !owner) return true;
  const record: PidRecord = { ...child, stopSignal, owner };
  mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
  try {
    writeFileSync(file, JSON.stringify(record), { mode: PRIVATE_FILE, flag: isNew ? 'wx' : 'w' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The number of the process that started what a file records, if both still run. */
export function activeOwner({ file }: { file: string }): number | undefined {
  const record = readRecord(file);
  return record && isRunning(record) && isRunning(record.owner) ? record.owner.pid : undefined;
}

/** Deletes a record, if it exists. */
export function removePidFile({ file }: { file: string }): void {
  rmSync(file, { force: true });
}

/**
 * Ends the process recorded in a file if the run that started it is gone, and deletes the record. Throws if that run is
 * still active, because the process is then in use.
 */
export async function endLeftover(options: {
  file: string;
  name: string;
  log: (line: string) => void;
}): Promise<void> {
  const { file, name, log } = options;
  const record = readRecord(file);
  if (!record) return;
  if (isRunning(record)) {
    if (isRunning(record.owner)) {
      throw new Error(
        `${name} (process ${record.pid}) is in use by process ${record.owner.pid}; stop that one first`,
      );
    }
    log(`ending ${name} (process ${record.pid}), left over from a run that was killed`);
    await endProcess({ ...record, graceMs: 10_000 });
  }
  removePidFile({ file });
}

/** Sends a process its stop signal, and kills its process group after `graceMs`; resolves when it is gone. */
async function endProcess(
  options: ProcessIdentity & { stopSignal: NodeJS.Signals; graceMs: number },
): Promise<void> {
  signal(options.pid, options.stopSignal);
  const deadline = Date.now() + options.graceMs;
  while (isRunning(options)) {
    if (Date.now() > deadline) signal(-options.pid, 'SIGKILL');
    await pause(50);
  }
}

/** Immediately kills the process recorded in a file and its group, if this process started it. Does not wait. */
export function killRecorded({ file }: { file: string }): void {
  const record = readRecord(file);
  if (!record || record.pid === process.pid || record.owner.pid !== process.pid || !isRunning(record)) return;
  signal(-record.pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readRecord(file: string): PidRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PidRecord;
  } catch {
    return undefined;
  }
}
