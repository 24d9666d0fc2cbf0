import type { Queryable } from '../pool';

/** Takes the turn at what one process does for all, where it is due; the next one is due after `everyMs`. Answers whether it got it. */
export async function takeTurn(db: Queryable, turn: { name: string; everyMs: number }): Promise<boolean> {
  const result = await db.query(
    `insert into sweep_turns as t (name, next_at)
     values ($1, clock_timestamp() + make_interval(secs => $2 / 1000.0))
     on conflict (name) do update set next_at = excluded.next_at where t.next_at <= statement_timestamp()`,
    [turn.name, turn.everyMs],
  );
  return result.rowCount === 1;
}
