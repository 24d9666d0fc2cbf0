import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { sessionQuery } from '../api/queries';
import type { Batch, Item, Order } from '../api/queries';
import { en } from '../messages/en';
import type { MessageId } from '../messages/en';
import { useSay } from '../messages/use-text';
import { patchBatch, patchItem, patchOrder } from './patch';
import { LIVE_KEYS, startRefetching } from './refetch';

/** A stream that was refused is asked for again after this long, in milliseconds. */
const COME_BACK_MS = 5_000;

/** What is said is kept for this long before more is, in milliseconds, so that it can be listened to. */
const SAY_EVERY_MS = 4_000;

const ITEM_EVENTS = [
  'itemAdded',
  'itemStarted',
  'itemProgress',
  'itemRetrying',
  'itemCompleted',
  'itemFailed',
  'itemCancelled',
] as const;

const SAID: Partial<Record<(typeof ITEM_EVENTS)[number], MessageId>> = {
  itemAdded: 'live.added',
  itemCompleted: 'live.completed',
  itemFailed: 'live.failed',
  itemCancelled: 'live.cancelled',
};

interface Live {
  isLost: boolean;
  /** Pages that were finished since the panel was opened. */
  completed: number;
  /** Has something said; what is important is said before anything else that waits. */
  announce: (words: string, isImportant?: boolean) => void;
}

const Context = createContext<Live>({ isLost: false, completed: 0, announce: () => undefined });

/** Whether the stream stands, what it counted, and the way to have something said. */
export const useLive = (): Live => useContext(Context);

const dataOf = <T,>(event: Event): T => JSON.parse((event as MessageEvent<string>).data) as T;

/** Feeds what is known from the one stream of what happens, and says politely what changed. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const say = useSay();
  const [isLost, setLost] = useState(false);
  const [completed, setCompleted] = useState(0);
  const [words, setWords] = useState('');
  const waiting = useRef<string | undefined>(undefined);
  const important = useRef<string | undefined>(undefined);
  const saying = useRef<number | undefined>(undefined);
  const sayNow = useRef(say);
  useEffect(() => {
    sayNow.current = say;
  }, [say]);

  const announce = useMemo(() => {
    const next = (): void => {
      saying.current = undefined;
      const slot = important.current === undefined ? waiting : important;
      if (slot.current === undefined) return;
      setWords(slot.current);
      slot.current = undefined;
      saying.current = window.setTimeout(next, SAY_EVERY_MS);
    };
    return (text: string, isImportant = false) => {
      (isImportant ? important : waiting).current = text;
      if (saying.current === undefined) next();
    };
  }, []);

  useEffect(() => {
    const refetch = startRefetching(client);
    let source: EventSource | undefined;
    let comeBack: number | undefined;
    let lastId = '';
    let wasLost = false;

    function heard(event: Event): void {
      lastId = (event as MessageEvent).lastEventId || lastId;
    }

    function onItem(name: (typeof ITEM_EVENTS)[number], event: Event): void {
      heard(event);
      const item = dataOf<Partial<Item> & { id: string }>(event);
      patchItem(client, item);
      if (name === 'itemCompleted') setCompleted((count) => count + 1);
      const message = SAID[name];
      if (message) announce(sayNow.current(message, { name: item.title ?? item.targetKeywords?.[0] ?? '' }));
      if (name === 'itemProgress') refetch.ifLoading('items');
      else for (const key of ['items', 'stats', 'queue']) refetch.soon(key);
      refetch.soon('item', item.id);
    }

    function onBatch(event: Event): void {
      heard(event);
      const batch = dataOf<Batch>(event);
      patchBatch(client, batch);
      refetch.ifLoading('batch', batch.id);
    }

    function onOrder(event: Event): void {
      heard(event);
      const order = dataOf<Partial<Order> & { id: string }>(event);
      patchOrder(client, order);
      const label = order.status && `order.${order.status}`;
      if (label && label in en)
        announce(sayNow.current('live.order', { status: sayNow.current(label as MessageId) }));
      for (const key of ['orders', 'calendar', 'stats']) refetch.soon(key);
      refetch.soon('order', order.id);
    }

    function open(): void {
      const address = lastId ? `/api/events?lastEventId=${encodeURIComponent(lastId)}` : '/api/events';
      const stream = new EventSource(address);
      source = stream;
      stream.onopen = () => {
        setLost(false);
        if (wasLost) announce(sayNow.current('state.back'), true);
        wasLost = false;
      };
      stream.onerror = () => {
        setLost(true);
        wasLost = true;
        if (stream.readyState !== EventSource.CLOSED) return;
        // A refused stream does not come back by itself; perhaps nobody is signed in any more.
        void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
        comeBack = window.setTimeout(open, COME_BACK_MS);
      };
      stream.addEventListener('snapshot', (event) => {
        heard(event);
        const seen = dataOf<{ items: Item[]; batches: Batch[] }>(event);
        for (const item of seen.items) patchItem(client, item);
        for (const batch of seen.batches) patchBatch(client, batch);
        for (const key of LIVE_KEYS) refetch.soon(key);
      });
      for (const name of ITEM_EVENTS) stream.addEventListener(name, (event) => onItem(name, event));
      for (const name of ['batchAdded', 'batchProgress']) stream.addEventListener(name, onBatch);
      stream.addEventListener('orderChanged', onOrder);
    }

    function close(): void {
      source?.close();
      source = undefined;
      window.clearTimeout(comeBack);
    }

    // A browser opens six connections to a server at most; streams of hidden tabs would leave none for the tab in front.
    function follow(): void {
      if (document.visibilityState === 'hidden') close();
      else if (!source) open();
    }

    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      close();
      window.clearTimeout(saying.current);
      saying.current = undefined;
      refetch.stop();
    };
  }, [client, announce]);

  const value = useMemo(() => ({ isLost, completed, announce }), [isLost, completed, announce]);
  return (
    <Context value={value}>
      {children}
      <div className="unseen" role="status" aria-live="polite">
        {words}
      </div>
    </Context>
  );
}
