// A namespace on a running Temporal server, with the search attributes of Galley's workflows.
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';

const require = createRequire(import.meta.url);
const { temporal } = require('@temporalio/proto');
const { SEARCH_ATTRIBUTES: attributes } = require('../../dist/contract/search-attributes.js');

const READY_TIMEOUT_MS = 90_000;
const RETENTION_SECONDS = 7 * 24 * 3600;
const ALREADY_EXISTS = 6;

const unlessExists = (error) => {
  if (error.code !== ALREADY_EXISTS) throw error;
};

/** Starts a workflow with all attributes and ends it: whoever may do so finds the namespace ready. */
async function tryOut({ connection, namespace }) {
  const { workflow } = new Client({ connection, namespace });
  const handle = await workflow.start('probe', {
    workflowId: `probe:${namespace}`,
    taskQueue: 'probe',
    workflowIdConflictPolicy: 'USE_EXISTING',
    typedSearchAttributes: new TypedSearchAttributes(attributes.map((key) => ({ key, value: 'probe' }))),
  });
  await handle.terminate();
}

/** Makes the namespace unless it is there, and waits until workflows with the attributes can be started in it. */
export async function prepareNamespace({ address, namespace }) {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    let connection;
    try {
      connection = await Connection.connect({ address, connectTimeout: 2_000 });
      await connection.workflowService
        .registerNamespace({
          namespace,
          workflowExecutionRetentionPeriod: { seconds: RETENTION_SECONDS },
        })
        .catch(unlessExists);
      const { INDEXED_VALUE_TYPE_KEYWORD: keyword } = temporal.api.enums.v1.IndexedValueType;
      await connection.operatorService
        .addSearchAttributes({
          namespace,
          searchAttributes: Object.fromEntries(attributes.map(({ name }) => [name, keyword])),
        })
        .catch(unlessExists);
      await tryOut({ connection, namespace });
      return;
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`namespace ${namespace} was not ready in time: ${error.message}`, { cause: error });
      await pause(500);
    } finally {
      await connection?.close();
    }
  }
}
