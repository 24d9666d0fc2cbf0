// The process that starts and signals bare workflows when asked to over HTTP. It stands where Galley's API does, and its processor time
// counts as the API's: an order is a row and a start, a pick is a signal.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { createTemporalClient } = require('../../dist/clients/temporal.js');
const { poolShare } = require('../../dist/config/config.js');
const { processConfig } = require('../../dist/config/process-config.js');
const {
  orderKindAttribute,
  orderStatusAttribute,
  tenantAttribute,
} = require('../../dist/contract/search-attributes.js');
const { createPool } = require('../../dist/db/pool.js');
const { TypedSearchAttributes } = require('@temporalio/common');

const config = processConfig();
const pool = createPool({
  ...{ url: config.database.url, ssl: config.database.ssl, applicationName: 'bare-client' },
  ...poolShare(config, 'api'),
  onIdleError: () => undefined,
});
const { client, close } = createTemporalClient(config.temporal);
const tenant = randomUUID();

async function place() {
  const id = randomUUID();
  await pool.query(`insert into bare.orders (id, status) values ($1, 'accepted')`, [id]);
  await client.workflow.start('bareOrder', {
    workflowId: `bare:${id}`,
    taskQueue: 'orders',
    typedSearchAttributes: new TypedSearchAttributes([
      { key: orderKindAttribute, value: 'bare' },
      { key: orderStatusAttribute, value: 'ACCEPTED' },
      { key: tenantAttribute, value: tenant },
    ]),
  });
  return { id };
}

async function pick(id) {
  await client.workflow.getHandle(`bare:${id}`).signal('go');
  return { id };
}

const server = createServer((request, response) => {
  const id = /^\/orders\/([^/]+)\/go$/.exec(request.url)?.[1];
  (id ? pick(id) : place()).then(
    (body) => response.end(JSON.stringify(body)),
    (error) => {
      response.statusCode = 500;
      response.end(JSON.stringify({ message: error.message }));
    },
  );
});
server.keepAliveTimeout = 75_000;
server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`);
});
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
    void Promise.all([pool.end(), close()]);
  });
