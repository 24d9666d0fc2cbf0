import type { Queryable } from '../pool';

/**
 * Takes the turn at what one process does for all, where it is due; the next one is due after `everyMs`. One that was put off for longer
 * than that is due, too: by a process with another pace, or because the clock was set back. Answers whether it got it.
 */
export async function takeTurn(db: Queryable, turn: { name: string; everyMs: number }): Promise<boolean> {
  const result = await db.query(
    `insert into sweep_turns as t (name, next_at)
     values ($1, clock_timestamp() + make_interval(secs => $2 / 1000.0))
     on conflict (name) do update set next_at = excluded.next_at
       where clock_timestamp() not between t.next_at - make_interval(secs => $2 / 1000.0) and t.next_at`,
    [turn.name, turn.everyMs],
  );
  return result.rowCount === 1;
}
