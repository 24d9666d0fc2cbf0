import { Pool } from 'pg';
import type { PoolClient } from 'pg';
import { isCut } from '../domain/cut-connection';
import { prepareStatements } from './prepared';
import type { Sealer } from './tenants/seal';
import { tlsOptions } from './tls';
import type { Tls } from './tls';

/** Anything that runs a query: the pool, or the connection of a transaction. */
export type Queryable = Pick<Pool, 'query'>;

/** The connection of a transaction. */
export interface Transaction extends Queryable {
  /**
   * Orders, mails, checkouts, refunds and alerts with a new message for Temporal, by their keys, and whose they are: that waits in turn with what others have. The
   * pool's listeners are notified after the commit.
   */
  readonly messaged: Map<string, string>;
  /** Seals what must not be readable in the database, where the pool was given one. */
  readonly sealer?: Sealer | undefined;
}

type MessageListener = (key: string, owner: string) => void;

const listeners = new WeakMap<Pool, Set<MessageListener>>();

const sealers = new WeakMap<Pool, Sealer>();

/** Has the transactions of a pool seal with this. */
export function sealWith(pool: Pool, sealer: Sealer): void {
  sealers.set(pool, sealer);
}

/**
 * Calls `listener` for every order (its id) and every mail, checkout and refund ({@link subjectKey}) with a newly committed message in a
 * transaction of this pool. Returns a function
 * that unsubscribes.
 */
export function onMessages(pool: Pool, listener: MessageListener): () => void {
  const ofPool = listeners.get(pool) ?? new Set();
  listeners.set(pool, ofPool.add(listener));
  return () => void ofPool.delete(listener);
}

/** What stands before ids that are no order's among the keys of new messages. */
const SUBJECT_KEY = 'subject:';

/** The key of messages about a mail, checkout, refund or alert. */
export function subjectKey(subjectId: string): string {
  return `${SUBJECT_KEY}${subjectId}`;
}

/** The mail, checkout, refund or alert behind a key of new messages; undefined for an order's. Inverse of {@link subjectKey}. */
export function subjectOfKey(key: string): string | undefined {
  return key.startsWith(SUBJECT_KEY) ? key.slice(SUBJECT_KEY.length) : undefined;
}

/** Whether queries run within a transaction. */
export function isTransaction(db: Queryable): db is Transaction {
  return 'messaged' in db;
}

/** Marks an order, mail, checkout, refund or alert as having a new message for Temporal in this transaction. */
export function noteMessage(tx: Queryable, { key, owner }: { key: string; owner: string }): void {
  if (isTransaction(tx)) tx.messaged.set(key, owner);
}

/** How to connect to Postgres. Times are in milliseconds. */
export interface PoolOptions {
  url: string;
  max: number;
  min: number;
  ssl: Tls;
  applicationName: string;
  /** Whether each connection keeps its statements prepared on the server; false by default. */
  preparesStatements?: boolean;
  /** The server ends a transaction that is idle for this long; defaults to 30 s. */
  idleInTransactionMs?: number;
  /** Called for connections that break while idle; without a listener, a break would end the process. */
  onIdleError: (error: Error) => void;
}

const ignoreError = (): void => undefined;

/** SQLSTATE of a write to a server that only reads, such as a former primary after a failover. */
const READ_ONLY = '25006';

/**
 * SQLSTATEs of a prepared statement that does not fit any more: a table has changed since, or a pooler has handed the statement to a
 * server that does not know it.
 */
const STALE_STATEMENTS = ['0A000', '26000'];

/**
 * The error itself if the connection is of no more use: the server has closed it, is no longer the one to write to, or does not take
 * the statements that the connection prepared.
 */
function closingError(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const { severity, code } = error as { severity?: unknown; code?: unknown };
  const isUseless = severity === 'FATAL' || code === READ_ONLY || STALE_STATEMENTS.includes(String(code));
  return isUseless ? error : undefined;
}

/** Does something that may be done twice; where its connection was cut, once more, over another one. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isCut(error)) throw error;
    return work();
  }
}

/** Has a pool send whatever only reads again, once, if its connection was cut. */
function repeatReads(pool: Pool): void {
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const patient = (...args: unknown[]): unknown => {
    const [text] = args;
    if (typeof text !== 'string' || !/^\s*select\b/i.test(text)) return query(...args);
    return again(() => query(...args));
  };
  pool.query = patient as Pool['query'];
}

/** Opens a pool: 30 s idle timeout, 5 s to connect, 30 s per statement. */
export function createPool(options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.url,
    max: options.max,
    min: Math.min(options.min, options.max),
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    query_timeout: 35_000,
    // A machine that freezes or loses the network in mid-transaction would otherwise hold its locks for hours.
    idle_in_transaction_session_timeout: options.idleInTransactionMs ?? 30_000,
    keepAlive: true,
    application_name: options.applicationName,
    ssl: tlsOptions(options.ssl),
  });
  pool.on('error', options.onIdleError);
  repeatReads(pool);
  // The pool only listens to idle connections. A connection that breaks while it is checked out would otherwise end the
  // process; its user learns of the break from the query.
  pool.on('connect', (connection) => {
    connection.on('error', ignoreError);
    if (options.preparesStatements) prepareStatements(connection);
  });
  return pool;
}

/** A connection on which a transaction has begun. */
async function begin(pool: Pool): Promise<PoolClient> {
  const connection = await pool.connect();
  try {
    await connection.query('begin');
    return connection;
  } catch (error) {
    connection.release(error as Error);
    throw error;
  }
}

/**
 * Runs `work` in a transaction on one connection. If `work` throws, the transaction is rolled back and the error
 * rethrown. A connection whose rollback fails is closed instead of being returned to the pool; one that turns out to have been cut
 * before the transaction began is replaced.
 */
export async function inTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const connection = await again(() => begin(pool));
  const messaged = new Map<string, string>();
  // Typed as the pool's `query`, of which the connection lacks one overload.
  const query = connection.query.bind(connection) as Pool['query'];
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  connection.on('error', onError);
  try {
    const result = await work({ query, messaged, sealer: sealers.get(pool) });
    await connection.query('commit');
    for (const listener of listeners.get(pool) ?? []) messaged.forEach((owner, key) => listener(key, owner));
    return result;
  } catch (error) {
    broken ??= closingError(error);
    if (!broken)
      await connection.query('rollback').catch((rollbackError: Error) => {
        broken = rollbackError;
      });
    throw error;
  } finally {
    connection.off('error', onError);
    connection.release(broken);
  }
}

/** Runs `work` in the given transaction, or in a new one if `db` is the pool. */
export async function atomically<T>(db: Queryable, work: (tx: Queryable) => Promise<T>): Promise<T> {
  if (isTransaction(db)) return work(db);
  if (db instanceof Pool) return inTransaction(db, work);
  throw new Error('expected a pool or a transaction');
}

/**
 * Does pieces of work, `atOnce` at a time and one by default, each whatever becomes of the others: one that fails does not keep those
 * behind it from their turn. Throws the first failure in the end.
 */
export async function eachAlone(
  pieces: ReadonlyArray<() => Promise<unknown>>,
  { atOnce }: { atOnce: number } = { atOnce: 1 },
): Promise<void> {
  const rest = pieces.values();
  const failures: unknown[] = [];
  const loop = async (): Promise<void> => {
    for (const piece of rest) await piece().catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  if (failures.length > 0) throw failures[0];
}
