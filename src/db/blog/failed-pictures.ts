import { PICTURE_FLAGGED } from '../../contract/failures';
import type { Queryable } from '../pool';

/** Key of an attempt at a picture: it is used up under it, whoever repeats it. */
export interface PictureAttempt {
  orderId: string;
  round: number;
  attempt: number;
  /** The version that the picture was for. */
  basis: string;
}

/** Notes that an attempt brought no picture, with its prompt and a machine word for why; the first such note stays. */
export async function noteFailed(
  tx: Queryable,
  row: PictureAttempt & { prompt: string; reason: string },
): Promise<void> {
  await tx.query(
    `insert into failed_pictures (order_id, round, attempt, basis, prompt, reason) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [row.orderId, row.round, row.attempt, row.basis, row.prompt, row.reason],
  );
}

/** Why an attempt brought no picture; undefined where it has not ended like that. */
export async function findFailed(
  db: Queryable,
  key: PictureAttempt,
): Promise<{ reason: string } | undefined> {
  const result = await db.query<{ reason: string }>(
    `select reason from failed_pictures where order_id = $1 and round = $2 and attempt = $3 and basis = $4`,
    [key.orderId, key.round, key.attempt, key.basis],
  );
  return result.rows[0];
}

/** How often a picture of this version was flagged since a person last gave a hint for the picture. */
export async function countFlags(db: Queryable, key: { orderId: string; basis: string }): Promise<number> {
  const result = await db.query<{ flags: number }>(
    `select count(*)::int as flags from failed_pictures
      where order_id = $1 and basis = $2 and reason = $3
        and round >= coalesce((select max(h.round) from round_hints h
                                where h.order_id = $1 and h.part = 'picture' and h.hint <> ''), 0)`,
    [key.orderId, key.basis, PICTURE_FLAGGED],
  );
  return result.rows[0]!.flags;
}
