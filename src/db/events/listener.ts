import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Pool } from 'pg';

/** Pause before reconnecting, in milliseconds; doubles up to the maximum. */
const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;

/** Listens for new events. */
export interface EventListener {
  /** Closes its connection. */
  stop(): Promise<void>;
}

/** What is told on the connection: new events, and keys and sessions that have ended. */
const EVENTS = 'order_events';
const ENDED = 'access_ended';

/**
 * Calls `onEvent` for every new event, and after each reconnect because events may have been missed. Uses its own
 * connection, with the pool's settings, so that it takes none from a small pool, and reopens it when it breaks.
 */
export function listenForEvents(options: {
  pool: Pool;
  onEvent: () => void;
  /** Called after each (re)connect: the database may have been restored to an earlier state in between. */
  onListening?: () => void;
  /** Called when the connection has broken. */
  onLost?: () => void;
  /** Called with the name of a key or session that has changed or ended. */
  onEnded?: (name: string) => void;
}): EventListener {
  const { pool, onEvent, onListening, onLost, onEnded } = options;
  const stopping = new AbortController();
  let current: Client | undefined;

  /** Listens until the connection breaks or is closed. Returns whether it was ever established. */
  async function listenOnce(): Promise<boolean> {
    const client = new Client({
      ...pool.options,
      application_name: `${pool.options.application_name ?? 'galley'}-events`,
    });
    const ended = new Promise<void>((resolve) => {
      client.once('end', () => resolve());
      client.on('error', () => resolve());
    });
    client.on('notification', ({ channel, payload }) =>
      channel === ENDED ? onEnded?.(payload ?? '') : onEvent(),
    );
    current = client;
    try {
      // If the client is ended while connecting, `connect` never settles.
      await Promise.race([client.connect(), ended]);
      await client.query(`listen ${EVENTS}; listen ${ENDED}`);
      onListening?.();
      onEvent();
      if (!stopping.signal.aborted) await ended;
      return true;
    } catch {
      return false;
    } finally {
      current = undefined;
      onLost?.();
      await client.end().catch(() => undefined);
    }
  }

  async function listen(): Promise<void> {
    let waitMs = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      waitMs = (await listenOnce()) ? FIRST_PAUSE_MS : Math.min(MAX_PAUSE_MS, waitMs * 2);
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
