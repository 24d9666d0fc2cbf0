import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { OutputLine } from './detached';
import type { WantedPorts } from './flags';
import { freePort } from './ports';
import { startPostgres } from './postgres';
import { spawnNode } from './processes';
import type { NodeChild, NodeProgram } from './processes';
import { simulatorEnv } from './providers';
import type { StateDir } from './state-dir';
import { ensureTemporalBinary, userCacheDir } from './temporal-binary';
import { startTemporal } from './temporal-server';

const HOST = '127.0.0.1';
const READY_TIMEOUT_MS = 60_000;
// Above the longest time the workers give themselves by default to end what they do.
const WORKER_GRACE_MS = 45_000;
// Nobody wants to wait long after a Ctrl-C; an activity that is cut short runs again at the next start.
const WORKER_SHUTDOWN = { SHUTDOWN_GRACE_MS: '5000', SHUTDOWN_FORCE_MS: '10000' };
const CHILD_GRACE_MS = 10_000;

/** What a stack is started with. */
export interface StackOptions {
  /** Folder for all state (absolute path); one stack at a time. */
  stateDir: string;
  fresh: boolean;
  /** Nothing outlives the run: Temporal in memory, Postgres without flush, deleted at the end. */
  inMemory: boolean;
  ports: WantedPorts;
  speed: number;
  env: NodeJS.ProcessEnv;
  /** Gets one line for each step and each thing worth telling. */
  log: (line: string) => void;
  /** Gets what the API and the workers write. */
  onLine?: (name: string, line: OutputLine) => void;
  /** When aborted, no further step is begun. */
  signal?: AbortSignal;
}

/** A stack while it is being put together. */
export interface StackBuild {
  options: StackOptions;
  state: StateDir;
  /** Environment of the children; each step adds what later ones need. */
  env: NodeJS.ProcessEnv;
  taken: Set<number>;
  /** What has been started so far, in the order of starting. */
  stops: { name: string; stop: () => Promise<void> }[];
}

async function choosePort(build: StackBuild, name: string, wanted: number): Promise<number> {
  const port = await freePort({ wanted, host: HOST, taken: build.taken });
  build.taken.add(port);
  if (port !== wanted) build.options.log(`${name}: port ${wanted} is busy, using ${port}`);
  return port;
}

/** Finds and starts Temporal. */
export async function temporalStep(build: StackBuild): Promise<{ address: string; uiUrl: string | null }> {
  const { options, state } = build;
  const { env, log, inMemory, ports } = options;
  const cacheDir = userCacheDir({ env, platform: process.platform });
  const binary = await ensureTemporalBinary({ cacheDir, env, log });
  log(`Temporal: version ${binary.version} from ${binary.how}, ${inMemory ? 'in memory' : 'kept in a file'}`);
  const server = await startTemporal({
    binary: binary.path,
    port: await choosePort(build, 'Temporal', ports.temporal),
    uiPort: await choosePort(build, 'Temporal Web UI', ports.ui),
    dbFile: inMemory ? undefined : state.temporalFile,
    logFile: state.logFile('temporal'),
    pidFile: state.pidFile('temporal'),
    log,
  });
  build.stops.push({ name: 'Temporal', stop: server.stop });
  build.env['TEMPORAL_ADDRESS'] = server.address;
  build.env['TEMPORAL_NAMESPACE'] = 'default';
  // What the environment says of another server's access is not for this one.
  build.env['TEMPORAL_TLS'] = 'false';
  build.env['TEMPORAL_UI_URL'] = server.uiUrl ?? '';
  delete build.env['TEMPORAL_API_KEY'];
  return server;
}

/** Starts Postgres, or takes the one DATABASE_URL names; returns its connection string. */
export async function postgresStep(build: StackBuild): Promise<string> {
  const { options, state, env } = build;
  const own = options.env['DATABASE_URL'];
  if (own) {
    options.log('Postgres: using the one DATABASE_URL names');
    return own;
  }
  const server = await startPostgres({
    dir: state.postgres,
    port: await choosePort(build, 'Postgres', options.ports.postgres),
    persistent: !options.inMemory,
    log: options.log,
  });
  build.stops.push({ name: 'Postgres', stop: server.stop });
  env['DATABASE_URL'] = server.url;
  // It listens on this machine only and has no certificate.
  env['DB_SSL'] = 'off';
  return server.url;
}

