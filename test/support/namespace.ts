import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { sharedServers } from './servers';

const KEYWORD = temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

/** A Temporal namespace of one test file's own, with our search attributes. */
export async function createNamespace(): Promise<string> {
  const namespace = `t-${randomUUID()}`;
  const connection = await Connection.connect({ address: sharedServers().temporalAddress });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    for (let tries = 1; ; tries += 1) {
      try {
        await connection.operatorService.addSearchAttributes({
          namespace,
          searchAttributes: {
            OrderKind: KEYWORD,
            OrderPhase: KEYWORD,
            OrderStatus: KEYWORD,
            Tenant: KEYWORD,
            OrderStore: KEYWORD,
            OrderBatch: KEYWORD,
          },
        });
        break;
      } catch (error) {
        // The server's own caches learn of a new namespace within a few seconds.
        if (tries === 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    return namespace;
  } finally {
    await connection.close();
  }
}
