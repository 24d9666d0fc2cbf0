import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { getPriority, setPriority } from 'node:os';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { guardProcess } from './guard';
import { removePidFile, writePidFile } from './pid-file';
import { PRIVATE_FILE, PRIVATE_FOLDER, withPrivateFiles } from './private-files';

/** How a process ended; `code` is null if it was ended by a signal. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process in its own process group, so that Ctrl-C in a terminal does not reach it. */
export interface DetachedProcess {
  pid: number;
  /** Resolves when the process has ended; never rejects. */
  exited: Promise<Exit>;
  hasExited(): boolean;
  /** Sends the stop signal, and SIGKILL after `graceMs`; resolves when the process has ended. */
  stop(options: { graceMs: number }): Promise<void>;
  /** Sends SIGKILL to the whole process group; resolves when the process has ended. */
  kill(): Promise<void>;
}

/** A line of output. */
export interface OutputLine {
  stream: 'stdout' | 'stderr';
  text: string;
}

/**
 * Starts a process detached from this process's terminal and appends its output to a log. The log, and what the process makes, can be
 * read by their owner alone. Throws if the command cannot
 * be run. Without `onLine`, the process writes the log itself. A process whose parent is gone is stopped.
 */
export async function spawnDetached(options: {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  pidFile: string;
  stopSignal: NodeJS.Signals;
  onLine?: (line: OutputLine) => void;
  uid?: number;
  gid?: number;
  cwd?: string;
  /** How far the process stands back for others, beyond how far this one does, from 0 to 19; 0 by default. */
  niceness?: number;
  /** How long it goes on when this process is gone, in seconds, so that others which need it can end first; 0 by default. */
  lingerSeconds?: number;
}): Promise<DetachedProcess> {
  const { command, args, env, logFile, pidFile, stopSignal, onLine, uid, gid, cwd, niceness } = options;
  mkdirSync(dirname(logFile), { recursive: true, mode: PRIVATE_FOLDER });
  const log = await open(logFile, 'a', PRIVATE_FILE);
  // The log of an earlier version may be open to all.
  await log.chmod(PRIVATE_FILE);
  const output = onLine ? 'pipe' : log.fd;
  const child = withPrivateFiles(() =>
    spawn(command, args, {
      ...{ env, cwd, uid, gid },
      detached: true,
      stdio: ['ignore', output, output],
    }),
  );
  if (child.pid !== undefined && niceness) standBack(child.pid, niceness);
  const exited = new Promise<Exit>((resolve) => {
    // Only 'close' guarantees that every line has been read.
    child.once(onLine ? 'close' : 'exit', (code: number | null, signal: NodeJS.Signals | null) => {
      removePidFile({ file: pidFile });
      resolve({ code, signal });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`cannot start ${command} (${error.message})`)));
  }).finally(() => log.close());
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} has no process id`);
  writePidFile({ file: pidFile, pid, stopSignal });
  const endGuard = guardProcess({ pid, stopSignal, afterSeconds: options.lingerSeconds });
  void exited.then(endGuard);
  if (onLine) readLines({ child, logFile, onLine });
  // A process that nobody stops must not keep this one alive; stop() has its own timer.
  else child.unref();
  return handleOf({ child, pid, exited, stopSignal });
}

/** Lets others go first. The threads that the process will have take it over; so this comes right after its start. */
function standBack(pid: number, niceness: number): void {
  try {
    setPriority(pid, Math.min(19, getPriority() + niceness));
  } catch {
    // It has ended already, or the system does not let us: it works as well without.
  }
}

function handleOf(options: {
  child: ChildProcess;
  pid: number;
  exited: Promise<Exit>;
  stopSignal: NodeJS.Signals;
}): DetachedProcess {
  const { child, pid, exited, stopSignal } = options;
  const hasExited = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const send = (target: number, signal: NodeJS.Signals): void => {
    try {
      process.kill(target, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  const endWith = async (target: number, signal: NodeJS.Signals, graceMs: number): Promise<void> => {
    if (hasExited()) return;
    const timer = setTimeout(() => send(-pid, 'SIGKILL'), graceMs);
    try {
      send(target, signal);
      await exited;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    pid,
    exited,
    hasExited,
    stop: ({ graceMs }) => endWith(pid, stopSignal, graceMs),
    kill: () => endWith(-pid, 'SIGKILL', 1_000),
  };
}

function readLines(options: {
  child: ChildProcess;
  logFile: string;
  onLine: (line: OutputLine) => void;
}): void {
  const { child, logFile, onLine } = options;
  const file = createWriteStream(logFile, { flags: 'a', mode: PRIVATE_FILE });
  // A log that cannot be written is done without, as on a full disk.
  file.on('error', () => undefined);
  for (const stream of ['stdout', 'stderr'] as const) {
    const source = child[stream];
    if (!source) continue;
    createInterface({ input: source }).on('line', (text) => {
      file.write(`${text}\n`);
      onLine({ stream, text });
    });
  }
  child.once('close', () => file.end());
}
