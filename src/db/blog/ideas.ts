import { randomUUID } from 'node:crypto';
import type { Queryable } from '../pool';

/** One idea for a post. */
export interface Idea {
  id: string;
  round: number;
  n: number;
  title: string;
  angle: string;
  outline: string[];
  keyword: string;
  reason: string;
}

const COLUMNS = 'id, round, n, title, angle, outline, keyword, reason';

/** All ideas of an order, newest round first. */
export async function listIdeas(db: Queryable, key: { orderId: string }): Promise<Idea[]> {
  const result = await db.query<Idea>(
    `select ${COLUMNS} from ideas where order_id = $1 order by round desc, n`,
    [key.orderId],
  );
  return result.rows;
}

/** Whether a round's ideas, or those of a later one, are there. */
export async function hasIdeasFrom(db: Queryable, key: { orderId: string; round: number }): Promise<boolean> {
  const result = await db.query<{ there: boolean }>(
    'select exists (select 1 from ideas where order_id = $1 and round >= $2) as there',
    [key.orderId, key.round],
  );
  return result.rows[0]!.there;
}

/** Rounds of an order that have brought ideas. */
export async function countIdeaRounds(db: Queryable, key: { orderId: string }): Promise<number> {
  const result = await db.query<{ rounds: number }>(
    'select count(distinct round)::int as rounds from ideas where order_id = $1',
    [key.orderId],
  );
  return result.rows[0]!.rounds;
}

/** Adds a title of the customer's own as a further idea of the latest round, and answers it. */
export async function insertOwnIdea(
  tx: Queryable,
  own: { orderId: string; title: string; keyword: string },
): Promise<Idea> {
  const result = await tx.query<Idea>(
    `insert into ideas (id, order_id, round, n, title, angle, outline, keyword, reason)
     select $1, $2, max(round), max(n) filter (where round = (select max(round) from ideas where order_id = $2)) + 1,
            $3, '', '[]', $4, '' from ideas where order_id = $2
     returning ${COLUMNS}`,
    [randomUUID(), own.orderId, own.title, own.keyword],
  );
  return result.rows[0]!;
}

/** One idea, only if it belongs to the order. */
export async function findIdea(
  db: Queryable,
  key: { orderId: string; ideaId: string },
): Promise<Idea | undefined> {
  const result = await db.query<Idea>(`select ${COLUMNS} from ideas where order_id = $1 and id = $2`, [
    key.orderId,
    key.ideaId,
  ]);
  return result.rows[0];
}

/** Saves a round's ideas; a second save of the same round changes nothing. */
export async function insertIdeas(
  tx: Queryable,
  set: { orderId: string; round: number; ideas: ReadonlyArray<Omit<Idea, 'id' | 'round' | 'n'>> },
): Promise<void> {
  const rows = set.ideas.map((idea, index) => ({ ...idea, id: randomUUID(), n: index + 1 }));
  await tx.query(
    `insert into ideas (id, order_id, round, n, title, angle, outline, keyword, reason)
     select x.id, $2, $3, x.n, x.title, x.angle, x.outline, x.keyword, x.reason
       from jsonb_to_recordset($1) as x
            (id uuid, n int, title text, angle text, outline jsonb, keyword text, reason text)
      order by x.n
     on conflict (order_id, round, n) do nothing`,
    [JSON.stringify(rows), set.orderId, set.round],
  );
}
