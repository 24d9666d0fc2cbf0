import { randomUUID } from 'node:crypto';
import type { Queryable } from './pool';

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
  for (const [index, idea] of set.ideas.entries())
    await tx.query(
      `insert into ideas (id, order_id, round, n, title, angle, outline, keyword, reason)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (order_id, round, n) do nothing`,
      [
        randomUUID(),
        set.orderId,
        set.round,
        index + 1,
        idea.title,
        idea.angle,
        JSON.stringify(idea.outline),
        idea.keyword,
        idea.reason,
      ],
    );
}
