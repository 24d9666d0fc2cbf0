import type { Request, Response } from 'express';
import { z } from 'zod';
import { uuid } from '../http/schemas';
import { ORDER_KINDS } from '../../contract/orders';
import { holderOf, scopeOf } from '../http/auth';
import { ApiError, goneSignal } from '../http/errors';
import { REST } from '../http/share';
import { Turns } from '../http/turns';
import { WindowCounts } from '../http/window-counts';
import type { EventFeed, StreamMessage, Subscription } from './feed';
import { DescribedRouter } from '../http/route';
import { STREAM_EVENTS } from './stream-update';

/** How the readers of the stream are treated. */
export interface StreamSettings {
  /** A line without meaning is sent this often, in milliseconds, so that nothing between us takes a quiet stream for a dead one. */
  beatEveryMs: number;
  /** A reader for whom more bytes than this wait is sent nothing more, and is cut off if that stays so for this long, in milliseconds. */
  mostUnsentBytes: number;
  patienceMs: number;
  /** Streams that one tenant may have open at each process. */
  mostOfTenant: number;
  /** Streams that one tenant may open within a time at each process, those it has closed again included; the time in milliseconds. */
  mostOpened: number;
  openedWithinMs: number;
  /** How long one waits while others of its tenant are being opened, in milliseconds. */
  mostWaitMs: number;
}

const DEFAULTS: StreamSettings = {
  beatEveryMs: 15_000,
  mostUnsentBytes: 1024 * 1024,
  patienceMs: 10_000,
  mostOfTenant: 50,
  mostOpened: 100,
  openedWithinMs: 10_000,
  mostWaitMs: 20_000,
};

/** After this long a client comes back to a stream that broke, in milliseconds. */
const RETRY_MS = 2_000;

/** When to ask again for a stream while there are too many, in seconds. */
const RETRY_AFTER_SECONDS = 30;

/** Tenants whose openings are counted at once. */
const MOST_COUNTED = 10_000;

const streamQuery = z.strictObject({
  kind: z.enum(ORDER_KINDS).optional(),
  batchId: uuid
    .optional()
    .describe('Only events about posts or pages of this batch, or about this bulk job and its texts'),
  lastEventId: z
    .string()
    .max(200)
    .optional()
    .describe('Where to resume, for clients that cannot send the `Last-Event-ID` header'),
});

