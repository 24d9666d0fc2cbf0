import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Pool } from 'pg';

/** Pause before a broken connection is opened again, doubled each time up to the longest, in milliseconds. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** Hears that there are new events. */
export interface EventListener {
  /** Closes its connection. */
  stop(): Promise<void>;
}

/**
 * Calls `onEvent` for every new event, and whenever it listens anew, as some may have passed unheard. It has one connection of its
 * own, made as the pool makes its own, so that a small pool is not used up by it; one that breaks is opened again.
 */
export function listenForEvents(options: {
  pool: Pool;
  onEvent: () => void;
  /** Called each time that it listens anew: whoever answered before may have been put back to an earlier state. */
  onListening?: () => void;
}): EventListener {
  const { pool, onEvent, onListening } = options;
  const stopping = new AbortController();
  let current: Client | undefined;

  /** Listens until the connection breaks or is closed. Answers whether it ever listened. */
  async function listenOnce(): Promise<boolean> {
    const client = new Client({
      ...pool.options,
      application_name: `${pool.options.application_name ?? 'galley'}-events`,
    });
    const ended = new Promise<void>((resolve) => {
      client.once('end', () => resolve());
      client.on('error', () => resolve());
    });
    client.on('notification', onEvent);
    current = client;
    try {
      // A client that is ended while it connects never settles its connecting.
      await Promise.race([client.connect(), ended]);
      await client.query('listen order_events');
      onListening?.();
      onEvent();
      if (!stopping.signal.aborted) await ended;
      return true;
    } catch {
      return false;
    } finally {
      current = undefined;
      await client.end().catch(() => undefined);
    }
  }

  async function listen(): Promise<void> {
    let waitMs = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      waitMs = (await listenOnce()) ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, waitMs * 2);
      await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const listening = listen();
  return {
    async stop() {
      stopping.abort();
      await current?.end().catch(() => undefined);
      await listening;
    },
  };
}