/** A program of this project, by its compiled script. */
export interface ProgramOptions {
  name: string;
  script: string;
  args?: string[];
  env?: NodeJS.ProcessEnv;
}

/** Returns a function that completes a program of this project; scripts are named relative to the compiled sources. */
export function programs({ options, state, env }: StackBuild): (program: ProgramOptions) => NodeProgram {
  return (program) => ({
    name: program.name,
    script: join(__dirname, '..', program.script),
    args: program.args ?? [],
    env: { ...env, ...program.env },
    logFile: state.logFile(program.name),
    pidFile: state.pidFile(program.name),
    log: options.log,
  });
}

async function spawnProgram(
  build: StackBuild,
  options: { step: string; program: ProgramOptions; readyLine?: (text: string) => boolean; graceMs: number },
): Promise<NodeChild> {
  const { program, readyLine } = options;
  const child = await spawnNode({
    ...programs(build)(program),
    readyLine,
    readyTimeoutMs: READY_TIMEOUT_MS,
    onLine: (line) => {
      if (!isReadyLine(line.text)) build.options.onLine?.(program.name, line);
    },
  });
  build.stops.push({ name: options.step, stop: () => child.stop({ graceMs: options.graceMs }) });
  return child;
}

/** Starts the simulators, with further arguments, and points later children at them; returns their address. */
export async function simulatorsStep(
  build: StackBuild,
  { args }: { args: string[] },
): Promise<{ child: NodeChild; url: string }> {
  const { options, state, env } = build;
  const port = await choosePort(build, 'simulators', options.ports.simulators);
  const flags = { port, speed: options.speed, seed: 1, 'state-file': state.simulatorsFile };
  const child = await spawnProgram(build, {
    step: 'simulators',
    program: {
      name: 'simulators',
      script: 'simulators/main.js',
      args: [...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]), ...args],
    },
    readyLine: isReadyLine,
    graceMs: CHILD_GRACE_MS,
  });
  const { url } = JSON.parse(child.readyText) as { url: string };
  Object.assign(env, simulatorEnv({ env: options.env, url, speed: options.speed }));
  return { child, url };
}

/** Starts the API and waits until it says that it is ready; returns its address. */
export async function apiStep(build: StackBuild): Promise<{ child: NodeChild; url: string }> {
  const port = await choosePort(build, 'API', build.options.ports.api);
  const url = `http://${HOST}:${port}`;
  build.env['PICTURE_DIR'] = build.state.pictures;
  const child = await spawnProgram(build, {
    step: 'API',
    program: { name: 'api', script: 'api/main.js', env: { PORT: String(port), HOST } },
    graceMs: CHILD_GRACE_MS,
  });
  await untilReady({ url: `${url}/readyz`, child, logFile: build.state.logFile('api') });
  return { child, url };
}

/** Starts one process with the workers of all lanes. */
export async function workersStep(build: StackBuild): Promise<NodeChild> {
  const port = await choosePort(build, 'worker metrics', build.options.ports.metrics);
  return spawnProgram(build, {
    step: 'workers',
    program: {
      name: 'worker',
      script: 'workers/all-lanes.js',
      env: { ...WORKER_SHUTDOWN, ...build.env, METRICS_PORT: String(port) },
    },
    readyLine: isReadyLine,
    graceMs: WORKER_GRACE_MS,
  });
}

async function untilReady(options: { url: string; child: NodeChild; logFile: string }): Promise<void> {
  const { url, child, logFile } = options;
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let reason = 'no answer';
  let lost: string | undefined;
  void child.givenUp.then((sentence) => {
    lost = sentence;
  });
  while (Date.now() < deadline) {
    if (lost) throw new Error(lost);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      if (response.ok) return;
      reason = `it answers ${response.status}`;
    } catch {
      reason = 'no answer';
    }
    await pause(100);
  }
  throw new Error(`${url} was not ready after ${READY_TIMEOUT_MS / 1000} s: ${reason} (log: ${logFile})`);
}

function isReadyLine(text: string): boolean {
  return text.startsWith('{') && /"ready":\s*true/.test(text);
}
