import type { Queryable } from '../pool';

/** Whether the text of an order is what readers are to see, so that nothing makes it fail any more. */
export async function isPublished(db: Queryable, key: { orderId: string }): Promise<boolean> {
  const result = await db.query(
    'select 1 from purchases where id = $1 and published_version_id is not null',
    [key.orderId],
  );
  return result.rowCount === 1;
}
