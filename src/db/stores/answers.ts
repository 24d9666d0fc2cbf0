import { storable } from '../../domain/text/storable';
import type { Queryable } from '../pool';

/** A cached response from a store, with the time it was fetched. */
export interface StoreAnswer {
  answer: unknown;
  fetchedAt: Date;
  /** Age in milliseconds, by the database's clock. */
  ageMs: number;
}

const COLUMNS = `answer, fetched_at as "fetchedAt",
  (extract(epoch from clock_timestamp() - fetched_at) * 1000)::float8 as "ageMs"`;

/** The latest response to a query, whatever its age. */
export async function findStoreAnswer(
  db: Queryable,
  key: { storeId: string; question: string },
): Promise<StoreAnswer | undefined> {
  const result = await db.query<StoreAnswer>(
    `select ${COLUMNS} from store_answers where store_id = $1 and question = $2`,
    [key.storeId, key.question],
  );
  return result.rows[0];
}

/** Saves a response in place of the previous one, and deletes the store's responses older than a day. */
export async function saveStoreAnswer(
  db: Queryable,
  row: { storeId: string; question: string; answer: unknown },
): Promise<StoreAnswer> {
  await db.query(
    `delete from store_answers where store_id = $1 and fetched_at < statement_timestamp() - interval '1 day'`,
    [row.storeId],
  );
  const result = await db.query<StoreAnswer>(
    `insert into store_answers (store_id, question, answer) values ($1, $2, $3)
     on conflict (store_id, question)
       do update set answer = excluded.answer, fetched_at = excluded.fetched_at
     returning ${COLUMNS}`,
    [row.storeId, row.question, JSON.stringify(storable(row.answer))],
  );
  return result.rows[0]!;
}
