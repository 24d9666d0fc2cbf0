import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Batch, Item, ItemDetail, ItemPage, OrderPage } from '../api/queries';

interface Changed {
  id: string;
}

/** Puts a thing in the place of its earlier self wherever a list has it; lists without it stay the same object. */
function replaceIn<T extends Changed, P extends { items: T[] }>(
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

/** Brings what is known of a page up to date. */
export function patchItem(client: QueryClient, item: Partial<Item> & Changed): void {
  client.setQueriesData<InfiniteData<ItemPage>>({ queryKey: ['items'] }, (data) => replaceIn(data, item));
  client.setQueryData<ItemDetail>(['item', item.id], (before) => before && { ...before, ...item });
}

/** Brings what is known of a batch up to date. */
export function patchBatch(client: QueryClient, batch: Partial<Batch> & Changed): void {
  client.setQueryData<Batch>(['batch', batch.id], (before) => before && { ...before, ...batch });
}

/** Brings what lists show of a blog order up to date; all else of it has to be asked for. */
export function patchOrder(client: QueryClient, order: Partial<OrderPage['items'][number]> & Changed): void {
  const { id, status, phase, error, errorType, waiting } = order;
  if (status === undefined || phase === undefined) return;
  client.setQueriesData<InfiniteData<OrderPage>>({ queryKey: ['orders'] }, (data) =>
    replaceIn(data, {
      ...{ id, status, phase },
      error: error ?? null,
      errorType: errorType ?? null,
      waiting: waiting ?? null,
    }),
  );
}
