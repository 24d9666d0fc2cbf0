import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { sessionQuery } from '../api/queries';
import { keysOf } from '../kind';
import type { AnyOrder, KindEvent, PanelKind, Told } from '../kind';
import { useSay } from '../messages/use-text';
import { sayStatus } from '../parts/status';
import { patchOrder } from './patch';
import { startRefetching } from './refetch';

/** A stream that was refused is asked for again after this long, in milliseconds. */
const COME_BACK_MS = 5_000;

/** What is said is kept for this long before more is, in milliseconds, so that it can be listened to. */
const SAY_EVERY_MS = 4_000;

interface Live {
  isLost: boolean;
  /** Has something said; what is important is said before anything else that waits. */
  announce: (words: string, isImportant?: boolean) => void;
}

const Context = createContext<Live>({ isLost: false, announce: () => undefined });

/** Whether the stream stands, and the way to have something said. */
export const useLive = (): Live => useContext(Context);

const dataOf = <T,>(event: Event): T => JSON.parse((event as MessageEvent<string>).data) as T;

/** The first words of the keys of everything that the stream tells about. */
const liveKeysOf = (kinds: readonly PanelKind[]): string[] => [
  ...new Set(kinds.flatMap(({ api }) => keysOf(api).map(([key]) => key!))),
];

/** Feeds what is known from the one stream of what happens, and says politely what changed. */
export function LiveProvider({ kinds, children }: { kinds: readonly PanelKind[]; children: ReactNode }) {
  const client = useQueryClient();
  const say = useSay();
  const [isLost, setLost] = useState(false);
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
    const refetch = startRefetching(client, liveKeysOf(kinds));
    let source: EventSource | undefined;
    let comeBack: number | undefined;
    let lastId = '';
    let wasLost = false;

    function heard(event: Event): void {
      lastId = (event as MessageEvent).lastEventId || lastId;
    }

    /** One of a kind's own names for what happens to it. */
    function onEvent({ patch, patched, touches, says }: KindEvent, event: Event): void {
      heard(event);
      const told = dataOf<Told>(event);
      patch(client, told);
      if (says) announce(says(sayNow.current, told));
      for (const key of patched(told.id)) refetch.ifLoading(...key);
      for (const key of touches(told.id)) refetch.soon(...key);
    }

    function onOrder(event: Event): void {
      heard(event);
      const order = dataOf<Partial<AnyOrder> & { id: string; kind?: string }>(event);
      const kind = kinds.find((one) => one.kind === order.kind);
      if (!kind) return;
      patchOrder(client, kind.api.list, order);
      if (order.status)
        announce(sayNow.current(kind.changed, { status: sayStatus(sayNow.current, kind, order.status) }));
      for (const key of keysOf(kind.api, order.id)) refetch.soon(...key);
    }

    function open(): void {
      const address = lastId ? `/api/events?lastEventId=${encodeURIComponent(lastId)}` : '/api/events';
      const stream = new EventSource(address);
      source = stream;
      stream.onopen = () => {
        setLost(false);
        if (wasLost) {
          announce(sayNow.current('state.back'), true);
          // It may have been cut because whoever is signed in has another role by now.
          void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
        }
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
        const snapshot = dataOf<Record<string, unknown>>(event);
        for (const kind of kinds) kind.takeSnapshot?.(client, snapshot);
        for (const key of liveKeysOf(kinds)) refetch.soon(key);
      });
      for (const { events = {} } of kinds)
        for (const [name, told] of Object.entries(events))
          stream.addEventListener(name, (event) => onEvent(told, event));
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
  }, [client, announce, kinds]);

  const value = useMemo(() => ({ isLost, announce }), [isLost, announce]);
  return (
    <Context value={value}>
      {children}
      <div className="unseen" role="status" aria-live="polite">
        {words}
      </div>
    </Context>
  );
}
