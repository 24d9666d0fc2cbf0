import type { Pool } from 'pg';
import { readEvents, readHead, readMissed } from '../../db/events/feed';
import type { FeedEvent, FeedFilter } from '../../db/events/feed';
import { listenForEvents } from '../../db/events/listener';
import type { EventListener } from '../../db/events/listener';
import { comparePositions, formatPosition, isSameEra, parsePosition } from '../../domain/events/position';
import type { EventPosition } from '../../domain/events/position';
import type { Logger } from '../../telemetry/logger';
import { AccessWatch } from './access';
import type { Access } from './access';
import { NO_KEY } from '../http/auth';
import { ApiError } from '../http/errors';
import { readData, readSnapshot } from './views';
import type { EventViews } from './views';
import { StreamPace } from './stream-pace';
import { concerns, updateOf } from './stream-update';
import type { StreamUpdate } from './stream-update';

/** New events are looked for this often even if nobody tells of any, in milliseconds. */
const LOOK_EVERY_MS = 1_000;

/** The same while some wait for an older transaction to end. */
const HELD_EVERY_MS = 200;

/** Events that come close together are read together, in milliseconds. */
const GATHER_MS = 20;

/** Events read at once. */
const BATCH = 500;

/** What a reader that comes back is told one by one; of how many events, other people's included, they are looked for among. */
const MOST_MISSED = 1_000;
const MOST_SCANNED = 50_000;

/** Updates that wait for one reader; one that falls further behind is sent away. */
const MOST_WAITING = 5_000;

/** One event of a stream. */
export interface StreamMessage {
  /** From where a reader that has got this one goes on. */
  id: string;
  event: string;
  data: object;
}

/** Who gets the messages. */
export interface Reader {
  /** Whether it has got more than it takes in; what is due waits, and collapses, until it has caught up. */
  isFull(): boolean;
  send(messages: readonly StreamMessage[]): void;
  /** No more will come; a reader that comes back with its last id misses nothing. */
  end(): void;
  /** No more may come, not even what waits. */
  cut(): void;
}

/** A reader's place in the feed. */
export interface Subscription {
  /** What stands, for a reader that starts or was away for too long. */
  snapshot: StreamMessage | undefined;
  /** Begins to send. */
  go(reader: Reader): void;
  /** From where the reader would have to go on now. */
  mark(): string;
  close(): void;
}

/** Tells any number of readers what happens, with one look at the database for all of them. */
export interface EventFeed {
  /**
   * Takes a place; with the id that a reader saw last, after that. Its reader is cut as soon as the access has ended. Throws what the
   * database throws, where it is stopped or the access has ended, and where the reader has gone meanwhile.
   */
  subscribe(options: {
    filter: FeedFilter;
    access: Access;
    lastId?: string | undefined;
    gone?: AbortSignal | undefined;
  }): Promise<Subscription>;
  /** Ends all readers, and looks no more. */
  stop(): Promise<void>;
}

interface Place {
  filter: FeedFilter;
  /** What came while the reader was not ready. */
  early: FeedEvent[];
  pace: StreamPace<StreamUpdate> | undefined;
  reader: Reader | undefined;
  /** Stops watching whether it may still read. */
  unwatch: () => void;
}

function isReady({ reader }: Place): boolean {
  return reader !== undefined && !reader.isFull();
}

