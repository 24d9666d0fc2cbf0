import { statusesOf } from '../domain/orders/lifecycle';
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createPool, inTransaction } from '../db/pool';
import { apiCaller } from './api-call';
import type { ApiCall } from './api-call';
import { middleOfWeek, SAMPLE_OPEN_PAGES, SAMPLE_ORDERS, SAMPLE_PAGES, weekBefore } from './sample-plan';
import type { SampleOrder, SamplePage } from './sample-plan';
import { SAMPLE_KEY, readSampleProgress } from './sample-state';
import type { SampleProgress } from './sample-state';
import { moveTimes } from './sample-times';
import type { EndedOrders } from './sample-times';
import type { Stack } from './stack';

/** Settings of the sample stores. */
const VOICES = [
  {
    language: 'en',
    timeZone: 'Europe/London',
    brandVoice: { tone: 'warm, plain, a little dry', useWords: ['by hand'], avoidWords: ['game-changer'] },
    imageStyle: 'daylight, wood, no people',
  },
  {
    language: 'en',
    timeZone: 'Europe/Dublin',
    brandVoice: { tone: 'practical, like a neighbour who has done it', avoidWords: ['epic'] },
    imageStyle: 'overcast light, muted greens',
  },
  {
    language: 'de',
    timeZone: 'Europe/Berlin',
    brandVoice: { tone: 'ruhig und genau', avoidWords: ['Wohlfühloase'] },
    imageStyle: 'helles Leinen, viel Weiß',
  },
] as const;

/** Number of orders processed concurrently while loading; the system must stay responsive meanwhile. */
const CONCURRENCY = 8;
const POLL_MS = 500;
const TIMEOUT_MS = 180_000;
const DAY_MS = 86_400_000;

interface OrderJson {
  id: string;
  status: string;
  ideas: Array<{ id: string }>;
}

const ENDED = ['DONE', 'FAILED', 'CANCELLED'];

/** Statuses an order can have once its ideas exist. */
const AFTER_IDEAS = statusesOf('blog').filter(
  (status) => status !== 'PENDING' && status !== 'GENERATING_IDEAS',
);

/**
 * Statuses in which an order waits for a person or its publication time. An order from an interrupted load may already
 * be in one of them.
 */
const AT_REST = ['AWAITING_APPROVAL', 'SCHEDULED', 'UNCONFIRMED'];

interface Loading {
  call: ApiCall;
  signal: AbortSignal;
  placed: SampleProgress['placed'];
}

/** Places an order unless an interrupted load already did. Returns the API's response. */
async function placeOnce(
  { call, placed }: Loading,
  name: string,
  path: string,
  body: object,
): Promise<unknown> {
  const key = `${SAMPLE_KEY}${name}`;
  return placed.get(key) ?? call('POST', path, body, key);
}

/** Polls until the order has one of the statuses or has ended; throws if neither happens in time. */
async function waitForStatus(
  { call, signal }: Loading,
  id: string,
  ...statuses: string[]
): Promise<OrderJson> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const order = (await call('GET', `/api/blog-generation/${id}`)) as OrderJson;
    if (statuses.includes(order.status) || ENDED.includes(order.status)) return order;
    if (Date.now() > deadline) throw new Error(`order ${id} is stuck at ${order.status}`);
    await pause(POLL_MS, undefined, { signal });
  }
}

/** Places the n-th order and takes it to its final state. Returns its id. */
async function runOrder(loading: Loading, order: SampleOrder, n: number): Promise<string> {
  const { call } = loading;
  const publishAt =
    order.publishInDays === undefined
      ? undefined
      : new Date(Date.now() + order.publishInDays * DAY_MS).toISOString();
  const { id } = (await placeOnce(loading, `post-${n}`, '/api/blog-generation', {
    sourceType: order.sourceType ?? 'keyword',
    sourceId: order.keyword,
    ...(order.publishMode ? { publishMode: order.publishMode } : {}),
    ...(publishAt ? { publishAt } : {}),
    policy: { draftBackoffMs: 100, lookupPauseMs: 100, lookupTries: 1 },
  })) as OrderJson;
  const { end } = order;
  if (end.as === 'cancelled') {
    const { status } = await waitForStatus(loading, id, end.at);
    if (status === end.at) await call('POST', `/api/blog-generation/${id}/cancel`, {});
    return id;
  }
  const picks = end.as === 'done' || end.pick;
  if (picks) {
    const { ideas, status } = await waitForStatus(loading, id, ...AFTER_IDEAS);
    if (status === 'AWAITING_SELECTION' && ideas[0])
      await call('POST', `/api/blog-generation/${id}/select`, { ideaId: ideas[0].id });
  }
  const statuses =
    end.as === 'open' ? [end.status, ...AT_REST, ...(picks ? [] : ['AWAITING_SELECTION'])] : [];
  await waitForStatus(loading, id, ...statuses);
  return id;
}

/** Maps a list with limited concurrency, preserving its order. */
async function mapConcurrently<T, R>(things: readonly T[], work: (thing: T) => Promise<R>): Promise<R[]> {
  const waiting = [...things.entries()];
  const results: R[] = [];
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        results[next[0]] = await work(next[1]);
    }),
  );
  return results;
}

/** Orders pages as one batch. */
async function placePages(
  loading: Loading,
  name: string,
  pages: readonly SamplePage[],
): Promise<{ id: string; ids: string[] }> {
  const items = pages.map(({ pageType, keyword }) => ({ pageType, targetKeywords: [keyword] }));
  return (await placeOnce(loading, name, '/api/generation/batch', { items })) as {
    id: string;
    ids: string[];
  };
}

