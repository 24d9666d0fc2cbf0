import type { Pool } from 'pg';

/** What one query read. */
export interface Reading {
  sql: string;
  /** Big tables that were read from end to end. */
  whole: string[];
  /** Rows and index entries that were looked at. */
  rows: number;
  /** Pages of 8 KB that were looked at. */
  pages: number;
  ms: number;
}

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Node[];
}

interface Explained {
  Plan: Node;
  'Execution Time': number;
}

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

const TABLE_SCAN = /^(?:Seq|Index|Index Only|Bitmap Index|Bitmap Heap|Tid) Scan$/;

function readingOf(sql: string, explained: Explained, big: ReadonlySet<string>): Reading {
  const nodes = nodesOf(explained.Plan);
  const scans = nodes.filter((node) => TABLE_SCAN.test(node['Node Type']));
  return {
    sql,
    whole: scans
      .filter((node) => node['Node Type'] === 'Seq Scan' && big.has(node['Relation Name'] ?? ''))
      .map((node) => node['Relation Name']!),
    rows: scans.reduce(
      (sum, node) =>
        sum +
        (node['Actual Rows'] +
          (node['Rows Removed by Filter'] ?? 0) +
          (node['Rows Removed by Index Recheck'] ?? 0)) *
          node['Actual Loops'],
      0,
    ),
    pages: explained.Plan['Shared Hit Blocks'] + explained.Plan['Shared Read Blocks'],
    ms: explained['Execution Time'],
  };
}

/** Fewer rows than these are a small table. */
const BIG = 10_000;

/**
 * Does `work` with something that takes its queries as a pool does, each explained before it runs. All is undone in the end. Answers what
 * the queries read.
 */
export async function explainAll(pool: Pool, work: (db: Pool) => Promise<unknown>): Promise<Reading[]> {
  const connection = await pool.connect();
  const readings: Reading[] = [];
  const tables = await connection.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and reltuples > $1`,
    [BIG],
  );
  const big = new Set(tables.rows.map(({ name }) => name));
  async function query(sql: string, values: unknown[] = []): Promise<unknown> {
    if (/^(?:begin|commit|rollback)$/.test(sql)) return undefined;
    if (!/^\s*(?:select|with|insert|update|delete|\()/.test(sql)) return connection.query(sql, values);
    await connection.query('savepoint unexplained');
    const plan = await connection.query<{ 'QUERY PLAN': Explained[] }>(
      `explain (analyze, buffers, timing off, format json) ${sql}`,
      values,
    );
    await connection.query('rollback to unexplained');
    readings.push(readingOf(sql, plan.rows[0]!['QUERY PLAN'][0]!, big));
    return connection.query(sql, values);
  }
  const ignore = (): void => undefined;
  const db = { query, messaged: new Map<string, string>(), on: ignore, off: ignore, release: ignore };
  await connection.query('begin');
  try {
    await work({ ...db, connect: async () => db } as unknown as Pool);
  } finally {
    await connection.query('rollback');
    connection.release();
  }
  return readings;
}
