import { Pool } from 'pg';

/** Anything that runs a query: the pool, or the connection of a transaction. */
export type Queryable = Pick<Pool, 'query'>;

/** The connection of a transaction. */
export interface Transaction extends Queryable {
  /** Orders with a new message for Temporal; the pool's listeners are notified after the commit. */
  readonly messaged: Set<string>;
}

type MessageListener = (orderId: string) => void;

const listeners = new WeakMap<Pool, Set<MessageListener>>();

/**
 * Calls `listener` for every order with a newly committed message in a transaction of this pool. Returns a function
 * that unsubscribes.
 */
export function onMessages(pool: Pool, listener: MessageListener): () => void {
  const ofPool = listeners.get(pool) ?? new Set();
  listeners.set(pool, ofPool.add(listener));
  return () => void ofPool.delete(listener);
}

function isTransaction(db: Queryable): db is Transaction {
  return 'messaged' in db;
}

/** Marks an order as having a new message for Temporal in this transaction. */
export function noteMessage(tx: Queryable, orderId: string): void {
  if (isTransaction(tx)) tx.messaged.add(orderId);
}

/** How to connect to Postgres. Times are in milliseconds. */
export interface PoolOptions {
  url: string;
  max: number;
  min: number;
  ssl: 'off' | 'verify' | 'accept-any';
  applicationName: string;
  /** The server ends a transaction that is idle for this long; defaults to 30 s. */
  idleInTransactionMs?: number;
  /** Called for connections that break while idle; without a listener, a break would end the process. */
  onIdleError: (error: Error) => void;
}

const ignoreError = (): void => undefined;

/** SQLSTATE of a write to a server that only reads, such as a former primary after a failover. */
const READ_ONLY = '25006';

/** The error itself if the connection is of no more use: the server has closed it, or is no longer the one to write to. */
function closingError(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const { severity, code } = error as { severity?: unknown; code?: unknown };
  return severity === 'FATAL' || code === READ_ONLY ? error : undefined;
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
    ssl: options.ssl === 'off' ? false : { rejectUnauthorized: options.ssl === 'verify' },
  });
  pool.on('error', options.onIdleError);
  // The pool only listens to idle connections. A connection that breaks while it is checked out would otherwise end the
  // process; its user learns of the break from the query.
  pool.on('connect', (connection) => void connection.on('error', ignoreError));
  return pool;
}

/**
 * Runs `work` in a transaction on one connection. If `work` throws, the transaction is rolled back and the error
 * rethrown. A connection whose rollback fails is closed instead of being returned to the pool.
 */
export async function inTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  const messaged = new Set<string>();
  // Typed as the pool's `query`, of which the connection lacks one overload.
  const query = connection.query.bind(connection) as Pool['query'];
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  connection.on('error', onError);
  try {
    await connection.query('begin');
    const result = await work({ query, messaged });
    await connection.query('commit');
    for (const listener of listeners.get(pool) ?? []) messaged.forEach(listener);
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