/** Orders the pages as one batch, waits for it to end, and orders and cancels one more page. Returns the ids of all. */
async function runPages(loading: Loading): Promise<string[]> {
  const { call, signal } = loading;
  const { id, ids } = await placePages(loading, 'pages', SAMPLE_PAGES);
  const more = (await placeOnce(loading, 'page', '/api/generation', {
    pageType: 'category',
    targetKeywords: ['advent calendar'],
    priority: 1,
  })) as { id: string };
  const { status } = (await call('GET', `/api/generation/${more.id}`)) as { status: string };
  if (status === 'pending' || status === 'processing')
    await call('POST', `/api/generation/${more.id}/cancel`, {});
  const late = Date.now() + TIMEOUT_MS;
  for (;;) {
    const batch = (await call('GET', `/api/generation/batch/${id}`)) as {
      pending: number;
      inProgress: number;
    };
    if (batch.pending + batch.inProgress === 0) return [...ids, more.id];
    if (Date.now() > late) throw new Error(`batch ${id} did not finish`);
    await pause(POLL_MS, undefined, { signal });
  }
}

/** End times of these posts, each individually, and of these pages, as one batch. */
function datesOf(nowMs: number, posts: readonly string[], pages: readonly string[]): EndedOrders[] {
  const times = weekBefore(nowMs, posts.length);
  return [
    ...posts.map((id, n) => ({ orderIds: [id], endedMs: times[n]! })),
    { orderIds: pages, endedMs: middleOfWeek(nowMs) },
  ];
}

/** Sends a control request to the simulators; `path` is relative to `/control`. */
async function controlSimulators(url: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${url}/control${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the simulators returned ${answer.status} for ${path}`);
}

/** Takes every order and page to its final state. Returns the end times of those that have ended. */
async function runAll(loadings: readonly Loading[]): Promise<EndedOrders[]> {
  // Orders that end come first, because those that are held up would occupy slots they need.
  const numbered = SAMPLE_ORDERS.map((order, n) => ({ order, n }));
  const [open, closed] = [true, false].map((isOpen) =>
    numbered.filter(({ order }) => (order.end.as === 'open') === isOpen),
  ) as [typeof numbered, typeof numbered];
  const all = (some: typeof numbered): Promise<string[]> =>
    mapConcurrently(some, ({ order, n }) => runOrder(loadings[order.store]!, order, n));
  const livePosts = async (): Promise<string[]> => {
    const posts = await all(closed);
    await all(open);
    return posts;
  };
  const [pages, posts] = await Promise.all([runPages(loadings[0]!), livePosts()]);
  return datesOf(Date.now(), posts, pages);
}

/** Sets up the stores' brand voices, and injects the faults for the orders. */
async function prepare(loadings: readonly Loading[], simulatorsUrl: string): Promise<void> {
  for (const [n, { call }] of loadings.entries()) {
    const { items } = (await call('GET', '/api/stores')) as { items: Array<{ id: string }> };
    const voice = VOICES[n];
    if (voice && items[0]) await call('PATCH', `/api/stores/${items[0].id}`, voice);
  }
  for (const { keyword, faults = [] } of [...SAMPLE_ORDERS, ...SAMPLE_PAGES])
    for (const fault of faults)
      await controlSimulators(simulatorsUrl, '/faults', { match: { contains: keyword }, ...fault });
}

/** The parts of a system that loading needs. */
export type SampleSystem = Pick<Stack, 'apiUrl' | 'migrateUrl' | 'simulatorsUrl' | 'providers' | 'stores'>;

/**
 * Fills an empty system with a week of work: real orders of the sample stores, processed by real workers against
 * simulators in a hurry, then backdated over the last seven days. Completes an interrupted load. Returns the number of
 * orders, or undefined if no sample is loaded because a provider is real or somebody has already placed an order.
 */
export async function loadSampleWeek(options: {
  system: SampleSystem;
  signal: AbortSignal;
  /** Called once it is known that the sample will be loaded. */
  onBegin: () => void;
}): Promise<number | undefined> {
  const { system, signal, onBegin } = options;
  const { simulatorsUrl, providers, migrateUrl, apiUrl, stores } = system;
  if (simulatorsUrl === undefined || providers.some(({ name, simulator }) => !simulator && name !== 'Mail'))
    return undefined;
  const pool = createPool({
    // Times are moved with a temporary table, which the processes' role cannot create.
    url: migrateUrl,
    max: 1,
    min: 0,
    ssl: 'off',
    applicationName: 'galley-sample',
    onIdleError: () => undefined,
  });
  try {
    const { shouldLoad, placed } = await readSampleProgress(pool);
    if (!shouldLoad) return undefined;
    onBegin();
    // Each order waited for adds a listener.
    setMaxListeners(0, signal);
    const loadings = stores.map(({ apiKey }) => ({
      call: apiCaller({ apiUrl, key: apiKey, signal }),
      signal,
      placed,
    }));
    await prepare(loadings, simulatorsUrl);
    await controlSimulators(simulatorsUrl, '/hurry', { hurried: true });
    let ended: EndedOrders[];
    try {
      ended = await runAll(loadings);
    } finally {
      await controlSimulators(simulatorsUrl, '/hurry', { hurried: false });
    }
    await inTransaction(pool, (tx) => moveTimes(tx, ended));
    await placePages(loadings[0]!, 'open-pages', SAMPLE_OPEN_PAGES);
  } finally {
    await pool.end();
  }
  return SAMPLE_ORDERS.length + SAMPLE_PAGES.length + 1 + SAMPLE_OPEN_PAGES.length;
}
