import { statusesOf } from '../domain/orders/lifecycle';
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createPool, inTransaction } from '../db/pool';
import { apiCaller } from './api-call';
import type { ApiCall } from './api-call';
import { middleOfWeek, SAMPLE_OPEN_PAGES, SAMPLE_ORDERS, SAMPLE_PAGES, weekBefore } from './sample-plan';
import type { SampleOrder, SamplePage } from './sample-plan';
import { SAMPLE_KEY, sampleStanding } from './sample-state';
import type { SampleStanding } from './sample-state';
import { moveTimes } from './sample-times';
import type { EndedOrders } from './sample-times';
import type { Stack } from './stack';

/** What is said of each sample store. */
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

/** Stages that are pending at once for the loading: the rest of the system has to answer meanwhile. */
const AT_ONCE = 8;
const ASK_EVERY_MS = 500;
const PATIENCE_MS = 180_000;
const DAY_MS = 86_400_000;

interface OrderJson {
  id: string;
  status: string;
  ideas: Array<{ id: string }>;
}

const ENDED = ['DONE', 'FAILED', 'CANCELLED'];

/** Where an order may be once its ideas are there. */
const AFTER_IDEAS = statusesOf('blog').filter(
  (status) => status !== 'PENDING' && status !== 'GENERATING_IDEAS',
);

/** Where an order stays until a person does something, or until its time; one that was held up before the last stop may be there. */
const AT_REST = ['AWAITING_APPROVAL', 'SCHEDULED', 'UNCONFIRMED'];

interface Loading {
  call: ApiCall;
  signal: AbortSignal;
  placed: SampleStanding['placed'];
}

/** Places something unless an interrupted load did; answers what the API answered to it. */
async function placeOnce(
  { call, placed }: Loading,
  name: string,
  path: string,
  body: object,
): Promise<unknown> {
  const key = `${SAMPLE_KEY}${name}`;
  return placed.get(key) ?? call('POST', path, body, key);
}

/** Asks until the order has the status or has ended; throws when neither happens in time. */
async function reaches({ call, signal }: Loading, id: string, ...statuses: string[]): Promise<OrderJson> {
  const late = Date.now() + PATIENCE_MS;
  for (;;) {
    const order = (await call('GET', `/api/blog-generation/${id}`)) as OrderJson;
    if (statuses.includes(order.status) || ENDED.includes(order.status)) return order;
    if (Date.now() > late) throw new Error(`order ${id} stayed ${order.status}`);
    await pause(ASK_EVERY_MS, undefined, { signal });
  }
}

/** Places the n-th order and takes it to where it is to end up; answers its id. */
async function live(loading: Loading, order: SampleOrder, n: number): Promise<string> {
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
    const { status } = await reaches(loading, id, end.at);
    if (status === end.at) await call('POST', `/api/blog-generation/${id}/cancel`, {});
    return id;
  }
  const picks = end.as === 'done' || end.pick;
  if (picks) {
    const { ideas, status } = await reaches(loading, id, ...AFTER_IDEAS);
    if (status === 'AWAITING_SELECTION' && ideas[0])
      await call('POST', `/api/blog-generation/${id}/select`, { ideaId: ideas[0].id });
  }
  const statuses =
    end.as === 'open' ? [end.status, ...AT_REST, ...(picks ? [] : ['AWAITING_SELECTION'])] : [];
  await reaches(loading, id, ...statuses);
  return id;
}

