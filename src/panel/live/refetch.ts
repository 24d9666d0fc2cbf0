import { focusManager } from '@tanstack/react-query';
import type { Query, QueryClient } from '@tanstack/react-query';
import { isFailure } from '../api/failure';

/** Queries are refetched at most this often on account of events, in milliseconds. */
const REFETCH_EVERY_MS = 2_000;

/** Every live query on screen is refetched this often, in milliseconds, because an event can be lost on its way. */
const CHECK_EVERY_MS = 10_000;

/** Keeps what is on screen as recent as what the server knows. */
export interface Refetcher {
  /** Refetches all queries under a key shortly, once for any number of calls. */
  soon: (...key: string[]) => void;
  /** The same for queries with a request in flight: its response may be older than what has just been reported. */
  ifLoading: (...key: string[]) => void;
  stop: () => void;
}

const isLoading = ({ state }: Query): boolean => state.fetchStatus !== 'idle';

/** Whether the server refused to answer, as it would every time. */
function isRefused({ state: { data, error } }: Query): boolean {
  return data === undefined && isFailure(error) && error.status < 500 && error.because !== 'full';
}

/** Keeps the queries under these keys, which are those that the event stream reports on, up to date until it is stopped. */
export function startRefetching(client: QueryClient, liveKeys: readonly string[]): Refetcher {
  const cache = client.getQueryCache();
  const dueHashes = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const queriesOf = (...queryKey: string[]): Query[] => cache.findAll({ queryKey });

  function schedule(): void {
    if (dueHashes.size > 0) timer ??= setTimeout(refetch, REFETCH_EVERY_MS);
  }

  function refetch(): void {
    clearTimeout(timer);
    timer = undefined;
    // What is due by then is asked for when the tab is seen again.
    if (!focusManager.isFocused()) return;
    for (const hash of dueHashes) {
      const query = cache.get(hash);
      // A first load ignores an invalidation, and a refetch that is restarted by every event never ends; so both may finish.
      if (query && isLoading(query)) continue;
      dueHashes.delete(hash);
      if (query) void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    }
    schedule();
  }

  function add(queries: Query[]): void {
    for (const { queryHash } of queries) dueHashes.add(queryHash);
    schedule();
  }

  // One timer for all: the query library restarts the interval of a query whenever an event patches it.
  const checks = setInterval(() => {
    if (!focusManager.isFocused()) return;
    add(liveKeys.flatMap((key) => queriesOf(key)).filter((query) => query.isActive() && !isRefused(query)));
    refetch();
  }, CHECK_EVERY_MS);

  return {
    soon: (...key) => add(queriesOf(...key)),
    ifLoading: (...key) => add(queriesOf(...key).filter(isLoading)),
    stop: () => {
      clearTimeout(timer);
      clearInterval(checks);
    },
  };
}
