import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LANES } from '../contract/lanes';
import type { Lane } from '../contract/lanes';
import type { OutputLine } from './detached';
import type { WantedPorts } from './flags';
import { rememberedPort } from './remembered-ports';
import { startPostgres } from './postgres';
import { spawnNode } from './processes';
import type { NodeChild, NodeProgram } from './processes';
import { startOwnProduction } from './production/temporal-step';
import { simulatorEnv, STRIPE_SIMULATOR_SECRET } from './providers';
import type { StateDir } from './state-dir';
import { cacheDirsOf } from './cache-dir';
import { ensureTemporalBinary } from './temporal-binary';
import { startTemporal } from './temporal-server';
import type { TemporalServer } from './temporal-server';

const HOST = '127.0.0.1';
const READY_TIMEOUT_MS = 60_000;
// Longer than the workers' default time limit for shutting down.
const WORKER_GRACE_MS = 45_000;
// Ctrl-C should not take long; an interrupted activity runs again at the next start.
const WORKER_SHUTDOWN = { SHUTDOWN_GRACE_MS: '5000', SHUTDOWN_FORCE_MS: '10000' };
const CHILD_GRACE_MS = 10_000;

/**
 * How far what nobody waits for at the screen stands back for the API and Postgres, on a machine that they share: with 10, a process
 * that is always busy has a tenth of what others have that need it, and all that they leave.
 */
const NICENESS = { workers: 10, temporal: 5 };

/** Connections of a Postgres that Temporal's server uses, too, as in docker-compose.yml. */
const PRODUCTION_CONNECTIONS = '400';

/** Options of the local stack. */
export interface StackOptions {
  /** Folder for all state (absolute path); only one stack can use it at a time. */
  stateDir: string;
  fresh: boolean;
  /** Keeps nothing: Temporal runs in memory, and Postgres without flushing to disk and deleted at the end. */
  inMemory: boolean;
  ports: WantedPorts;
  /** Settings of Postgres beyond the usual ones. */
  postgresSettings?: Readonly<Record<string, string>>;
  /** As in production: Temporal's server in place of its development server, on the same Postgres, and a process for each lane. */
  production?: boolean;
  /** A Temporal server that is already running and stays after the stack; without it, one is started. */
  temporal?: { address: string; uiUrl: string | null };
  speed: number;
  env: NodeJS.ProcessEnv;
  /** Receives one line per step and other noteworthy events. */
  log: (line: string) => void;
  /** Receives the output of the API and the workers. */
  onLine?: (name: string, line: OutputLine) => void;
  /** Once aborted, no further step is started. */
  signal?: AbortSignal;
}

/** A stack that is being started. */
export interface StackBuild {
  options: StackOptions;
  state: StateDir;
  /** Environment of the child processes; each step adds what later ones need. */
  env: NodeJS.ProcessEnv;
  taken: Set<number>;
  /** Everything started so far, in order. */
  stops: { name: string; stop: () => Promise<void> }[];
}

async function choosePort(build: StackBuild, name: string, wanted: number): Promise<number> {
  const { state, taken, options } = build;
  const port = await rememberedPort({ file: state.portsFile, name, wanted, host: HOST, taken });
  taken.add(port.number);
  if (port.told) options.log(`${name}: ${port.told}`);
  return port.number;
}

/** Finds and starts Temporal, unless a running server was given, and points later child processes at it. `databaseUrl`: of its own database. */
export async function temporalStep(
  build: StackBuild,
  { databaseUrl }: { databaseUrl?: string | undefined } = {},
): Promise<{ address: string; uiUrl: string | null }> {
  const { production, temporal, env, ports, log } = build.options;
  const start = async (): Promise<TemporalServer> => {
    if (!production) return startOwnTemporal(build);
    const server = await startOwnProduction({
      ...{ state: build.state, env, databaseUrl, log },
      ...{ wanted: ports.temporal, niceness: NICENESS.temporal },
      choosePort: (name, wanted) => choosePort(build, name, wanted),
    });
    build.stops.push({ name: 'Temporal', stop: server.stop });
    return server;
  };
  const server = temporal ?? (await start());
  build.env['TEMPORAL_ADDRESS'] = server.address;
  build.env['TEMPORAL_NAMESPACE'] = 'default';
  // The environment may have settings for access to another server.
  build.env['TEMPORAL_TLS'] = 'false';
  build.env['TEMPORAL_UI_URL'] = server.uiUrl ?? '';
  delete build.env['TEMPORAL_API_KEY'];
  return server;
}