/** Does all of these, a few at once; answers in their order. */
async function each<T, R>(things: readonly T[], act: (thing: T) => Promise<R>): Promise<R[]> {
  const waiting = [...things.entries()];
  const results: R[] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        results[next[0]] = await act(next[1]);
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

/** Orders the pages as one batch, waits for its end, and cancels one page more; answers the ids of all. */
async function livePages(loading: Loading): Promise<string[]> {
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
  const late = Date.now() + PATIENCE_MS;
  for (;;) {
    const batch = (await call('GET', `/api/generation/batch/${id}`)) as {
      pending: number;
      inProgress: number;
    };
    if (batch.pending + batch.inProgress === 0) return [...ids, more.id];
    if (Date.now() > late) throw new Error(`batch ${id} did not end`);
    await pause(ASK_EVERY_MS, undefined, { signal });
  }
}

/** When these posts, each alone, and these pages, together, are to have ended. */
function datesOf(nowMs: number, posts: readonly string[], pages: readonly string[]): EndedOrders[] {
  const times = weekBefore(nowMs, posts.length);
  return [
    ...posts.map((id, n) => ({ orderIds: [id], endedMs: times[n]! })),
    { orderIds: pages, endedMs: middleOfWeek(nowMs) },
  ];
}

/** Tells the simulators something; `path` begins behind `/control`. */
async function tellSimulators(url: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${url}/control${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the simulators answered ${answer.status} to ${path}`);
}

/** Takes every order and page to where it is to end up, and answers when those that have ended are to have. */
async function liveAll(loadings: readonly Loading[]): Promise<EndedOrders[]> {
  // Published and ended ones first: what is held up would keep slots that they need.
  const numbered = SAMPLE_ORDERS.map((order, n) => ({ order, n }));
  const [open, closed] = [true, false].map((isOpen) =>
    numbered.filter(({ order }) => (order.end.as === 'open') === isOpen),
  ) as [typeof numbered, typeof numbered];
  const all = (some: typeof numbered): Promise<string[]> =>
    each(some, ({ order, n }) => live(loadings[order.store]!, order, n));
  const livePosts = async (): Promise<string[]> => {
    const posts = await all(closed);
    await all(open);
    return posts;
  };
  const [pages, posts] = await Promise.all([livePages(loadings[0]!), livePosts()]);
  return datesOf(Date.now(), posts, pages);
}

/** Gives the stores their voices, and orders what the simulators are to do to some orders. */
async function prepare(loadings: readonly Loading[], simulatorsUrl: string): Promise<void> {
  for (const [n, { call }] of loadings.entries()) {
    const { items } = (await call('GET', '/api/stores')) as { items: Array<{ id: string }> };
    const voice = VOICES[n];
    if (voice && items[0]) await call('PATCH', `/api/stores/${items[0].id}`, voice);
  }
  for (const { keyword, faults = [] } of [...SAMPLE_ORDERS, ...SAMPLE_PAGES])
    for (const fault of faults)
      await tellSimulators(simulatorsUrl, '/faults', { match: { contains: keyword }, ...fault });
}

/** What the loading needs of a system. */
export type SampleSystem = Pick<Stack, 'apiUrl' | 'databaseUrl' | 'simulatorsUrl' | 'providers' | 'stores'>;

/**
 * Fills an empty system with a week of work: real orders of the sample stores, run by real workers against simulators that hurry, and
 * afterwards dated back over the last seven days where they have ended. A load that was interrupted is completed. Answers the number of
 * orders; undefined where no sample belongs, as anything outside is real, or somebody has ordered something.
 */
export async function loadSampleWeek(options: {
  system: SampleSystem;
  signal: AbortSignal;
  /** Told once it is known that a sample belongs here. */
  onBegin: () => void;
}): Promise<number | undefined> {
  const { system, signal, onBegin } = options;
  const { simulatorsUrl, providers, databaseUrl, apiUrl, stores } = system;
  if (simulatorsUrl === undefined || providers.some(({ simulator }) => !simulator)) return undefined;
  const pool = createPool({
    url: databaseUrl,
    max: 1,
    min: 0,
    ssl: 'off',
    applicationName: 'galley-sample',
    onIdleError: () => undefined,
  });
  try {
    const { isWanted, placed } = await sampleStanding(pool);
    if (!isWanted) return undefined;
    onBegin();
    // Each order that is waited for listens.
    setMaxListeners(0, signal);
    const loadings = stores.map(({ apiKey }) => ({
      call: apiCaller({ apiUrl, key: apiKey, signal }),
      signal,
      placed,
    }));
    await prepare(loadings, simulatorsUrl);
    await tellSimulators(simulatorsUrl, '/hurry', { hurried: true });
    let ended: EndedOrders[];
    try {
      ended = await liveAll(loadings);
    } finally {
      await tellSimulators(simulatorsUrl, '/hurry', { hurried: false });
    }
    await inTransaction(pool, (tx) => moveTimes(tx, ended));
    await placePages(loadings[0]!, 'open-pages', SAMPLE_OPEN_PAGES);
  } finally {
    await pool.end();
  }
  return SAMPLE_ORDERS.length + SAMPLE_PAGES.length + 1 + SAMPLE_OPEN_PAGES.length;
}
