import { join } from 'node:path';
import { OperatorError } from '../../config/operator-error';
import { cacheDirsOf, writableDir } from '../cache-dir';
import type { StateDir } from '../state-dir';
import type { TemporalServer } from '../temporal-server';
import { startProductionTemporal } from './server';
import { SERVICES } from './server-config';
import type { ServicePorts } from './server-config';
import { ensureServerPrograms, SERVER_VERSION } from './server-programs';

/** Finds or builds Temporal's server, chooses its ports and starts it. Throws an {@link OperatorError} without a database of its own. */
export async function startOwnProduction(options: {
  state: StateDir;
  env: NodeJS.ProcessEnv;
  databaseUrl: string | undefined;
  /** The wanted port of the frontend; the other services' follow it. */
  wanted: number;
  choosePort: (name: string, wanted: number) => Promise<number>;
  niceness: number;
  log: (line: string) => void;
}): Promise<TemporalServer> {
  const { state, env, databaseUrl, choosePort, niceness, log } = options;
  if (!databaseUrl)
    throw new OperatorError(
      'Temporal needs databases of its own: set TEMPORAL_DATABASE_URL beside DATABASE_URL, or neither',
    );
  const cacheDirs = cacheDirsOf({ env, platform: process.platform, stateDir: state.root });
  const cacheDir = await writableDir(cacheDirs, (line) => log(`Temporal: ${line}`));
  const programs = await ensureServerPrograms({ cacheDir, env, log });
  log(`Temporal: server ${SERVER_VERSION} from ${programs}, stored in Postgres`);
  const ports = {} as ServicePorts;
  let { wanted } = options;
  for (const service of SERVICES) {
    const grpc = await choosePort(service === 'frontend' ? 'Temporal' : `Temporal ${service}`, wanted);
    const membership = await choosePort(`Temporal ${service} membership`, grpc + 1);
    ports[service] = { grpc, membership };
    wanted = membership + 1;
  }
  return startProductionTemporal({
    ...{ programs, databaseUrl, ports, niceness, log },
    configFile: join(state.root, 'temporal-server.yaml'),
    logFile: state.logFile('temporal'),
    pidFile: state.pidFile('temporal'),
  });
}
