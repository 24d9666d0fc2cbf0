import type { Pool } from 'pg';
import type { Simulators } from '../../src/simulators/options';

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
  simulators: Simulators;
}

const MODEL_STAGES = ['ideas', 'content', 'quality'];

/** Reads the accounts of model and picture calls and of posts. */
export async function readBooks({ database, simulators }: Ledgers): Promise<Books> {
  const { pool } = database;
  const one = async (sql: string): Promise<number> => (await pool.query<{ n: number }>(sql)).rows[0]!.n;
  const model = simulators.control
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
    predictions: simulators.control.predictions().length,
    posts: simulators.control.posts().length,
    drafts: simulators.control.drafts().length,
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
  /** Predictions that an order gave up for another: they ended badly, or their picture could not be had. */
  droppedPredictions: number;
  /** Predictions that a second worker made at the same time and then cancelled. */
  sparePredictions: number;
  /** Predictions that nobody knows of. */
  strayPredictions: number;
}

interface PictureRow {
  predictionId: string | null;
  prompt: string;
  seed: number;
}

/** What became of each prediction. Giving one up moves the seed of its picture on by one. */
function sortPredictions(
  predictions: ReturnType<Simulators['control']['predictions']>,
  pictures: PictureRow[],
): Pick<Remains, 'droppedPredictions' | 'sparePredictions' | 'strayPredictions'> {
  const ours = new Set(pictures.map(({ predictionId }) => predictionId));
  const sorted = { droppedPredictions: 0, sparePredictions: 0, strayPredictions: 0 };
  for (const { id, input, status } of predictions) {
    if (ours.has(id)) continue;
    const stepsBack = pictures
      .filter(({ prompt }) => prompt === input['prompt'])
      .map(({ seed }) => (seed - Number(input['seed']) + 2 ** 31) % 2 ** 31);
    if (stepsBack.some((steps) => steps > 0 && steps < 10)) sorted.droppedPredictions += 1;
    else if (stepsBack.includes(0) && status === 'canceled') sorted.sparePredictions += 1;
    else sorted.strayPredictions += 1;
  }
  return sorted;
}

/** Compares every post, draft and prediction at the providers with the orders. */
export async function readRemains({ database, simulators }: Ledgers): Promise<Remains> {
  const { pool } = database;
  const { control } = simulators;
  const done = await pool.query<{ draftId: string | null; postId: string | null }>(
    `select p.draft_id as "draftId", p.post_id as "postId" from orders o join blog_orders b on b.order_id = o.id
       left join publications p on p.order_id = o.id and p.basis = b.version_id where o.status = 'DONE'`,
  );
  const pictures = await pool.query<PictureRow>(
    'select prediction_id as "predictionId", prompt, seed from pictures',
  );
  const idsOf = (list: Array<{ id: string }>): Set<string> => new Set(list.map(({ id }) => id));
  const posts = idsOf(control.posts());
  const drafts = idsOf(control.drafts());
  return {
    done: done.rows.length,
    doneWithoutPost: done.rows.filter(
      ({ draftId, postId }) => !draftId || !postId || !posts.has(postId) || !drafts.has(draftId),
    ).length,
    strayPosts: posts.size - new Set(done.rows.map(({ postId }) => postId)).size,
    strayDrafts: drafts.size - new Set(done.rows.map(({ draftId }) => draftId)).size,
    ...sortPredictions(control.predictions(), pictures.rows),
  };
}
