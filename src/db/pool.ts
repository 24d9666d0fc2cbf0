import { Pool } from 'pg';

/** Anything that runs a query: the pool, or the one connection of a transaction. */
export type Queryable = Pick<Pool, 'query'>;

/** The one connection of a transaction. */
export interface Transaction extends Queryable {
  /** Orders with a new message for Temporal: whoever listens to the pool hears of them after the commit. */
  readonly messaged: Set<string>;
}

type MessageListener = (orderId: string) => void;

const listeners = new WeakMap<Pool, Set<MessageListener>>();

/** Calls `listener` with every order for which a transaction of this pool has committed a new message. Answers how to stop. */
export function onMessages(pool: Pool, listener: MessageListener): () => void {
  const ofPool = listeners.get(pool) ?? new Set();
  listeners.set(pool, ofPool.add(listener));
  return () => void ofPool.delete(listener);
}

function isTransaction(db: Queryable): db is Transaction {
  return 'messaged' in db;
}

/** Notes that the transaction has a new message for Temporal about this order. */
export function noteMessage(tx: Queryable, orderId: string): void {
  if (isTransaction(tx)) tx.messaged.add(orderId);
}

/** How to reach Postgres. Times in milliseconds. */
export interface PoolOptions {
  url: string;
  max: number;
  min: number;
  ssl: 'off' | 'verify' | 'accept-any';
  applicationName: string;
  /** A transaction in which nothing happens for this long is ended by the server; 30 s when left out. */
  idleInTransactionMs?: number;
  /** Told of connections that broke while idle; without a listener such a break would end the process. */
  onIdleError: (error: Error) => void;
}

const heard = (): void => undefined;

/** The error itself where it says that the server has closed the connection. */
function closingError(error: unknown): Error | undefined {
  const fatal = error instanceof Error && (error as { severity?: unknown }).severity === 'FATAL';
  return fatal ? error : undefined;
}

/** Opens a pool: 30 s idle, 5 s to connect, 30 s for one statement. */
export function createPool(options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.url,
    max: options.max,
    min: Math.min(options.min, options.max),
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    query_timeout: 35_000,
    // A machine that freezes or drops off the network in the middle of a transaction would keep its locks for hours.
    idle_in_transaction_session_timeout: options.idleInTransactionMs ?? 30_000,
    keepAlive: true,
    application_name: options.applicationName,
    ssl: options.ssl === 'off' ? false : { rejectUnauthorized: options.ssl === 'verify' },
  });
  pool.on('error', options.onIdleError);
  // The pool listens to idle connections only. One that breaks on its way out of the pool or after it was given up would
  // otherwise end the process; whoever uses it learns of the break from the query.
  pool.on('connect', (connection) => void connection.on('error', heard));
  return pool;
}

/**
 * Runs `work` in one transaction on one connection. Whatever `work` throws rolls it back and is thrown on. A connection
 * that cannot even roll back is closed instead of going back to the pool.
 */
export async function inTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  const messaged = new Set<string>();
  // Typed as the pool's `query`, of which the connection's is one overload short.
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

/** Runs `work` in the transaction that `db` is, or in a new one where it is the pool. */
export async function atomically<T>(db: Queryable, work: (tx: Queryable) => Promise<T>): Promise<T> {
  if (isTransaction(db)) return work(db);
  if (db instanceof Pool) return inTransaction(db, work);
  throw new Error('neither a pool nor a transaction');
}
