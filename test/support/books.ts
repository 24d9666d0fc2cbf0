import type { Galley } from './galley';

/** The accounts of many orders: what was asked of the providers against what is on record. */
export interface Books {
  /** Stages (order, stage, round, attempt, basis) that have more than one answered call. */
  paidTwice: number;
  /** Calls whose answer a kill destroyed: begun, never ended. */
  destroyed: number;
  rows: number;
  requests: number;
  /** Orders with more than one prediction at the provider. */
  predictions: number;
  posts: number;
  drafts: number;
}

/** Reads the accounts of model and picture calls and of posts. */
export async function readBooks(galley: Galley): Promise<Books> {
  const { pool } = galley.database;
  const one = async (sql: string): Promise<number> => (await pool.query<{ n: number }>(sql)).rows[0]!.n;
  const model = galley.standins.control
    .requests({ provider: 'openai' })
    .filter((request) => ['ideas', 'content', 'quality'].includes(request.kind));
  return {
    paidTwice: await one(
      `select count(*)::int as n from (
         select 1 from provider_calls where state = 'answered' and provider <> 'wix'
          group by order_id, stage, round, attempt, basis having count(*) > 1) twice`,
    ),
    destroyed: await one(
      `select count(*)::int as n from provider_calls where state = 'begun' and provider = 'openai'`,
    ),
    rows: await one(`select count(*)::int as n from provider_calls where provider = 'openai'`),
    requests: model.length,
    predictions: galley.standins.control.predictions().length,
    posts: galley.standins.control.posts().length,
    drafts: galley.standins.control.drafts().length,
  };
}