async function startOwnTemporal(build: StackBuild): Promise<TemporalServer> {
  const { options, state } = build;
  const { env, log, inMemory, ports } = options;
  const cacheDirs = cacheDirsOf({ env, platform: process.platform, stateDir: state.root });
  const binary = await ensureTemporalBinary({ cacheDirs, env, log });
  log(
    `Temporal: version ${binary.version} from ${binary.how}, ${inMemory ? 'in memory' : 'stored in a file'}`,
  );
  const server = await startTemporal({
    binary: binary.path,
    port: await choosePort(build, 'Temporal', ports.temporal),
    uiPort: await choosePort(build, 'Temporal Web UI', ports.ui),
    dbFile: inMemory ? undefined : state.temporalFile,
    logFile: state.logFile('temporal'),
    pidFile: state.pidFile('temporal'),
    niceness: NICENESS.temporal,
    log,
  });
  build.stops.push({ name: 'Temporal', stop: server.stop });
  return server;
}

/** The connection strings of a database: of the processes, of migrations and, where Temporal has its own there, of its server. */
export interface DatabaseUrls {
  url: string;
  migrateUrl: string;
  temporalUrl: string | undefined;
}

/** Starts Postgres, or uses DATABASE_URL if set; returns the connection strings. */
export async function postgresStep(build: StackBuild): Promise<DatabaseUrls> {
  const { options, state, env } = build;
  const own = options.env['DATABASE_URL'];
  if (own) {
    options.log('Postgres: using DATABASE_URL');
    const { MIGRATE_DATABASE_URL: migrate, TEMPORAL_DATABASE_URL: temporal } = options.env;
    return { url: own, migrateUrl: migrate ?? own, temporalUrl: temporal || undefined };
  }
  const server = await startPostgres({
    dir: state.postgres,
    port: await choosePort(build, 'Postgres', options.ports.postgres),
    persistent: !options.inMemory,
    settings: {
      ...(options.production ? { max_connections: PRODUCTION_CONNECTIONS } : {}),
      ...options.postgresSettings,
    },
    withTemporal: options.production ?? false,
    log: options.log,
  });
  build.stops.push({ name: 'Postgres', stop: server.stop });
  env['DATABASE_URL'] = server.url;
  env['MIGRATE_DATABASE_URL'] = '';
  // The server only listens on this machine and has no certificate.
  env['DB_SSL'] = 'off';
  return server;
}

/** A program of this project, identified by its compiled script. */
export interface ProgramOptions {
  name: string;
  script: string;
  args?: string[];
  env?: NodeJS.ProcessEnv;
  /** How far it stands back for others, from 0 to 19; 0 by default. */
  niceness?: number;
}

