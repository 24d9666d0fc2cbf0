import type { Queryable } from '../pool';
import { attemptOf, isLasting, unusableFindings } from '../blog/unusable';
import type { Unusable, UnusableAttempt } from '../blog/unusable';
import type { SavedFinding } from '../blog/findings';

/** Names one attempt at a component. */
export interface ComponentKey {
  orderId: string;
  component: string;
  round: number;
  attempt: number;
}

/** Keeps why a component did not pass, or was declined, and answers what that makes of the attempt. */
export async function insertRejected(
  tx: Queryable,
  row: ComponentKey & { findings: readonly SavedFinding[] },
): Promise<UnusableAttempt> {
  await tx.query(
    `insert into rejected_components (order_id, component, round, attempt, findings) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [row.orderId, row.component, row.round, row.attempt, JSON.stringify(row.findings)],
  );
  return attemptOf(row.findings);
}

/** The same for an answer that could not be read, or was none. */
export async function insertUnreadable(
  tx: Queryable,
  row: ComponentKey & { read: Unusable },
): Promise<UnusableAttempt> {
  const { read, ...key } = row;
  return insertRejected(tx, { ...key, findings: unusableFindings(read) });
}

/** What became of an attempt that did not pass; undefined where there is none. */
export async function findRejected(db: Queryable, key: ComponentKey): Promise<UnusableAttempt | undefined> {
  const result = await db.query<{ findings: SavedFinding[] }>(
    `select findings from rejected_components
      where order_id = $1 and component = $2 and round = $3 and attempt = $4`,
    [key.orderId, key.component, key.round, key.attempt],
  );
  return result.rows[0] ? attemptOf(result.rows[0].findings) : undefined;
}

/** What was wrong with the attempt before this one in the same round, and what lasts of the earlier ones. */
export async function findingsBefore(db: Queryable, key: ComponentKey): Promise<SavedFinding[]> {
  const result = await db.query<{ findings: SavedFinding[] }>(
    `select findings from rejected_components
      where order_id = $1 and component = $2 and round = $3 and attempt < $4 order by attempt desc`,
    [key.orderId, key.component, key.round, key.attempt],
  );
  const [last, ...earlier] = result.rows.map((row) => row.findings);
  return [...(last ?? []), ...earlier.flat().filter(isLasting)];
}
