// Writes the types by which the panel calls the API, from the description that the API gives of itself; with --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import openapiTypes, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const require = createRequire(import.meta.url);
const { createApp } = require('../dist/api/app.js');
const { createDb } = require('../dist/db/db.js');
const { createMetrics } = require('../dist/telemetry/metrics.js');
const { silentLogger } = require('../dist/telemetry/logger.js');

const target = new URL('../src/panel/api-types.d.ts', import.meta.url);

/** The API's description; nothing that it is made of is called for it. */
function description() {
  const app = createApp({
    db: createDb({}),
    sealer: {},
    publishers: {},
    storeAnswersTtlMs: 0,
    budgets: { openaiRpm: 1, openaiTpm: 1, replicateRpm: 1 },
    openOrders: { ofAll: 1, ofTenant: 1 },
    allowPrivateReceivers: false,
    now: Date.now,
    pictureStore: {},
    lifecycle: {},
    notify: () => undefined,
    events: { feed: {} },
    metrics: createMetrics({
      outbox: async () => ({ pending: 0, oldestSeconds: 0 }),
      ordersByPhase: async () => [],
      pool: () => ({ total: 0, idle: 0, waiting: 0 }),
    }),
    log: silentLogger(),
    version: 'types',
  });
  return new Promise((done, failed) => {
    const server = app.listen(0, '127.0.0.1', async () => {
      try {
        const answer = await fetch(`http://127.0.0.1:${server.address().port}/openapi.json`);
        done(await answer.json());
      } catch (error) {
        failed(error);
      } finally {
        server.close();
      }
    });
    server.once('error', failed);
  });
}

const types = astToString(await openapiTypes(await description()));
const head = '/** What the API takes and answers; written by scripts/panel-types.mjs. */\n\n';
const options = { ...(await resolveConfig(target)), parser: 'typescript' };
const text = await format(head + types, options);
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('Error: the API has changed; run `npm run panel:types` and mend what does not compile');
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, text);
}
