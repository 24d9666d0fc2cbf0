import { randomUUID } from 'node:crypto';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { noteFailed } from './failed-pictures';
import type { PictureAttempt } from './failed-pictures';

/** A picture of an order: asked for, running, or copied to our own storage (`storageKey` set). */
export interface Picture {
  id: string;
  round: number;
  basis: string;
  prompt: string;
  seed: number;
  predictionId: string | null;
  createBeganAt: Date | null;
  /** Milliseconds since then, by Postgres' clock. */
  createAgeMs: number | null;
  storageKey: string | null;
  contentType: string | null;
  width: number | null;
  height: number | null;
  bytes: number | null;
  /** What the picture shows, in the words of the text it was made for; that text may have been replaced since. */
  alt: string | null;
}

const COLUMNS = `id, round, basis, prompt, seed, prediction_id as "predictionId",
  create_began_at as "createBeganAt",
  (extract(epoch from clock_timestamp() - create_began_at) * 1000)::float8 as "createAgeMs", storage_key as "storageKey", content_type as "contentType", width, height, bytes,
  (select v.image_alt from versions v where v.id = pictures.basis) as alt`;

/**
 * Reads or creates the row under (order, round, basis). Its prompt is the one given, unless a prediction by an earlier one may be
 * running.
 */
export async function openPicture(
  tx: Queryable,
  row: { orderId: string; round: number; basis: string; prompt: string; seed: number },
): Promise<Picture> {
  const written = await tx.query<Picture>(
    `insert into pictures (id, order_id, round, basis, prompt, seed) values ($1, $2, $3, $4, $5, $6)
     on conflict (order_id, round, basis) do update set prompt = excluded.prompt
       where pictures.prediction_id is null and pictures.create_began_at is null
     returning ${COLUMNS}`,
    [randomUUID(), row.orderId, row.round, row.basis, row.prompt, row.seed],
  );
  if (written.rows[0]) return written.rows[0];
  const result = await tx.query<Picture>(
    `select ${COLUMNS} from pictures where order_id = $1 and round = $2 and basis = $3`,
    [row.orderId, row.round, row.basis],
  );
  return result.rows[0]!;
}

/** A finished picture of an order. */
export async function findPicture(
  db: Queryable,
  key: { orderId: string; pictureId: string },
): Promise<Picture | undefined> {
  const result = await db.query<Picture>(`select ${COLUMNS} from pictures where order_id = $1 and id = $2`, [
    key.orderId,
    key.pictureId,
  ]);
  return result.rows[0];
}

/** A finished picture of the same version from an earlier round, which nobody has to pay for again. */
export async function findFinishedPicture(
  db: Queryable,
  key: { orderId: string; basis: string },
): Promise<Picture | undefined> {
  const result = await db.query<Picture>(
    `select ${COLUMNS} from pictures
      where order_id = $1 and basis = $2 and storage_key is not null and sent_back_at is null
      order by round desc limit 1`,
    [key.orderId, key.basis],
  );
  return result.rows[0];
}

/** A person sent the order's picture back: none of its pictures so far is taken up again. */
export async function sendBackPictures(tx: Queryable, key: { orderId: string }): Promise<void> {
  await tx.query(
    'update pictures set sent_back_at = clock_timestamp() where order_id = $1 and sent_back_at is null',
    [key.orderId],
  );
}

/** Notes that a prediction is about to be created, so that a lost answer can be looked for. */
export async function markPredictionBegun(tx: Queryable, key: { pictureId: string }): Promise<void> {
  await tx.query(
    'update pictures set create_began_at = coalesce(create_began_at, clock_timestamp()) where id = $1',
    [key.pictureId],
  );
}

/** Forgets a begun creation that the provider clearly refused. */
export async function forgetPredictionBegun(tx: Queryable, key: { pictureId: string }): Promise<void> {
  await tx.query('update pictures set create_began_at = null where id = $1 and prediction_id is null', [
    key.pictureId,
  ]);
}

/** Saves the prediction's id, unless another worker's stands already. Answers the one that stands. */
export async function claimPrediction(
  tx: Queryable,
  key: { pictureId: string; predictionId: string },
): Promise<string> {
  const result = await tx.query<{ predictionId: string }>(
    `update pictures set prediction_id = coalesce(prediction_id, $2) where id = $1
     returning prediction_id as "predictionId"`,
    [key.pictureId, key.predictionId],
  );
  return result.rows[0]!.predictionId;
}

/**
 * Forgets a prediction that ended without a picture, or whose creation was refused (null), so that the next attempt makes a new one,
 * and notes that the attempt is used up.
 */
export async function dropPrediction(
  db: Queryable,
  failed: PictureAttempt & {
    pictureId: string;
    predictionId: string | null;
    prompt: string;
    reason: string;
  },
): Promise<void> {
  await atomically(db, async (tx) => {
    await tx.query(
      // The next prediction must not look like the one that failed, nor fail in the same way.
      `update pictures set prediction_id = null, create_began_at = null, seed = (seed + 1) & 2147483647
        where id = $1 and prediction_id is not distinct from $2 and storage_key is null`,
      [failed.pictureId, failed.predictionId],
    );
    await noteFailed(tx, failed);
  });
}

/** Notes where our own copy lies. */
export async function savePictureFile(
  tx: Queryable,
  row: {
    pictureId: string;
    storageKey: string;
    contentType: string;
    width: number;
    height: number;
    bytes: number;
  },
): Promise<void> {
  await tx.query(
    `update pictures set storage_key = $2, content_type = $3, width = $4, height = $5, bytes = $6 where id = $1`,
    [row.pictureId, row.storageKey, row.contentType, row.width, row.height, row.bytes],
  );
}
