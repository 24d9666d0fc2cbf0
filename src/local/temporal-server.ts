import { Connection } from '@temporalio/client';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes';
import { spawnDetached } from './detached';
import type { DetachedProcess } from './detached';
import { endLeftover } from './pid-file';

const HOST = '127.0.0.1';
const READY_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 10_000;
/** So long it goes on without the process that started it, so that what uses it can end first. */
const LINGER_SECONDS = 3;

/** Dynamic configuration of the server, as JSON: fairness, exact rate limits, fresh statistics, eager activities. */
export const TEMPORAL_SETTINGS: Readonly<Record<string, string>> = {
  'matching.useNewMatcher': 'true',
  'matching.enableFairness': 'true',
  'matching.fairnessCounter': '{"MapLimit":2000}',
  'matching.numTaskqueueReadPartitions': '1',
  'matching.numTaskqueueWritePartitions': '1',
  'matching.TaskQueueInfoByBuildIdTTL': '"500ms"',
  'system.enableActivityEagerExecution': 'true',
};

/** A running Temporal development server. */
export interface TemporalServer {
  /** Host and port of the gRPC frontend. */
  address: string;
  /** Address of the Web UI; null if it was started without one. */
  uiUrl: string | null;
  pid: number;
  /** Shuts the server down, by force after 10 s. */
  stop(): Promise<void>;
  /** Ends the server immediately, as a crash would. */
  kill(): Promise<void>;
}

/**
 * Starts the development server and waits until every namespace is available, after ending a leftover of the same
 * `pidFile`. Throws with the end of the log if the server exits or is not ready after 60 s.
 */
export async function startTemporal(options: {
  binary: string;
  port: number;
  /** Port of the Web UI; null or omitted for none. */
  uiPort?: number | null;
  /** File for the server's state; in memory if omitted. */
  dbFile?: string;
  namespaces?: string[];
  /** Dynamic configuration as JSON; defaults to what Galley needs. */
  settings?: Readonly<Record<string, string>>;
  logFile: string;
  /** File for the server's process number; next to the log if omitted. */
  pidFile?: string;
  /** How far it stands back for other processes, from 0 to 19; 0 by default. */
  niceness?: number;
  log: (line: string) => void;
}): Promise<TemporalServer> {
  const { binary, port, uiPort, dbFile, logFile, log } = options;
  const namespaces = ['default', ...(options.namespaces ?? []).filter((name) => name !== 'default')];
  const pidFile = options.pidFile ?? join(dirname(logFile), 'temporal.pid.json');
  await endLeftover({ file: pidFile, name: 'Temporal', log });
  if (dbFile) await mkdir(dirname(dbFile), { recursive: true });
  const child = await spawnDetached({
    command: binary,
    args: serverArgs({
      port,
      uiPort: uiPort ?? null,
      dbFile,
      namespaces,
      settings: options.settings ?? TEMPORAL_SETTINGS,
    }),
    env: process.env,
    logFile,
    pidFile,
    stopSignal: 'SIGTERM',
    lingerSeconds: LINGER_SECONDS,
    niceness: options.niceness,
  });
  const address = `${HOST}:${port}`;
  try {
    await untilReady({ address, namespaces, child });
  } catch (error) {
    await child.kill();
    throw new Error(`${(error as Error).message}: ${await endOfFile(logFile)} (log: ${logFile})`, {
      cause: error,
    });
  }
  return {
    address,
    uiUrl: typeof uiPort === 'number' ? `http://${HOST}:${uiPort}` : null,
    pid: child.pid,
    stop: () => child.stop({ graceMs: STOP_GRACE_MS }),
    kill: () => child.kill(),
  };
}

function serverArgs(options: {
  port: number;
  uiPort: number | null;
  dbFile: string | undefined;
  namespaces: string[];
  settings: Readonly<Record<string, string>>;
}): string[] {
  const { port, uiPort, dbFile, namespaces, settings } = options;
  return [
    ...['server', 'start-dev', '--ip', HOST, '--port', String(port), '--log-level', 'error'],
    ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
    ...(dbFile ? ['--db-filename', dbFile] : []),
    ...namespaces.flatMap((name) => ['--namespace', name]),
    ...Object.entries(settings).flatMap(([key, json]) => ['--dynamic-config-value', `${key}=${json}`]),
    ...SEARCH_ATTRIBUTES.flatMap(({ name }) => ['--search-attribute', `${name}=Keyword`]),
  ];
}

async function untilReady(options: {
  address: string;
  namespaces: string[];
  child: DetachedProcess;
}): Promise<void> {
  const { address, namespaces, child } = options;
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let reason = 'no response yet';
  while (Date.now() < deadline) {
    if (child.hasExited()) throw new Error(`the Temporal server exited before it was ready`);
    try {
      return await askNamespaces({ address, namespaces });
    } catch (error) {
      reason = (error as Error).message;
      await pause(100);
    }
  }
  throw new Error(`the Temporal server was not ready after ${READY_TIMEOUT_MS / 1000} s (${reason})`);
}

async function askNamespaces({
  address,
  namespaces,
}: {
  address: string;
  namespaces: string[];
}): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    for (const namespace of namespaces) await connection.workflowService.describeNamespace({ namespace });
  } finally {
    await connection.close();
  }
}

/** The last lines of a log, for a message. */
export async function endOfFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-3).join(' | ') || 'its log is empty';
}
