import { FAILURES, isFailureType } from '../../src/contract/failures';
import type { ApiClient, OrderJson } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { orderPage, pageAbout, readItem } from '../support/items';
import { MODEL, startRealModel } from './model-server';
import type { RealModel } from './model-server';

/** How many posts and pages are ordered; fewer on a slow machine. */
const ORDERS = Number(process.env['LLM_ORDERS'] ?? 10);
const PAGES = Number(process.env['LLM_PAGES'] ?? 10);
const PATIENCE_MS = 3 * 3_600_000;

/** Dollars per million tokens, so that every token counts. */
const PRICE = { input: 1, output: 2 };

let galley: Galley;
let model: RealModel;

beforeAll(async () => {
  model = await startRealModel();
  galley = await startGalley({
    env: {
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_API_KEY: '',
      ...Object.fromEntries(
        ['IDEAS', 'CONTENT', 'QUALITY', 'COMPONENT'].map((stage) => [`OPENAI_MODEL_${stage}`, MODEL]),
      ),
      MODEL_PRICES: JSON.stringify({ [MODEL]: PRICE }),
      OPENAI_MAX_TOKENS_IDEAS: '800',
      OPENAI_MAX_TOKENS_CONTENT: '500',
      OPENAI_MAX_TOKENS_QUALITY: '300',
      OPENAI_MAX_TOKENS_COMPONENT: '250',
      CONTENT_WORDS: '150',
      OPENAI_TIMEOUT_MS: '900000',
      SLOTS_IDEAS: '1',
      SLOTS_WRITING: '1',
      SLOTS_QUALITY: '1',
    },
  });
}, 900_000);

afterAll(async () => {
  await galley?.stop();
  await model?.stop();
}, 60_000);

const pause = () => new Promise((resolve) => setTimeout(resolve, 1_000));

/** Follows a post to its end, and picks the first idea on the way. */
async function endOfOrder(store: ApiClient, id: string): Promise<OrderJson> {
  for (;;) {
    const order = await store.read(id);
    if (['DONE', 'FAILED', 'CANCELLED'].includes(order.status)) return order;
    if (order.status === 'AWAITING_SELECTION') await store.pick(id);
    await pause();
  }
}

async function endOfPage(store: ApiClient, id: string) {
  for (;;) {
    const item = await readItem(store, id);
    if (['completed', 'failed', 'cancelled'].includes(item.status)) return item;
    await pause();
  }
}

/** What people are shown of attempts that failed. */
async function findingsOf(store: ApiClient, path: string): Promise<string[]> {
  const { json } = await store.call('GET', `${path}/attempts`);
  const items = json['items'] as Array<{ findings: Array<{ reason: string }> }>;
  return items.flatMap(({ findings }) => findings.map(({ reason }) => reason));
}

/** How something ended, once it is known to be an ending that people understand. */
async function endingOf(
  store: ApiClient,
  path: string,
  end: { errorType: string | null; error: string | null },
): Promise<string> {
  const { errorType, error } = end;
  if (errorType === null) return 'published';
  if (!isFailureType(errorType) || errorType === 'Internal.Fault')
    throw new Error(`${path}: ${errorType} ${error}`);
  expect(error).toBe(FAILURES[errorType].reader);
  if (errorType === 'Draft.Rejected') {
    const findings = await findingsOf(store, path);
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) expect(finding).toMatch(/\S/);
  }
  return errorType;
}

test(
  `${ORDERS} posts and ${PAGES} pages by a real model end published or with findings, at what the server counted`,
  async () => {
    const startedAt = Date.now();
    const store = galley.stores[0]!;
    const policy = { draftBackoffMs: 20, draftAttempts: 2, lookupPauseMs: 50, lookupTries: 1 };
    const things = [
      'kettle',
      'lamp',
      'rain jacket',
      'garden hose',
      'desk',
      'mug',
      'tent',
      'pillow',
      'bicycle bell',
      'scarf',
    ];
    const thing = (n: number) => `${things[n % things.length]}${n < things.length ? '' : ` ${n}`}`;
    const posts = await Promise.all(
      Array.from({ length: ORDERS }, (_, n) => store.order({ sourceId: thing(n), policy })),
    );
    const pages: string[] = [];
    for (let n = 0; n < PAGES; n += 1) pages.push((await orderPage(store, pageAbout(thing(n)))).id);
    const endings = await Promise.all([
      ...posts.map(async (id) => {
        const order = await endOfOrder(store, id);
        return `post ${await endingOf(store, `/api/blog-generation/${id}`, order)}`;
      }),
      ...pages.map(async (id) => {
        const item = await endOfPage(store, id);
        return `page ${await endingOf(store, `/api/generation/${id}`, item)}`;
      }),
    ]);
    const calls = await galley.database.pool.query<{
      prompt: number;
      completion: number;
      cost: number;
      calls: number;
    }>(
      `select coalesce(sum(prompt_tokens), 0)::int as prompt, coalesce(sum(completion_tokens), 0)::int as completion,
              coalesce(sum(cost_micros) filter (where not cost_is_maximum), 0)::int as cost, count(*)::int as calls
         from provider_calls where provider = 'openai'`,
    );
    const sum = (of: (usage: { prompt: number; completion: number }) => number): number =>
      model.counted.reduce((all, usage) => all + of(usage), 0);
    const [booked] = calls.rows;
    const figures = {
      seconds: Math.round((Date.now() - startedAt) / 1000),
      endings: Object.fromEntries(
        [...new Set(endings)].map((ending) => [ending, endings.filter((one) => one === ending).length]),
      ),
      booked,
      statuses: model.statuses,
    };
    console.log(`real model: ${JSON.stringify(figures)}`);
    expect(booked).toMatchObject({
      prompt: sum(({ prompt }) => prompt),
      completion: sum(({ completion }) => completion),
      cost: sum(({ prompt, completion }) => prompt * PRICE.input + completion * PRICE.output),
    });
  },
  PATIENCE_MS,
);
