// Everything that one tenant can do to be in the way of the others, all at once. Runs as a process of its own.
import { answerTask } from './apart.mjs';

const STREAMS = 50;
const SCRAPERS = 50;
const HOSTILE = ['a\n=\n', '>', '<', '*', '[', '`'].map((part) =>
  part.repeat(Math.ceil(32_000 / part.length)),
);

/** Calls until the time is over; counts the statuses by what was done. */
function caller({ url, key, until }) {
  const answers = {};
  const isOver = () => performance.now() >= until;
  const call = async (what, method, path, body) => {
    const status = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    }).then(
      async (response) => {
        const json = await response.json().catch(() => undefined);
        return { status: response.status, json };
      },
      () => ({ status: 'none' }),
    );
    const counted = (answers[what] ??= {});
    counted[status.status] = (counted[status.status] ?? 0) + 1;
    return status;
  };
  const forever = (many, work) =>
    Array.from({ length: many }, async (_, n) => {
      while (!isOver()) await work(n);
    });
  return { answers, isOver, call, forever };
}

/** Places many, cancels them, does it again, and starts all of them again. */
async function openMany({ call, isOver }) {
  const ids = [];
  const act = async (action) => {
    const rest = [...ids];
    const one = async () => {
      for (let id = rest.pop(); id && !isOver(); id = rest.pop())
        await call(action, 'POST', `/api/blog-generation/${id}/${action}`, {});
    };
    await Promise.all(Array.from({ length: 20 }, one));
  };
  const items = Array.from({ length: 100 }, (_, n) => ({ sourceType: 'keyword', sourceId: `loud ${n}` }));
  while (!isOver()) {
    for (let n = 0; n < 5 && !isOver(); n += 1) {
      const { json } = await call('batch of 100', 'POST', '/api/blog-generation/batch', { items });
      ids.push(...(json?.items ?? []).map(({ id }) => id));
    }
    await act('cancel');
    await act('retry');
  }
}

/** Opens a stream, and closes it as soon as it has begun or a moment has passed. */
async function openStream({ url, key, answers }) {
  const gone = new AbortController();
  const timer = setTimeout(() => gone.abort(), 200);
  const status = await fetch(`${url}/api/events`, {
    headers: { authorization: `Bearer ${key}` },
    signal: gone.signal,
  }).then(
    ({ status: said }) => said,
    () => 'closed',
  );
  clearTimeout(timer);
  gone.abort();
  const counted = (answers.stream ??= {});
  counted[status] = (counted[status] ?? 0) + 1;
}

async function beLoud({ url, key, storeId, seconds, attacks }) {
  const caller_ = caller({ url, key, until: performance.now() + seconds * 1_000 });
  const { answers, call, forever } = caller_;
  const thousand = Array.from({ length: 1_000 }, (_, n) => ({
    pageType: 'product',
    targetKeywords: [`loud page ${n}`],
  }));
  const one = { items: [{ sourceType: 'keyword', sourceId: 'loud' }] };
  let asked = 0;
  const begin = {
    orders: () => [openMany(caller_)],
    batches: () => forever(4, () => call('batch of 1', 'POST', '/api/blog-generation/batch', one)),
    streams: () => forever(STREAMS, () => openStream({ url, key, answers })),
    refused: () =>
      forever(4, () => call('batch of 1,000', 'POST', '/api/generation/batch', { items: thousand })),
    products: () =>
      forever(4, () =>
        call('products', 'GET', `/api/stores/${storeId}/products?limit=100&query=${(asked += 1)}`),
      ),
    texts: () =>
      forever(2, () =>
        call('hostile text', 'PATCH', `/api/stores/${storeId}`, {
          brandVoice: { sample: HOSTILE[(asked += 1) % HOSTILE.length] },
        }),
      ),
    metrics: () => forever(SCRAPERS, () => call('metrics', 'GET', '/metrics')),
  };
  await Promise.all(attacks.flatMap((name) => begin[name]()));
  return answers;
}

answerTask(beLoud);
