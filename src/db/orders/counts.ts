import type { Queryable } from '../pool';

/** Orders by kind and phase. */
export async function countByPhase(
  db: Queryable,
): Promise<Array<{ kind: string; phase: string; orders: number }>> {
  const result = await db.query<{ kind: string; phase: string; orders: number }>(
    'select kind, phase, count(*)::int as orders from orders group by kind, phase',
  );
  return result.rows;
}