/** `now` is in milliseconds and never goes back. Nothing is read and no connection is open while there are no readers. */
export function createEventFeed(options: {
  pool: Pool;
  log: Logger;
  now: () => number;
  views: EventViews;
}): EventFeed {
  const { pool, log, now, views } = options;
  const places = new Set<Place>();
  const access = new AccessWatch(pool);
  let position: EventPosition | undefined;
  let isRunning = false;
  /** Whatever ran has ended, its connection closed. */
  let ended: Promise<unknown> = Promise.resolve();
  let starting: Promise<void> | undefined;
  let stopped = false;
  let wakeUp: (() => void) | undefined;
  let isWoken = false;
  /** Whether the database may be another one than before. */
  let isUnsure = false;

  function wake(): void {
    isWoken = true;
    wakeUp?.();
  }

  async function rest(ms: number): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, Math.min(ms, GATHER_MS)));
    if (isWoken || ms <= GATHER_MS) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms - GATHER_MS);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wakeUp = undefined;
  }

  function leave(place: Place): void {
    if (!places.delete(place)) return;
    place.unwatch();
    wake();
  }

  function shutOut(place: Place): void {
    leave(place);
    place.reader?.cut();
  }

  function sendAway(place: Place): void {
    if (!places.has(place)) return;
    leave(place);
    place.reader?.end();
  }

  function take(place: Place, events: readonly FeedEvent[]): void {
    const { pace, filter, early } = place;
    for (const event of events)
      if (!concerns(event, filter)) continue;
      else if (pace) pace.take(updateOf(event), event.position);
      else early.push(event);
    const last = events.at(-1);
    if (pace && last) pace.pass(last.position);
    if ((pace ? pace.waiting : early.length) > MOST_WAITING) sendAway(place);
  }

  /** Reads what is new and hands it round. Answers whether something is written that cannot be told yet. */
  async function look(): Promise<boolean> {
    for (;;) {
      const page = await readEvents(pool, { after: position!, limit: BATCH });
      const last = page.events.at(-1);
      if (last) {
        position = last.position;
        for (const place of places) take(place, page.events);
      }
      if (!page.more) return page.held;
    }
  }

  /** Tells every reader what is due, and what is due because of that. */
  async function tell(): Promise<void> {
    for (;;) {
      const due = [...places].flatMap((place) => {
        const updates = isReady(place) ? (place.pace?.due(now()) ?? []) : [];
        return updates.length > 0 ? [{ place, updates }] : [];
      });
      if (due.length === 0) return;
      const dataOf = await readData(
        views,
        due.flatMap(({ updates }) => updates),
      );
      await access.confirm();
      for (const { place, updates } of due) {
        if (!places.has(place)) continue;
        const marks = place.pace!.told(updates, now());
        place.reader!.send(
          updates.map((update, n) => ({
            id: formatPosition(marks[n]!),
            event: update.name,
            data: dataOf(update),
          })),
        );
      }
    }
  }

  /** A database that was put back to an earlier state knows nothing of what its readers have seen: they begin anew. */
  async function checkPosition(): Promise<void> {
    const head = await readHead(pool);
    if (isSameEra(position!, head) && comparePositions(position!, head) <= 0) return;
    position = head;
    [...places].forEach(sendAway);
  }

  function untilNext(held: boolean): number {
    const at = now();
    let ms = held ? HELD_EVERY_MS : LOOK_EVERY_MS;
    for (const place of places) {
      const next = isReady(place) ? place.pace?.nextAt() : undefined;
      if (next !== undefined) ms = Math.min(ms, next - at);
    }
    return Math.max(GATHER_MS, ms);
  }

  async function run(listener: EventListener): Promise<void> {
    let troubled = false;
    while (!stopped && places.size > 0) {
      isWoken = false;
      let held = false;
      try {
        if (troubled || isUnsure) await checkPosition();
        isUnsure = false;
        await access.confirm();
        held = await look();
        await tell();
        troubled = false;
      } catch {
        if (!troubled) log.warn('events could not be read; trying again');
        troubled = true;
      }
      await rest(troubled ? LOOK_EVERY_MS : untilNext(held));
    }
    // In one go with the last look at who is there: whoever comes from here on starts anew.
    position = undefined;
    isRunning = false;
    await listener.stop();
  }

  async function ensureRunning(): Promise<void> {
    if (isRunning) return;
    starting ??= (async () => {
      position = await readHead(pool);
      isRunning = true;
      ended = Promise.all([
        ended,
        run(
          listenForEvents({
            pool,
            onEvent: wake,
            onListening() {
              isUnsure = true;
              access.setListening(true);
            },
            onLost: () => access.setListening(false),
            onEnded: (name) => access.tell(name),
          }),
        ),
      ]);
    })().finally(() => {
      starting = undefined;
    });
    await starting;
  }

  /** What was missed since the last id, or undefined where the reader has to begin with a snapshot. */
  async function missedSince(
    lastId: string | undefined,
    head: EventPosition,
    filter: FeedFilter,
  ): Promise<{ after: EventPosition; upTo: EventPosition; events: FeedEvent[] } | undefined> {
    const after = lastId === undefined ? undefined : parsePosition(lastId);
    if (!after || !isSameEra(after, head) || comparePositions(after, head) > 0) return undefined;
    const upTo = position ?? head;
    if (comparePositions(after, upTo) >= 0) return { after, upTo: after, events: [] };
    const most = { most: MOST_MISSED, mostScanned: MOST_SCANNED };
    const events = await readMissed(pool, { after, upTo, filter, ...most });
    return events && { after, upTo, events };
  }

  async function open(
    place: Place,
    { lastId, gone }: { lastId?: string | undefined; gone?: AbortSignal | undefined },
  ): Promise<Subscription> {
    await ensureRunning();
    const { filter } = place;
    const head = await readHead(pool);
    const missed = await missedSince(lastId, head, filter);
    const snapshot = missed ? undefined : await readSnapshot({ pool, views, filter, gone });
    const from = missed?.after ?? head;
    const seen = missed?.upTo ?? head;
    await access.confirm();
    if (!places.has(place)) throw new ApiError('unauthorized', NO_KEY);
    return {
      snapshot: snapshot && { id: formatPosition(from), event: 'snapshot', data: snapshot },
      go(reader) {
        place.reader = reader;
        if (!places.has(place)) return reader.end();
        place.pace = new StreamPace(from);
        take(place, missed?.events ?? []);
        place.pace.pass(seen);
        take(place, place.early.splice(0));
        wake();
      },
      mark: () => formatPosition(place.pace?.mark ?? from),
      close: () => leave(place),
    };
  }

  return {
    async subscribe({ filter, access: by, ...from }) {
      if (stopped) throw new ApiError('unavailable', 'The server is restarting. Try again in a moment.');
      const place: Place = {
        ...{ filter, early: [], pace: undefined, reader: undefined },
        unwatch: () => undefined,
      };
      places.add(place);
      place.unwatch = access.watch(by, () => shutOut(place));
      try {
        return await open(place, from);
      } catch (error) {
        leave(place);
        throw error;
      }
    },
    async stop() {
      stopped = true;
      [...places].forEach(sendAway);
      await starting?.catch(() => undefined);
      await ended;
    },
  };
}
