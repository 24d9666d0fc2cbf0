import { Connection, isGrpcServiceError } from '@temporalio/client';
import { readAttributes } from '../clients/search-attributes';
import { splitLanes, takesTurns } from '../clients/server-settings';
import type { Config } from '../config/config';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes';
import { printable } from './doctor-report';
import type { Diagnosis } from './doctor-report';
import { TEMPORAL_SETTINGS } from './temporal-server';

const PART = 'Temporal';
const SETTINGS_PART = 'Temporal settings';

/** gRPC status codes, from the gRPC specification. */
const GRPC = { notFound: 5, permissionDenied: 7, unimplemented: 12, unauthenticated: 16 } as const;

function codeOf(error: unknown): number | undefined {
  return isGrpcServiceError(error) ? error.code : undefined;
}

function isRefusal(error: unknown): boolean {
  const code = codeOf(error);
  return code === GRPC.permissionDenied || code === GRPC.unauthenticated;
}

/** Problems with the search attributes; undefined if the server does not allow reading them. */
async function attributeProblems(connection: Connection, namespace: string): Promise<string[] | undefined> {
  try {
    const { missing, mistyped } = await readAttributes({ connection, namespace });
    return [
      ...missing.map((name) => `search attribute ${name} is missing`),
      ...mistyped.map((name) => `search attribute ${name} is not of type Keyword`),
    ];
  } catch (error) {
    if (codeOf(error) === GRPC.unimplemented || isRefusal(error)) return undefined;
    throw error;
  }
}

async function reached(connection: Connection, namespace: string): Promise<Diagnosis> {
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  const version = `version ${printable(serverVersion)}`;
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } catch (error) {
    if (codeOf(error) !== GRPC.notFound) throw error;
    return {
      part: PART,
      verdict: 'broken',
      message: `${version}, but there is no namespace ${printable(namespace)}: deploy/temporal/create-namespace.sh creates it`,
    };
  }
  const problems = await attributeProblems(connection, namespace);
  const known = `${version}, namespace ${printable(namespace)}`;
  if (problems === undefined)
    return {
      part: PART,
      verdict: 'works',
      message: `${known}; its search attributes cannot be read: compare them manually with ${SEARCH_ATTRIBUTES.map(({ name }) => name).join(', ')}`,
    };
  if (problems.length > 0)
    return {
      part: PART,
      verdict: 'broken',
      message: `${known}, but ${problems.join(', ')}: deploy/temporal/create-namespace.sh adds them`,
    };
  return {
    part: PART,
    verdict: 'works',
    message: `${known}, all ${SEARCH_ATTRIBUTES.length} search attributes`,
  };
}

async function settings(connection: Connection, namespace: string): Promise<Diagnosis> {
  const server = { connection, namespace };
  const unread = Object.keys(TEMPORAL_SETTINGS).filter(
    (name) => !name.endsWith('Partitions') && name !== 'matching.enableFairness',
  );
  const compare = 'compare with deploy/temporal/dynamic-config.yaml';
  const settings = await Promise.all([splitLanes(server), takesTurns(server)]).catch(() => undefined);
  if (!settings)
    return {
      part: SETTINGS_PART,
      verdict: 'untried',
      message: `the server does not allow testing them: ${compare}`,
    };
  const [split, isFair] = settings;
  const byHand = `the API does not reveal ${unread.join(', ')}: ${compare}`;
  const problems = [
    ...(split.length === 0
      ? []
      : [
          `more than one partition on ${split.join(', ')}: set matching.numTaskqueueReadPartitions and matching.numTaskqueueWritePartitions to 1`,
        ]),
    ...(isFair ? [] : ['fairness between tenants is disabled: set matching.enableFairness to true']),
  ];
  if (problems.length > 0)
    return { part: SETTINGS_PART, verdict: 'broken', message: `${problems.join('; ')}; ${byHand}` };
  return {
    part: SETTINGS_PART,
    verdict: 'works',
    message: `one partition per lane, fairness between tenants; ${byHand}`,
  };
}

/**
 * Connects and reads the version, the namespace, its search attributes, and what the API reveals of the server's
 * settings.
 */
export async function checkTemporal(options: { config: Config; timeoutMs: number }): Promise<Diagnosis[]> {
  const { address, namespace, tls, apiKey } = options.config.temporal;
  const place = printable(address);
  let connection: Connection;
  try {
    connection = await Connection.connect({
      address,
      tls: tls ? {} : undefined,
      ...(apiKey ? { apiKey } : {}),
      connectTimeout: options.timeoutMs,
    });
  } catch (error) {
    const why = isRefusal(error)
      ? 'access is denied: check TEMPORAL_API_KEY'
      : 'no response: check TEMPORAL_ADDRESS and TEMPORAL_TLS';
    return [{ part: PART, verdict: 'broken', message: `${place}: ${why}` }];
  }
  try {
    return await connection.withDeadline(Date.now() + options.timeoutMs * 2, async () => {
      const diagnosis = await reached(connection, namespace);
      return [diagnosis, await settings(connection, namespace)];
    });
  } catch (error) {
    const why = isRefusal(error)
      ? 'access is denied: check TEMPORAL_API_KEY'
      : 'it responds, but not to our requests';
    return [{ part: PART, verdict: 'broken', message: `${place}: ${why}` }];
  } finally {
    await connection.close();
  }
}
