import { Client, Connection } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { setTimeout as pause } from 'node:timers/promises';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes';

const READY_TIMEOUT_MS = 90_000;
const TRY_PAUSE_MS = 500;
const RETENTION_SECONDS = 7 * 24 * 3600;
const ALREADY_EXISTS = 6;

function unlessExists(error: Error & { code?: number }): void {
  if (error.code !== ALREADY_EXISTS) throw error;
}

/** Starts a workflow with all attributes and ends it: whoever may do so finds the namespace ready. */
async function tryOut(connection: Connection, namespace: string): Promise<void> {
  const { workflow } = new Client({ connection, namespace });
  const handle = await workflow.start('probe', {
    workflowId: `probe:${namespace}`,
    taskQueue: 'probe',
    workflowIdConflictPolicy: 'USE_EXISTING',
    typedSearchAttributes: new TypedSearchAttributes(
      SEARCH_ATTRIBUTES.map((key) => ({ key, value: 'probe' as never })),
    ),
  });
  await handle.terminate();
}

async function create(connection: Connection, namespace: string): Promise<void> {
  const { INDEXED_VALUE_TYPE_KEYWORD: keyword } = temporal.api.enums.v1.IndexedValueType;
  const seconds = RETENTION_SECONDS as unknown as Long;
  await connection.workflowService
    .registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds } })
    .catch(unlessExists);
  await connection.operatorService
    .addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTES.map(({ name }) => [name, keyword])),
    })
    .catch(unlessExists);
}

/** Makes the namespace unless it is there, and waits until workflows with Galley's attributes can be started in it. Throws after 90 s. */
export async function prepareNamespace(options: {
  address: string;
  namespace: string;
  /** Whether waiting is in vain. */
  isLost?: () => boolean;
}): Promise<void> {
  const { address, namespace, isLost } = options;
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    let connection: Connection | undefined;
    try {
      connection = await Connection.connect({ address, connectTimeout: 2_000 });
      await create(connection, namespace);
      return await tryOut(connection, namespace);
    } catch (error) {
      if (isLost?.()) throw new Error('the Temporal server exited before it was ready', { cause: error });
      if (Date.now() > deadline)
        throw new Error(`namespace ${namespace} was not ready in time (${(error as Error).message})`, {
          cause: error,
        });
      await pause(TRY_PAUSE_MS);
    } finally {
      await connection?.close();
    }
  }
}
