import type { Pool } from 'pg';
import type { Standins } from '../../src/standins/options';

/** The accounts of many orders: what was asked of the providers against what is on record. */
export interface Books {
  /** Stages (order, stage, round, attempt, basis) that have more than one answered call. */
  paidTwice: number;
  /** Calls whose answer a kill destroyed: begun, never ended. */
  destroyed: number;
  rows: number;
  requests: number;
  /** Requests that reached the model without a row of their stage. */
  unrecorded: number;
  /** Predictions at the provider. */
  predictions: number;
  posts: number;
  drafts: number;
}

/** What the accounts are read from. */
export interface Ledgers {
  database: { pool: Pool };
  standins: Standins;
}

const MODEL_STAGES = ['ideas', 'content', 'quality'];

/** Reads the accounts of model and picture calls and of posts. */
export async function readBooks({ database, standins }: Ledgers): Promise<Books> {
  const { pool } = database;
  const one = async (sql: string): Promise<number> => (await pool.query<{ n: number }>(sql)).rows[0]!.n;
  const model = standins.control
    .requests({ provider: 'openai' })
    .filter((request) => MODEL_STAGES.includes(request.kind));
  const byStage = await pool.query<{ stage: string; n: number }>(
    `select stage, count(*)::int as n from provider_calls where provider = 'openai' group by stage`,
  );
  const rowsOf = (stage: string): number => byStage.rows.find((row) => row.stage === stage)?.n ?? 0;
  const requestsOf = (stage: string): number => model.filter(({ kind }) => kind === stage).length;
  return {
    paidTwice: await one(
      `select count(*)::int as n from (
         select 1 from provider_calls where state = 'answered' and provider <> 'wix'
          group by order_id, stage, round, attempt, basis having count(*) > 1) twice`,
    ),
    destroyed: await one(
      `select count(*)::int as n from provider_calls where state = 'begun' and provider = 'openai'`,
    ),
    rows: byStage.rows.reduce((sum, row) => sum + row.n, 0),
    requests: model.length,
    unrecorded: MODEL_STAGES.map((stage) => Math.max(0, requestsOf(stage) - rowsOf(stage))).reduce(
      (sum, n) => sum + n,
    ),
    predictions: standins.control.predictions().length,
    posts: standins.control.posts().length,
    drafts: standins.control.drafts().length,
  };
}

/** What is left over at the providers or out of step with the orders after they have all ended. */
export interface Remains {
  done: number;
  /** Orders that are done and whose post or draft on record is not at the store, or that have several. */
  doneWithoutPost: number;
  /** Posts that belong to no order. */
  strayPosts: number;
  /** Drafts that are on no order's record. */
  strayDrafts: number;
  /** Predictions that ended badly, or whose picture could not be fetched, and were followed by another. */
  droppedPredictions: number;
  /** Predictions that are still running or brought a picture, but no order's. */
  strayPredictions: number;
}

/**
 * Compares every post, draft and prediction with the orders. A prediction that succeeded without being an order's picture
 * counts as dropped where its order said so (`expectDropped`), and as stray otherwise.
 */
export async function readRemains(
  { database, standins }: Ledgers,
  options: { expectDropped?: number } = {},
): Promise<Remains> {
  const { pool } = database;
  const { control } = standins;
  const done = await pool.query<{ draftId: string | null; postId: string | null }>(
    `select p.draft_id as "draftId", p.post_id as "postId" from orders o
       left join publications p on p.order_id = o.id and p.basis = o.version_id where o.status = 'DONE'`,
  );
  const pictures = await pool.query<{ id: string }>(
    'select prediction_id as id from pictures where storage_key is not null',
  );
  const atStore = (list: Array<{ id: string }>): Set<string> => new Set(list.map(({ id }) => id));
  const posts = atStore(control.posts());
  const drafts = atStore(control.drafts());
  const ours = new Set(pictures.rows.map(({ id }) => id));
  const others = control.predictions().filter(({ id }) => !ours.has(id));
  const endedBadly = others.filter(({ status }) => ['failed', 'canceled', 'aborted'].includes(status)).length;
  const unused = others.length - endedBadly;
  const explained = Math.min(unused, options.expectDropped ?? 0);
  return {
    done: done.rows.length,
    doneWithoutPost: done.rows.filter(
      ({ draftId, postId }) => !draftId || !postId || !posts.has(postId) || !drafts.has(draftId),
    ).length,
    strayPosts: posts.size - new Set(done.rows.map(({ postId }) => postId)).size,
    strayDrafts: drafts.size - new Set(done.rows.map(({ draftId }) => draftId)).size,
    droppedPredictions: endedBadly + explained,
    strayPredictions: unused - explained,
  };
}
