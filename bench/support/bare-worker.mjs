// The process that runs the bare workflows and their activities: a worker for each lane that they use, with the settings of Galley's.
// Arguments: the file with the plan of the workflow, the lanes, and the address that stands for a provider.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

const require = createRequire(import.meta.url);
const { poolShare } = require('../../dist/config/config.js');
const { processConfig } = require('../../dist/config/process-config.js');
const { LANE_PROVIDER } = require('../../dist/contract/lanes.js');
const { createPool } = require('../../dist/db/pool.js');
const { workerSettings } = require('../../dist/workers/lane-worker.js');

const [planFile, lanes, providerUrl] = process.argv.slice(2);

/** One insert, one update, and one request if the lane is a provider's. */
function createStep({ pool, callsProvider }) {
  return async ({ orderId, step, status }) => {
    await pool.query('insert into bare.steps (order_id, step) values ($1, $2) on conflict do nothing', [
      orderId,
      step,
    ]);
    if (callsProvider) await (await fetch(providerUrl)).arrayBuffer();
    await pool.query('update bare.orders set status = $2, step = $3, updated_at = now() where id = $1', [
      orderId,
      status,
      step,
    ]);
  };
}

/** The workflow, with the plan where it imports it from. */
const workflowSource = {
  workflowsPath: join(import.meta.dirname, 'bare-workflow.mjs'),
  bundlerOptions: {
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, alias: { ...config.resolve?.alias, 'bare-plan': planFile } },
    }),
  },
};

Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });
const config = processConfig();
const pool = createPool({
  ...{ url: config.database.url, ssl: config.database.ssl, applicationName: 'bare-worker' },
  ...poolShare(config, 'all-lanes'),
  onIdleError: () => undefined,
});
const connection = await NativeConnection.connect({ address: config.temporal.address });
const workers = await Promise.all(
  lanes.split(',').map((lane) =>
    Worker.create({
      ...{ connection, namespace: config.temporal.namespace, taskQueue: lane },
      ...workerSettings(lane, config),
      ...(lane === 'orders'
        ? workflowSource
        : { activities: { bareStep: createStep({ pool, callsProvider: LANE_PROVIDER[lane] !== null }) } }),
    }),
  ),
);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  });
const running = Promise.all(workers.map((worker) => worker.run()));
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
await running;
await connection.close();
await pool.end();
