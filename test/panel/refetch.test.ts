import { focusManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import { failureOf } from '../../src/panel/api/failure';
import { startRefetching } from '../../src/panel/live/refetch';
import type { Refetcher } from '../../src/panel/live/refetch';
import { patchBatch, patchItem } from '../../src/panel/pages/items/live';

const LIVE_KEYS = ['items', 'item', 'batch', 'orders', 'order'];

let client: QueryClient;
let refetch: Refetcher;
const ends: Array<() => void> = [];

beforeEach(() => {
  jest.useFakeTimers();
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  refetch = startRefetching(client, LIVE_KEYS);
});

afterEach(() => {
  for (const end of ends.splice(0)) end();
  refetch.stop();
  client.clear();
  focusManager.setFocused(undefined);
  jest.useRealTimers();
});

/** A resource on the server: a response holds the state at the time of its request, and a slow one arrives when it is released. */
function resource<T>(truth: T) {
  const waiting: Array<() => void> = [];
  const server = {
    truth,
    asked: 0,
    isSlow: false,
    ask: async (): Promise<T> => {
      server.asked += 1;
      const read = server.truth;
      if (server.isSlow) await new Promise<void>((resolve) => waiting.push(resolve));
      return read;
    },
    /** Releases the responses in flight. */
    respond: async (): Promise<void> => {
      for (const resolve of waiting.splice(0)) resolve();
      await jest.advanceTimersByTimeAsync(0);
    },
  };
  return server;
}

/** Shows a query on screen until the test ends; returns a function that tells what is shown. */
async function show<T>(key: readonly string[], queryFn: () => Promise<T>): Promise<() => T | undefined> {
  const observer = new QueryObserver<T>(client, { queryKey: key, queryFn, staleTime: 10_000 });
  ends.push(observer.subscribe(() => undefined));
  await jest.advanceTimersByTimeAsync(0);
  return () => observer.getCurrentResult().data;
}

const seconds = (n: number): Promise<void> => jest.advanceTimersByTimeAsync(n * 1_000);

test('a change during the first load is fetched after it', async () => {
  const server = resource({ id: 'a', status: 'GENERATING_IDEAS' });
  server.isSlow = true;
  const shown = await show(['order', 'a'], server.ask);
  server.truth = { id: 'a', status: 'AWAITING_SELECTION' };
  refetch.soon('order', 'a');
  await seconds(3);
  await server.respond();
  expect(shown()?.status).toBe('GENERATING_IDEAS');
  await seconds(2);
  await server.respond();
  expect([shown()?.status, server.asked]).toEqual(['AWAITING_SELECTION', 2]);
});

test('responses slower than the events still arrive on screen', async () => {
  const server = resource(0);
  const shown = await show(['orders'], server.ask);
  server.isSlow = true;
  for (let second = 1; second <= 9; second += 1) {
    server.truth = second;
    refetch.soon('orders');
    await seconds(1);
  }
  await server.respond();
  expect([shown(), server.asked]).toEqual([2, 2]);
  await seconds(2);
  await server.respond();
  expect([shown(), server.asked]).toEqual([9, 3]);
});

test('the last event of a batch counts even if its page was still loading', async () => {
  const server = resource({ id: 'b', completed: 15 });
  server.isSlow = true;
  const shown = await show(['batch', 'b'], server.ask);
  server.truth = { id: 'b', completed: 16 };
  patchBatch(client, server.truth);
  refetch.ifLoading('batch', 'b');
  await server.respond();
  expect(shown()?.completed).toBe(15);
  await seconds(2);
  await server.respond();
  expect(shown()?.completed).toBe(16);
});

test('a response older than an event is replaced', async () => {
  const server = resource({ id: 'i', priority: 1 });
  const shown = await show(['item', 'i'], server.ask);
  server.isSlow = true;
  void client.invalidateQueries({ queryKey: ['item', 'i'] });
  server.truth = { id: 'i', priority: 6 };
  patchItem(client, server.truth);
  refetch.ifLoading('item', 'i');
  await server.respond();
  expect(shown()?.priority).toBe(1);
  await seconds(2);
  await server.respond();
  expect(shown()?.priority).toBe(6);
});

test('an event that was applied to loaded data causes no request', async () => {
  const server = resource({ id: 'b', completed: 1 });
  const shown = await show(['batch', 'b'], server.ask);
  patchBatch(client, { id: 'b', completed: 2 });
  refetch.ifLoading('batch', 'b');
  await seconds(5);
  expect([shown()?.completed, server.asked]).toEqual([2, 1]);
});

test('a change without an event is on screen within 15 s', async () => {
  const order = resource('before');
  const events = resource('before');
  const shown = [await show(['order', 'a'], order.ask), await show(['order', 'a', 'events'], events.ask)];
  order.truth = events.truth = 'after';
  await seconds(15);
  expect(shown.map((one) => one())).toEqual(['after', 'after']);
});

test('events about other rows do not put off the check', async () => {
  const server = resource('before');
  const shown = await show(['items'], server.ask);
  server.truth = 'after';
  for (let second = 0; second < 15; second += 1) {
    client.setQueryData(['items'], (data: string) => `${data}`);
    await seconds(1);
  }
  expect(shown()).toBe('after');
});

test('a hidden tab sends no requests', async () => {
  const server = resource('before');
  await show(['order', 'a'], server.ask);
  focusManager.setFocused(false);
  await seconds(60);
  expect(server.asked).toBe(1);
});

test('only live queries on screen are checked', async () => {
  const gone = resource('x');
  await show(['order', 'gone'], gone.ask);
  ends.splice(0).forEach((end) => end());
  const other = resource('x');
  await show(['products', 'a'], other.ask);
  await seconds(60);
  expect([gone.asked, other.asked]).toEqual([1, 1]);
});

test('a refused query is not repeated, a failed one is', async () => {
  let refused = 0;
  let failed = 0;
  await show(['order', 'refused'], async () => {
    refused += 1;
    throw failureOf(404, { error: 'not_found', message: 'Not found.' });
  });
  await show(['order', 'failed'], async () => {
    failed += 1;
    throw new TypeError('Failed to fetch');
  });
  await seconds(35);
  expect([refused, failed]).toEqual([1, 4]);
});

test('nothing is requested after the stop', async () => {
  const server = resource('before');
  await show(['order', 'a'], server.ask);
  refetch.soon('order', 'a');
  refetch.stop();
  await seconds(60);
  expect(server.asked).toBe(1);
});
