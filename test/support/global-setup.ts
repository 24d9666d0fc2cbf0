import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { migrate } from '../../src/db/migrate';
import { createRoles } from '../../src/db/roles';
import { endLeftover, killRecorded } from '../../src/local/pid-file';
import { freePort } from '../../src/local/ports';
import { startPostgres } from '../../src/local/postgres';
import { userCacheDir } from '../../src/local/cache-dir';
import { ensureTemporalBinary } from '../../src/local/temporal-binary';
import { startTemporal } from '../../src/local/temporal-server';
import { RUNS_DIR, SERVERS_VARIABLE } from './servers';
import type { SharedServers } from './servers';

const HOST = '127.0.0.1';
const TEMPLATE = 'galley_template';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Ends the servers of runs that were killed before their teardown, and removes what they left. */
async function endInterruptedRuns(log: (line: string) => void): Promise<void> {
  for (const name of readdirSync(RUNS_DIR)) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    const dir = path.join(RUNS_DIR, name);
    await endLeftover({ file: path.join(dir, 'temporal.pid.json'), name: 'Temporal', log });
    await endLeftover({ file: path.join(dir, 'postgres', 'postgres.pid.json'), name: 'Postgres', log });
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Starts a server on a port of this run's own; one that was taken between the look and the start is tried again elsewhere. */
async function onFreePort<T>(base: number, start: (port: number) => Promise<T>): Promise<T> {
  const first = base + (process.pid % 10_000);
  for (let tries = 1; ; tries += 1) {
    try {
      return await start(await freePort({ wanted: first + tries * 100, host: HOST }));
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}

/** Bundles the workflows as they are now, for runs of Jest that do not begin with a build. */
async function bundleWorkflows(dir: string, log: (line: string) => void): Promise<string> {
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const quiet = (): void => undefined;
  const workflows = path.join(__dirname, '..', '..', 'src', 'workflows');
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(workflows, 'index.ts'),
    payloadConverterPath: path.join(workflows, 'payload-converter.ts'),
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: log, error: log },
  });
  const bundlePath = path.join(dir, 'workflow-bundle.js');
  writeFileSync(bundlePath, code);
  return bundlePath;
}

/** Starts what the whole run shares. The servers are real ones; only providers are simulators. */
export default async function globalSetup(): Promise<void> {
  const dir = path.join(RUNS_DIR, String(process.pid));
  mkdirSync(dir, { recursive: true });
  const log = (line: string): void => {
    process.stderr.write(`[test set-up] ${line}\n`);
  };
  await endInterruptedRuns(log);
  const binary = await ensureTemporalBinary({
    cacheDirs: [{ path: userCacheDir({ env: process.env, platform: process.platform }), from: 'HOME' }],
    env: process.env,
    log,
  });
  const [temporal, postgres] = await Promise.all([
    onFreePort(20_000, (port) =>
      startTemporal({
        binary: binary.path,
        port,
        uiPort: null,
        logFile: path.join(dir, 'temporal.log'),
        pidFile: path.join(dir, 'temporal.pid.json'),
        log,
      }),
    ),
    onFreePort(40_000, (port) =>
      startPostgres({ dir: path.join(dir, 'postgres'), port, persistent: false, log }),
    ),
  ]);
  // A run that is interrupted does not reach its teardown.
  process.once('exit', () => {
    killRecorded({ file: path.join(dir, 'temporal.pid.json') });
    killRecorded({ file: path.join(dir, 'postgres', 'postgres.pid.json') });
  });
  const ofTemplate = (url: string): string => Object.assign(new URL(url), { pathname: `/${TEMPLATE}` }).href;
  const migrateUrl = ofTemplate(postgres.migrateUrl);
  await createRoles({
    adminUrl: postgres.adminUrl,
    ssl: 'off',
    migrateUrl,
    runUrl: ofTemplate(postgres.url),
  });
  await migrate({ url: migrateUrl, ssl: 'off', log });

  const bundlePath = process.env['GALLEY_TEST_BUNDLE'] ?? (await bundleWorkflows(dir, log));

  const shared: SharedServers = {
    temporalAddress: temporal.address,
    adminUrl: postgres.adminUrl,
    migrateUrl: postgres.migrateUrl,
    runUrl: postgres.url,
    templateDatabase: TEMPLATE,
    bundlePath,
    temporalCli: binary.path,
  };
  const file = path.join(dir, 'servers.json');
  writeFileSync(file, JSON.stringify(shared));
  process.env[SERVERS_VARIABLE] = file;
  (globalThis as Record<string, unknown>)['__galleyServers'] = { dir, temporal, postgres };
}
