import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Page } from '../api/queries';
import type { AnyOrder } from '../kind';

interface Changed {
  id: string;
}

/** Puts a thing in the place of its earlier self wherever a list has it; lists without it stay the same object. */
export function replaceIn<T extends Changed, P extends { items: T[] }>(
  data: InfiniteData<P> | undefined,
  changed: Partial<T> & Changed,
): InfiniteData<P> | undefined {
  if (!data?.pages.some((page) => page.items.some(({ id }) => id === changed.id))) return data;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => (item.id === changed.id ? { ...item, ...changed } : item)),
    })),
  };
}

/** Brings what the lists under a key show of an order up to date; all else of it has to be asked for. */
export function patchOrder(client: QueryClient, list: string, order: Partial<AnyOrder> & Changed): void {
  const { id, status, phase, error, errorType, waiting, may } = order;
  if (status === undefined || phase === undefined) return;
  client.setQueriesData<InfiniteData<Page<AnyOrder>>>({ queryKey: [list] }, (data) =>
    replaceIn(data, {
      ...{ id, status, phase },
      error: error ?? null,
      errorType: errorType ?? null,
      waiting: waiting ?? null,
      // An event without them leaves the buttons as they are until the list is asked for again.
      ...(may ? { may } : {}),
    }),
  );
}
