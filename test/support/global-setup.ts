import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { Client } from 'pg';
import { migrate } from '../../src/db/migrate';
import { killRecorded } from '../../src/local/pid-file';
import { freePort } from '../../src/local/ports';
import { startPostgres } from '../../src/local/postgres';
import { ensureTemporalBinary, userCacheDir } from '../../src/local/temporal-binary';
import { startTemporal } from '../../src/local/temporal-server';
import { SERVERS_FILE } from './servers';
import type { SharedServers } from './servers';

const HOST = '127.0.0.1';
const TEMPLATE = 'galley_template';

/** Starts what the whole run shares. The servers are real ones; only providers are stand-ins. */
export default async function globalSetup(): Promise<void> {
  const dir = path.dirname(SERVERS_FILE);
  rmSync(SERVERS_FILE, { force: true });
  mkdirSync(dir, { recursive: true });
  const log = (line: string): void => {
    process.stderr.write(`[test set-up] ${line}\n`);
  };
  const binary = await ensureTemporalBinary({
    cacheDir: userCacheDir({ env: process.env, platform: process.platform }),
    env: process.env,
    log,
  });
  const [temporal, postgres] = await Promise.all([
    freePort({ wanted: 17233, host: HOST }).then((port) =>
      startTemporal({
        binary: binary.path,
        port,
        uiPort: null,
        logFile: path.join(dir, 'temporal.log'),
        log,
      }),
    ),
    freePort({ wanted: 15432, host: HOST }).then((port) =>
      startPostgres({ dir: path.join(dir, 'postgres'), port, persistent: false, log }),
    ),
  ]);
  // A run that is interrupted does not reach its teardown.
  process.once('exit', () => {
    killRecorded({ file: path.join(dir, 'temporal.pid.json') });
    killRecorded({ file: path.join(dir, 'postgres', 'postgres.pid.json') });
  });
  const admin = new Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  const templateUrl = new URL(postgres.url);
  templateUrl.pathname = `/${TEMPLATE}`;
  await migrate({ url: templateUrl.href, ssl: 'off', log });

  const quiet = (): void => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(__dirname, '..', '..', 'src', 'workflows', 'index.ts'),
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: log, error: log },
  });
  const bundlePath = path.join(dir, 'workflow-bundle.js');
  writeFileSync(bundlePath, code);

  const shared: SharedServers = {
    temporalAddress: temporal.address,
    postgresUrl: postgres.url,
    templateDatabase: TEMPLATE,
    bundlePath,
    temporalCli: binary.path,
  };
  writeFileSync(SERVERS_FILE, JSON.stringify(shared));
  (globalThis as Record<string, unknown>)['__galleyServers'] = { temporal, postgres };
}
