import type { Queryable } from '../pool';

/** What an order writes about. */
export interface Subject {
  subject: string;
  facts: string[];
}

/** Saves the subject once; a later save changes nothing. */
export async function insertSubject(tx: Queryable, row: Subject & { orderId: string }): Promise<void> {
  await insertSubjects(tx, [row]);
}

/** Saves the subjects of orders, each once. */
export async function insertSubjects(
  tx: Queryable,
  rows: ReadonlyArray<Subject & { orderId: string }>,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into order_subjects (order_id, subject, facts)
     select x."orderId", x.subject, x.facts from jsonb_to_recordset($1) as x ("orderId" uuid, subject text, facts jsonb)
     on conflict (order_id) do nothing`,
    [JSON.stringify(rows)],
  );
}

/** The subject of an order, once it is known. */
export async function findSubject(db: Queryable, key: { orderId: string }): Promise<Subject | undefined> {
  const result = await db.query<Subject>('select subject, facts from order_subjects where order_id = $1', [
    key.orderId,
  ]);
  return result.rows[0];
}
