import type { Queryable } from '../pool';

/** What a hint can be for: a part of a post, or a page. */
export type HintedPart = 'ideas' | 'text' | 'picture' | 'page';

/** Keeps what a person asked of a part when the round was opened. */
export async function addHint(
  tx: Queryable,
  row: { orderId: string; round: number; part: HintedPart; hint: string },
): Promise<void> {
  await tx.query('insert into round_hints (order_id, round, part, hint) values ($1, $2, $3, $4)', [
    row.orderId,
    row.round,
    row.part,
    row.hint,
  ]);
}

/** What a person asked of a part in its latest round, if anything; rounds of other parts do not count. */
export async function hintFor(db: Queryable, key: { orderId: string; part: HintedPart }): Promise<string> {
  const result = await db.query<{ hint: string }>(
    'select hint from round_hints where order_id = $1 and part = $2 order by round desc limit 1',
    [key.orderId, key.part],
  );
  return result.rows[0]?.hint ?? '';
}
