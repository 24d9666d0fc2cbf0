import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes';
import type { Logger } from '../telemetry/logger';
import type { AskedServer } from './server-settings';

const { INDEXED_VALUE_TYPE_KEYWORD } = temporal.api.enums.v1.IndexedValueType;

/** gRPC status codes with which a server says that it will never allow something, from the gRPC specification. */
const REFUSED: readonly number[] = [7, 12, 16];

/** Deadline of one request, and pause before the next try where the server does not answer, in milliseconds. */
const REQUEST_MS = 5_000;
const RETRY_MS = 2_000;

/** What an operator runs where the processes themselves may create nothing. */
const BY_HAND = 'deploy/temporal/create-namespace.sh';

/** Our search attributes as a namespace has them. */
export interface KnownAttributes {
  missing: string[];
  /** Those that somebody created with another type than Keyword. */
  mistyped: string[];
}

/** Whether a server has refused for good to tell or to do something. */
export function isRefusedForGood(error: unknown): boolean {
  return isGrpcServiceError(error) && REFUSED.includes(error.code);
}

/** Compares the search attributes of a namespace with ours. Throws what the server answers where it does not tell. */
export async function readAttributes({ connection, namespace }: AskedServer): Promise<KnownAttributes> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const typed = SEARCH_ATTRIBUTES.map(({ name }) => ({ name, type: customAttributes?.[name] }));
  return {
    missing: typed.flatMap(({ name, type }) => (type === undefined ? [name] : [])),
    mistyped: typed.flatMap(({ name, type }) =>
      type === undefined || type === INDEXED_VALUE_TYPE_KEYWORD ? [] : [name],
    ),
  };
}

/** Creates the search attributes that a namespace lacks. Answers what it lacked. */
async function addMissing(server: AskedServer): Promise<KnownAttributes> {
  const { connection, namespace } = server;
  const known = await readAttributes(server);
  if (known.missing.length > 0)
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(known.missing.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD])),
    });
  return known;
}

/**
 * Creates the search attributes that a namespace lacks, such as one of an earlier version, however long the server is away: without them it
 * starts no order. Where the server does not let this process create them, the log says who has to.
 */
export async function createMissingAttributes(
  options: AskedServer & { log: Logger; stopped: AbortSignal; retryMs?: number },
): Promise<void> {
  const { connection, log, stopped, retryMs = RETRY_MS } = options;
  for (let tries = 1; !stopped.aborted; tries += 1) {
    try {
      const { missing, mistyped } = await connection.withDeadline(Date.now() + REQUEST_MS, () =>
        addMissing(options),
      );
      if (missing.length > 0) log.info('created search attributes', { names: missing.join(' ') });
      if (mistyped.length > 0)
        log.error('search attributes are not of type Keyword; no order can be started', {
          names: mistyped.join(' '),
        });
      return;
    } catch (error) {
      if (isRefusedForGood(error)) {
        log.warn('the server does not let this process see to the search attributes', {
          names: SEARCH_ATTRIBUTES.map(({ name }) => name).join(' '),
          createdBy: BY_HAND,
        });
        return;
      }
      // Another process that adds them at the same time is no reason to say anything.
      if (tries === 3) log.warn('cannot see to the search attributes yet; trying again');
      await pause(retryMs, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
}