function textOf({ id, event, data }: StreamMessage): string {
  // JSON has no line breaks of its own, so one line holds it.
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function startAnswer(res: Response): Response {
  return res.status(200).set({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    // A connection that was kept would hold up the end of the process.
    connection: 'close',
  });
}

/** Sends what a subscription tells until the reader goes, is too slow, or the feed ends. */
function stream(
  res: Response,
  subscription: Subscription,
  settings: StreamSettings,
  on: { closed: () => void; mayRead: () => Promise<boolean> },
): void {
  let cutting: NodeJS.Timeout | undefined;
  const isFull = (): boolean => res.writableLength > settings.mostUnsentBytes;
  function write(text: string): void {
    if (res.writableEnded || res.destroyed) return;
    res.write(text);
    // What waits takes memory. Whoever is cut off comes back with its last id.
    if (isFull())
      cutting ??= setTimeout(() => {
        cutting = undefined;
        if (isFull()) res.destroy();
      }, settings.patienceMs);
  }
  const beat = setInterval(() => {
    // The id moves on while nothing happens to this reader, so that it has little to look through when it comes back.
    if (!isFull()) write(`: beat\nid: ${subscription.mark()}\n\n`);
    // The end of a key or session is told at once; this is for a connection that broke without anybody noticing.
    void on.mayRead().then(
      (may) => may || res.destroy(),
      () => undefined,
    );
  }, settings.beatEveryMs);
  res.once('close', () => {
    clearInterval(beat);
    clearTimeout(cutting);
    subscription.close();
    on.closed();
  });
  write(`retry: ${RETRY_MS}\n\n`);
  if (subscription.snapshot) write(textOf(subscription.snapshot));
  subscription.go({
    isFull,
    send: (messages) => write(messages.map(textOf).join('')),
    end: () => {
      // What a reader that does not read has not got yet would hold up the end.
      if (res.writableNeedDrain) res.destroy();
      else res.end();
    },
    cut: () => void res.destroy(),
  });
}

/** The one live stream of what happens. */
export function eventRoutes(deps: {
  feed: EventFeed;
  settings?: Partial<StreamSettings>;
  /** Whether whoever sent the request may still read. */
  mayRead: (req: Request) => Promise<boolean>;
}): DescribedRouter {
  const settings = { ...DEFAULTS, ...deps.settings };
  const routes = new DescribedRouter();
  const open = new Map<string, number>();
  const openings = new WindowCounts({
    ...{ most: settings.mostOpened, withinMs: settings.openedWithinMs, mostNames: MOST_COUNTED },
    now: () => performance.now(),
  });
  const snapshots = new Turns({
    atOnce: 1,
    mostWaiting: settings.mostOfTenant,
    patienceMs: settings.mostWaitMs,
    rest: REST,
    refusal: {
      code: 'too_many_streams',
      message: 'Too many of your event streams are being opened. Try again later.',
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    },
  });

  /** Refuses whoever opens one stream after the other, however few of them are open. */
  function countOpening(tenantId: string): void {
    const waitMs = openings.take(tenantId);
    if (waitMs > 0)
      throw new ApiError(
        'too_many_streams',
        'You open event streams too often. Keep one open, or try again later.',
        {},
        Math.ceil(waitMs / 1_000),
      );
  }

  /** Counts a stream of whoever asks for it. Answers what is to be called when it has ended. */
  function count(res: Response): () => void {
    const { tenantId } = holderOf(res);
    countOpening(tenantId);
    const now = open.get(tenantId) ?? 0;
    if (now >= settings.mostOfTenant) {
      res.setHeader('retry-after', String(RETRY_AFTER_SECONDS));
      throw new ApiError(
        'too_many_streams',
        `You already have ${now} open event streams. Close one, or try again later.`,
      );
    }
    open.set(tenantId, now + 1);
    return () => {
      const left = open.get(tenantId)! - 1;
      if (left > 0) open.set(tenantId, left);
      else open.delete(tenantId);
    };
  }

  routes.route(
    {
      method: 'get',
      permission: 'events.read',
      path: '/api/events',
      endless: true,
      summary: 'Event stream',
      description:
        'Live updates as Server-Sent Events, at most one per second for each order, page or batch.',
      query: streamQuery,
      headers: {
        'Last-Event-ID': {
          description: 'Where to resume: the `id` of the last event received. An unknown one starts over.',
          schema: z.string().max(200),
        },
      },
      answers: {
        200: {
          description: `An endless stream of the events ${STREAM_EVENTS.map((name) => `\`${name}\``).join(', ')}. Each carries the current state of one order, page, batch, text or bulk job.`,
          schema: z.string(),
          contentType: 'text/event-stream',
        },
      },
    },
    async ({ query, req, res }) => {
      if (req.method === 'HEAD') {
        startAnswer(res).end();
        return;
      }
      const { kind, batchId } = query;
      const header = req.headers['last-event-id'];
      const lastId = typeof header === 'string' && header !== '' ? header : query.lastEventId;
      const discount = count(res);
      let subscription: Subscription | undefined;
      try {
        // What stands is read for one reader of a tenant at a time; the others wait here, as long as they stay.
        const gone = goneSignal(res);
        const filter = { tenantId: scopeOf(res), kind, batchId };
        subscription = await snapshots.run(
          holderOf(res).tenantId,
          () => deps.feed.subscribe({ filter, access: holderOf(res), lastId, gone }),
          gone,
        );
      } finally {
        // Who has gone meanwhile closes nothing any more.
        if (!subscription || res.destroyed) discount();
      }
      if (res.destroyed) {
        subscription.close();
        return;
      }
      startAnswer(res).flushHeaders();
      stream(res, subscription, settings, { closed: discount, mayRead: () => deps.mayRead(req) });
    },
  );
  return routes;
}
