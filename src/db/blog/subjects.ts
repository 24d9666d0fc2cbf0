import type { Queryable } from '../pool';

/** What an order writes about. */
export interface Subject {
  subject: string;
  facts: string[];
}

/** Saves the subject once; a later save changes nothing. */
export async function insertSubject(tx: Queryable, row: Subject & { orderId: string }): Promise<void> {
  await tx.query(
    'insert into order_subjects (order_id, subject, facts) values ($1, $2, $3) on conflict (order_id) do nothing',
    [row.orderId, row.subject, JSON.stringify(row.facts)],
  );
}

/** The subject of an order, once it is known. */
export async function findSubject(db: Queryable, key: { orderId: string }): Promise<Subject | undefined> {
  const result = await db.query<Subject>('select subject, facts from order_subjects where order_id = $1', [
    key.orderId,
  ]);
  return result.rows[0];
}
