import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { createMissingAttributes, readAttributes } from '../../src/clients/search-attributes';
import { SEARCH_ATTRIBUTES } from '../../src/contract/search-attributes';
import type { Logger } from '../../src/telemetry/logger';
import { sharedServers } from '../support/servers';

const { INDEXED_VALUE_TYPE_KEYWORD: KEYWORD, INDEXED_VALUE_TYPE_INT: INT } =
  temporal.api.enums.v1.IndexedValueType;

const NAMES = SEARCH_ATTRIBUTES.map(({ name }) => name);

let connection: Connection;

beforeAll(async () => {
  connection = await Connection.connect({ address: sharedServers().temporalAddress });
});

afterAll(async () => {
  await connection?.close();
});

/** A namespace of an earlier version, with these attributes. */
async function olderNamespace(attributes: Record<string, number>): Promise<string> {
  const namespace = `t-${randomUUID()}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  for (let tries = 1; ; tries += 1)
    try {
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: attributes });
      return namespace;
    } catch (error) {
      // The server's own caches learn of a new namespace within a few seconds.
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
}

/** A log that keeps its lines. */
function keptLog(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (message: string): void =>
      void lines.push(`${level} ${message}`);
  const log = { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
  return { log: log as unknown as Logger, lines };
}

const going = new AbortController().signal;

test('processes that start at once on an older namespace create what it lacks, and runs can have all of it', async () => {
  const namespace = await olderNamespace({ OrderKind: KEYWORD, Tenant: KEYWORD });
  const logs = [keptLog(), keptLog()];
  await Promise.all(
    logs.map(({ log }) =>
      createMissingAttributes({ connection, namespace, log, stopped: going, retryMs: 50 }),
    ),
  );
  expect(await readAttributes({ connection, namespace })).toEqual({ missing: [], mistyped: [] });
  expect(logs.flatMap(({ lines }) => lines)).toContain('info created search attributes');
  const { workflow } = new Client({ connection, namespace });
  const attributes = new TypedSearchAttributes(SEARCH_ATTRIBUTES.map((key) => ({ key, value: 'x' })));
  const start = () =>
    workflow.start('none', { workflowId: 'x', taskQueue: 'none', typedSearchAttributes: attributes });
  let handle;
  for (let tries = 1; !handle; tries += 1)
    handle = await start().catch(async (error: unknown) => {
      // As the outbox does, until the frontend has heard of them.
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return undefined;
    });
  await handle.terminate();

  const again = keptLog();
  await createMissingAttributes({ connection, namespace, log: again.log, stopped: going });
  expect(again.lines).toEqual([]);
});

test('an attribute of another type is said, as no order can be started', async () => {
  const namespace = await olderNamespace({ OrderKind: INT });
  const { log, lines } = keptLog();
  await createMissingAttributes({ connection, namespace, log, stopped: going, retryMs: 50 });
  expect(await readAttributes({ connection, namespace })).toEqual({ missing: [], mistyped: ['OrderKind'] });
  expect(lines).toContain('error search attributes are not of type Keyword; no order can be started');
});

/** A connection whose server answers with an error. */
const answering = (code: number, asked: () => void) =>
  ({
    withDeadline: (_at: number, ask: () => Promise<unknown>) => ask(),
    operatorService: {
      listSearchAttributes: async () => {
        asked();
        throw Object.assign(new Error('no'), { code, details: 'no', metadata: {} });
      },
    },
  }) as unknown as Connection;

test.each([7, 12, 16])('a server that refuses for good (gRPC code %i) is asked once', async (code) => {
  const { log, lines } = keptLog();
  const asked = jest.fn();
  const options = { connection: answering(code, asked), namespace: 'x', log, stopped: going, retryMs: 1 };
  await createMissingAttributes(options);
  expect(asked).toHaveBeenCalledTimes(1);
  expect(lines).toEqual(['warn the server does not let this process see to the search attributes']);
});

test('a server that is away is asked until the process stops, and the log says so once', async () => {
  const { log, lines } = keptLog();
  const stopping = new AbortController();
  let asked = 0;
  const count = (): void => {
    asked += 1;
    if (asked === 10) stopping.abort();
  };
  const options = {
    connection: answering(14, count),
    namespace: 'x',
    log,
    stopped: stopping.signal,
    retryMs: 1,
  };
  await createMissingAttributes(options);
  expect(asked).toBe(10);
  expect(lines).toEqual(['warn cannot see to the search attributes yet; trying again']);
});

test('there is room for all of them in a namespace on Postgres', () => {
  expect(NAMES.length).toBeLessThanOrEqual(10);
  expect(new Set(NAMES).size).toBe(NAMES.length);
});
