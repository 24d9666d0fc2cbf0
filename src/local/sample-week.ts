import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createPool, inTransaction } from '../db/pool';
import { apiCaller } from './api-call';
import type { ApiCall } from './api-call';
import { middleOfWeek, SAMPLE_OPEN_PAGES, SAMPLE_ORDERS, SAMPLE_PAGES, weekBefore } from './sample-plan';
import type { SampleOrder, SamplePage } from './sample-plan';
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

interface Loading {
  call: ApiCall;
  signal: AbortSignal;
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

/** Places one order and takes it to where it is to end up; answers its id. */
async function live(loading: Loading, order: SampleOrder): Promise<string> {
  const { call } = loading;
  const publishAt =
    order.publishInDays === undefined
      ? undefined
      : new Date(Date.now() + order.publishInDays * DAY_MS).toISOString();
  const { id } = (await call('POST', '/api/blog-generation', {
    sourceType: 'keyword',
    sourceId: order.keyword,
    ...(order.publishMode ? { publishMode: order.publishMode } : {}),
    ...(publishAt ? { publishAt } : {}),
    policy: { draftBackoffMs: 100, lookupPauseMs: 100, lookupTries: 1 },
  })) as OrderJson;
  const { end } = order;
  if (end.as === 'cancelled') {
    await reaches(loading, id, end.at);
    await call('POST', `/api/blog-generation/${id}/cancel`, {});
    return id;
  }
  if (end.as === 'done' || end.pick) {
    const { ideas, status } = await reaches(loading, id, 'AWAITING_SELECTION');
    if (status === 'AWAITING_SELECTION' && ideas[0])
      await call('POST', `/api/blog-generation/${id}/select`, { ideaId: ideas[0].id });
  }
  await reaches(loading, id, end.as === 'open' ? end.status : 'DONE');
  return id;
}

/** Does all of these, a few at once. */
async function each<T>(things: readonly T[], act: (thing: T) => Promise<unknown>): Promise<void> {
  const waiting = [...things];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await act(next);
    }),
  );
}

/** Orders pages as one batch. */
async function placePages(
  call: ApiCall,
  pages: readonly SamplePage[],
): Promise<{ id: string; ids: string[] }> {
  const items = pages.map(({ pageType, keyword }) => ({ pageType, targetKeywords: [keyword] }));
  return (await call('POST', '/api/generation/batch', { items })) as { id: string; ids: string[] };
}

/** Orders the pages as one batch, waits for its end, and cancels one page more; answers the ids of all. */
async function livePages({ call, signal }: Loading): Promise<string[]> {
  const { id, ids } = await placePages(call, SAMPLE_PAGES);
  const more = (await call('POST', '/api/generation', {
    pageType: 'category',
    targetKeywords: ['advent calendar'],
    priority: 1,
  })) as { id: string };
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

/** Tells the stand-ins something; `path` begins behind `/control`. */
async function tellStandins(url: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${url}/control${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the stand-ins answered ${answer.status} to ${path}`);
}

/** Whether a sample belongs here: everything outside is stood in for, the database is of this stack, and nothing was ordered yet. */
async function isWanted(stack: Stack): Promise<boolean> {
  if (stack.standinsUrl === undefined || stack.providers.some(({ standIn }) => !standIn)) return false;
  const call = apiCaller({ apiUrl: stack.apiUrl, key: stack.adminKey });
  const lists = await Promise.all(
    ['/api/blog-generation?limit=1', '/api/generation?limit=1'].map((path) => call('GET', path)),
  );
  return (lists as Array<{ items: unknown[] }>).every(({ items }) => items.length === 0);
}

/**
 * Fills an empty system with a week of work: real orders of the sample stores, run by real workers against stand-ins that hurry, and
 * afterwards dated back over the last seven days where they have ended. Answers the number of orders; undefined where no sample belongs.
 */
export async function loadSampleWeek(stack: Stack, signal: AbortSignal): Promise<number | undefined> {
  if (!(await isWanted(stack))) return undefined;
  // Each order that is waited for listens.
  setMaxListeners(0, signal);
  const standins = stack.standinsUrl!;
  const loadings = stack.stores.map(({ apiKey }) => ({
    call: apiCaller({ apiUrl: stack.apiUrl, key: apiKey, signal }),
    signal,
  }));
  for (const [n, { call }] of loadings.entries()) {
    const { items } = (await call('GET', '/api/stores')) as { items: Array<{ id: string }> };
    const voice = VOICES[n];
    if (voice && items[0]) await call('PATCH', `/api/stores/${items[0].id}`, voice);
  }
  for (const { keyword, faults = [] } of [...SAMPLE_ORDERS, ...SAMPLE_PAGES])
    for (const fault of faults)
      await tellStandins(standins, '/faults', { match: { contains: keyword }, ...fault });
  let ended: EndedOrders[];
  await tellStandins(standins, '/hurry', { hurried: true });
  try {
    const pages = livePages(loadings[0]!);
    // Published and ended ones first: what is held up would keep slots that they need.
    const [open, closed] = [true, false].map((isOpen) =>
      SAMPLE_ORDERS.filter(({ end }) => (end.as === 'open') === isOpen),
    ) as [SampleOrder[], SampleOrder[]];
    const posts: string[] = [];
    await each(closed, async (order) => posts.push(await live(loadings[order.store]!, order)));
    await each(open, (order) => live(loadings[order.store]!, order));
    ended = datesOf(Date.now(), posts, await pages);
  } finally {
    await tellStandins(standins, '/hurry', { hurried: false });
  }
  const pool = createPool({
    url: stack.databaseUrl,
    max: 1,
    min: 0,
    ssl: 'off',
    applicationName: 'galley-sample',
    onIdleError: () => undefined,
  });
  try {
    await inTransaction(pool, (tx) => moveTimes(tx, ended));
  } finally {
    await pool.end();
  }
  await placePages(loadings[0]!.call, SAMPLE_OPEN_PAGES);
  return SAMPLE_ORDERS.length + SAMPLE_PAGES.length + 1 + SAMPLE_OPEN_PAGES.length;
}
