import { setTimeout as pause } from 'node:timers/promises';
import { spawnDetached } from './detached';
import type { DetachedProcess, Exit, OutputLine } from './detached';
import { endLeftover } from './pid-file';

const MAX_RESTARTS_PER_MINUTE = 5;
const MINUTE_MS = 60_000;
const RESTART_PAUSE_MS = 1_000;

/** A Node process that is restarted when it crashes. */
export interface NodeChild {
  name: string;
  /** Number of the current process. */
  pid(): number;
  /** Number of restarts. */
  restarts(): number;
  /** The line that reported readiness; empty if none was expected. */
  readyText: string;
  /** Resolves with a message if it crashed too often and is no longer restarted; otherwise never. */
  givenUp: Promise<string>;
  /** Sends SIGTERM, and SIGKILL after `graceMs`. Resolves when it has ended; it is not restarted. */
  stop(options: { graceMs: number }): Promise<void>;
  /** Ends it immediately, as a crash would, so that it is restarted. */
  kill(): Promise<void>;
}

/** What is needed to start a Node process of this project. */
export interface NodeProgram {
  name: string;
  script: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  pidFile: string;
  log: (line: string) => void;
  /** How far the process stands back for others, from 0 to 19; 0 by default. */
  niceness?: number;
}

/**
 * Starts a Node process detached from the terminal's Ctrl-C, and restarts it when it crashes, at most 5 times per
 * minute. Resolves when it is ready. Throws if it exits earlier or is not ready after `readyTimeoutMs`.
 */
export async function spawnNode(
  options: NodeProgram & {
    /** Whether a line of standard output reports readiness; without it, the process counts as ready once started. */
    readyLine?: (text: string) => boolean;
    readyTimeoutMs: number;
    /** Receives every line except the one that reports readiness. */
    onLine?: (line: OutputLine) => void;
  },
): Promise<NodeChild> {
  const { name, logFile, pidFile, log, readyLine, readyTimeoutMs, onLine } = options;
  await endLeftover({ file: pidFile, name, log });
  const ready = deferred<string>();
  const givenUp = deferred<string>();
  const crashes: number[] = [];
  let stopping = false;
  let restarts = 0;
  let current: DetachedProcess;

  const launch = (): Promise<DetachedProcess> =>
    spawnDetached({
      ...commandOf(options),
      stopSignal: 'SIGTERM',
      onLine: (line) => {
        if (line.stream === 'stdout' && readyLine?.(line.text)) ready.resolve(line.text);
        else onLine?.(line);
      },
    });
  const superviseCurrent = async (): Promise<void> => {
    for (;;) {
      const exit = await current.exited;
      if (stopping) return;
      const now = Date.now();
      crashes.push(now);
      const recent = crashes.filter((at) => now - at < MINUTE_MS).length;
      if (recent > MAX_RESTARTS_PER_MINUTE) {
        return givenUp.resolve(
          `${name} exited ${MAX_RESTARTS_PER_MINUTE + 1} times within a minute (log: ${logFile})`,
        );
      }
      log(`${name} ${describeExit(exit)}; restarting (log: ${logFile})`);
      restarts += 1;
      await pause((recent - 1) * RESTART_PAUSE_MS);
      if (stopping) return;
      current = await launch();
      // stop() may have been called while the new process was starting.
      if (stopping) await current.stop({ graceMs: 1_000 });
    }
  };

  current = await launch();
  const first = current;
  if (!readyLine) ready.resolve('');
  const readyText = await within({ ready: ready.promise, child: first, options, timeoutMs: readyTimeoutMs });
  void superviseCurrent().catch((error: Error) => givenUp.resolve(error.message));
  return {
    name,
    pid: () => current.pid,
    restarts: () => restarts,
    readyText,
    givenUp: givenUp.promise,
    stop: (stopOptions) => {
      stopping = true;
      return current.stop(stopOptions);
    },
    kill: () => current.kill(),
  };
}

/** Runs a Node script to its end and returns its standard output. If it fails, throws its last line of error output. */
export async function runNode(options: NodeProgram): Promise<string> {
  await endLeftover({ file: options.pidFile, name: options.name, log: options.log });
  const lines: OutputLine[] = [];
  const child = await spawnDetached({
    ...commandOf(options),
    stopSignal: 'SIGTERM',
    onLine: (line) => lines.push(line),
  });
  const exit = await child.exited;
  const textOf = (stream: OutputLine['stream']): string[] =>
    lines.filter((line) => line.stream === stream).map((line) => line.text);
  if (exit.code === 0) return textOf('stdout').join('\n');
  const reason = (textOf('stderr').pop() ?? textOf('stdout').pop() ?? '').trim();
  throw new Error(
    `${options.name} ${describeExit(exit)}${reason ? `: ${reason}` : ''} (log: ${options.logFile})`,
  );
}

function commandOf(program: NodeProgram): {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  pidFile: string;
  niceness: number | undefined;
} {
  const { script, args, env, logFile, pidFile, niceness } = program;
  return {
    command: process.execPath,
    args: ['--enable-source-maps', script, ...args],
    env,
    logFile,
    pidFile,
    niceness,
  };
}

async function within(options: {
  ready: Promise<string>;
  child: DetachedProcess;
  options: NodeProgram;
  timeoutMs: number;
}): Promise<string> {
  const { ready, child, timeoutMs } = options;
  const { name, logFile } = options.options;
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    const fail = (what: string): void => reject(new Error(`${name} ${what} (log: ${logFile})`));
    timer = setTimeout(() => fail(`was not ready after ${timeoutMs / 1000} s`), timeoutMs);
    void child.exited.then((exit) => fail(`${describeExit(exit)} before it was ready`));
  });
  try {
    return await Promise.race([ready, failed]);
  } catch (error) {
    await child.kill();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function describeExit({ code, signal }: Exit): string {
  return signal ? `was terminated by ${signal}` : `exited with code ${code ?? 'unknown'}`;
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