/** Returns a function that completes the definition of a program; scripts are relative to the compiled sources. */
export function programs({ options, state, env }: StackBuild): (program: ProgramOptions) => NodeProgram {
  return (program) => ({
    name: program.name,
    script: join(__dirname, '..', program.script),
    args: program.args ?? [],
    env: { ...env, ...program.env },
    logFile: state.logFile(program.name),
    pidFile: state.pidFile(program.name),
    log: options.log,
    niceness: program.niceness,
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

/** Starts the simulators with additional arguments and points later child processes at them; returns their address. */
export async function simulatorsStep(
  build: StackBuild,
  { args }: { args: string[] },
): Promise<{ child: NodeChild; url: string }> {
  const { options, state, env } = build;
  const port = await choosePort(build, 'simulators', options.ports.simulators);
  const smtpPort = await choosePort(build, 'mail simulator', options.ports.smtp);
  const flags = {
    port,
    'smtp-port': smtpPort,
    speed: options.speed,
    seed: 1,
    'state-file': state.simulatorsFile,
  };
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
  const addresses = JSON.parse(child.readyText) as { url: string; smtpUrl: string };
  const { url, smtpUrl } = addresses;
  Object.assign(env, simulatorEnv({ env: options.env, url, smtpUrl, speed: options.speed }));
  return { child, url };
}

/** Has the simulator of Stripe send its events to the API. */
export async function stripeEventsStep(stack: { simulatorsUrl: string; apiUrl: string }): Promise<void> {
  const response = await fetch(`${stack.simulatorsUrl}/control/stripe/endpoint`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      url: `${stack.apiUrl}/api/v1/purchase/webhook`,
      secret: STRIPE_SIMULATOR_SECRET,
    }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`the simulator of Stripe answers ${response.status}`);
}

/** Starts the API and waits until it is ready; returns its address. */
export async function apiStep(build: StackBuild): Promise<{ child: NodeChild; url: string }> {
  const port = await choosePort(build, 'API', build.options.ports.api);
  const host = build.env['HOST']?.trim() || HOST;
  // An address that stands for all of them is no address to ask.
  const url = `http://${['0.0.0.0', '::'].includes(host) ? HOST : host}:${port}`;
  build.env['PICTURE_DIR'] = build.env['PICTURE_DIR']?.trim() || build.state.pictures;
  const child = await spawnProgram(build, {
    step: 'API',
    program: { name: 'api', script: 'api/main.js', env: { PORT: String(port), HOST: host } },
    graceMs: CHILD_GRACE_MS,
  });
  await untilReady({ url: `${url}/readyz`, child, logFile: build.state.logFile('api') });
  return { child, url };
}

interface WorkerProgram {
  name: string;
  script: string;
  args?: string[];
  env?: NodeJS.ProcessEnv;
  wantedPort: number;
}

/** Starts processes of workers; links in mails lead to the API. */
async function spawnWorkers(
  build: StackBuild,
  apiUrl: string,
  programs: readonly WorkerProgram[],
): Promise<NodeChild[]> {
  const ports: number[] = [];
  // One after the other, because each has to know what the others took.
  for (const { name, wantedPort } of programs)
    ports.push(await choosePort(build, `${name} metrics`, wantedPort));
  const spawn = ({ name, script, args, env }: WorkerProgram, n: number): Promise<NodeChild> =>
    spawnProgram(build, {
      step: 'workers',
      program: {
        ...{ name, script, args, niceness: NICENESS.workers },
        env: {
          ...env,
          ...build.env,
          PUBLIC_URL: build.env['PUBLIC_URL']?.trim() || apiUrl,
          METRICS_PORT: String(ports[n]),
        },
      },
      readyLine: isReadyLine,
      graceMs: WORKER_GRACE_MS,
    });
  return Promise.all(programs.map(spawn));
}

/** The worker processes, and the one that has texts written. */
export interface WorkerChildren {
  workers: NodeChild[];
  worker: NodeChild;
}

/** Starts a process with the workers of all lanes or, as in production, one a lane, with the times for shutting down that it has there. */
export async function workersStep(
  build: StackBuild,
  { apiUrl }: { apiUrl: string },
): Promise<WorkerChildren> {
  const { production, ports } = build.options;
  const all: WorkerProgram = {
    ...{ name: 'worker', script: 'workers/all-lanes.js', env: WORKER_SHUTDOWN },
    wantedPort: ports.metrics,
  };
  const ofLane = (lane: Lane, n: number): WorkerProgram => ({
    ...{ name: `worker-${lane}`, script: 'workers/lane.js', args: [lane] },
    wantedPort: ports.metrics + n,
  });
  const workers = await spawnWorkers(build, apiUrl, production ? LANES.map(ofLane) : [all]);
  return { workers, worker: workers[production ? LANES.indexOf('writing') : 0]! };
}

async function untilReady(options: { url: string; child: NodeChild; logFile: string }): Promise<void> {
  const { url, child, logFile } = options;
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let reason = 'no response';
  let lost: string | undefined;
  void child.givenUp.then((sentence) => {
    lost = sentence;
  });
  while (Date.now() < deadline) {
    if (lost) throw new Error(lost);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      if (response.ok) return;
      reason = `it returns ${response.status}`;
    } catch {
      reason = 'no response';
    }
    await pause(100);
  }
  throw new Error(`${url} was not ready after ${READY_TIMEOUT_MS / 1000} s: ${reason} (log: ${logFile})`);
}

function isReadyLine(text: string): boolean {
  return text.startsWith('{') && /"ready":\s*true/.test(text);
}
