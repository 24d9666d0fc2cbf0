import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { spawnDetached } from '../detached';
import { endLeftover } from '../pid-file';
import { endOfFile } from '../temporal-server';
import type { TemporalServer } from '../temporal-server';
import { prepareNamespace } from './namespace';
import { serverConfig } from './server-config';
import type { ServicePorts } from './server-config';

const run = promisify(execFile);
const HOST = '127.0.0.1';
const STOP_GRACE_MS = 20_000;
const DEPLOYMENT = join(__dirname, '..', '..', '..', 'deploy', 'temporal');

/** Creates the tables of Temporal's two databases, or brings them to the server's version, with the script of the deployment. */
async function setUpSchema({
  programs,
  databaseUrl,
}: {
  programs: string;
  databaseUrl: string;
}): Promise<void> {
  const { hostname, port, username, password } = new URL(databaseUrl);
  try {
    await run('sh', [join(DEPLOYMENT, 'setup-schema.sh')], {
      env: {
        PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
        SQL_PLUGIN: 'postgres12',
        SQL_HOST: hostname,
        SQL_PORT: port || '5432',
        SQL_USER: decodeURIComponent(username),
        SQL_PASSWORD: decodeURIComponent(password),
      },
      maxBuffer: 16 * 1024 * 1024,
    });
  } catch (error) {
    // The command line of a failed command is in its message; what the tool printed last says why.
    const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string };
    const last = (stderr.trim() || stdout.trim()).split('\n').pop();
    throw new Error(`Temporal's schema could not be set up (${last || 'no output'})`, { cause: error });
  }
}

/**
 * Starts Temporal's production server on Postgres with the settings, the schema and the number of shards of the deployment, and waits until
 * workflows can be started in namespace `default`. Throws with the end of the log if the server exits or is not ready after 90 s.
 */
export async function startProductionTemporal(options: {
  /** The folder with the programs (see `ensureServerPrograms`). */
  programs: string;
  ports: ServicePorts;
  /** Connection string of the database `temporal`, whose role owns it and `temporal_visibility`. */
  databaseUrl: string;
  /** File for the configuration; it holds the password, so only its owner can read it. */
  configFile: string;
  logFile: string;
  pidFile: string;
  /** How far it stands back for other processes, from 0 to 19; 0 by default. */
  niceness?: number;
  log: (line: string) => void;
}): Promise<TemporalServer> {
  const { programs, ports, databaseUrl, configFile, logFile, pidFile, log } = options;
  await endLeftover({ file: pidFile, name: 'Temporal', log });
  await setUpSchema({ programs, databaseUrl });
  const dynamicConfigFile = join(DEPLOYMENT, 'dynamic-config.yaml');
  // YAML includes JSON.
  await writeFile(configFile, JSON.stringify(serverConfig({ ports, databaseUrl, dynamicConfigFile })), {
    mode: 0o600,
  });
  const child = await spawnDetached({
    command: join(programs, 'temporal-server'),
    args: ['--config-file', configFile, '--allow-no-auth', 'start'],
    env: { PATH: process.env['PATH'] },
    stopSignal: 'SIGTERM',
    niceness: options.niceness,
    ...{ logFile, pidFile },
  });
  const address = `${HOST}:${ports.frontend.grpc}`;
  try {
    await prepareNamespace({ address, namespace: 'default', isLost: () => child.hasExited() });
  } catch (error) {
    await child.kill();
    throw new Error(`${(error as Error).message}: ${await endOfFile(logFile)} (log: ${logFile})`, {
      cause: error,
    });
  }
  return {
    address,
    uiUrl: null,
    pid: child.pid,
    stop: () => child.stop({ graceMs: STOP_GRACE_MS }),
    kill: () => child.kill(),
  };
}
