import type { Pool } from 'pg';
import { deliverNext, dueKeys, OUTBOX_CLASS } from '../db/outbox/outbox';
import type { OutboxMessage, OutboxScope } from '../db/outbox/outbox';
import { onMessages, subjectOfKey } from '../db/pool';
import type { KeepDays } from '../db/retention/retention';
import type { Logger } from '../telemetry/logger';
import { createFairQueue } from './fair-queue';
import { createReconciler } from './reconciler';
import { brokenOrdersSweep } from './sweeps/broken-orders';
import { digestsSweep } from './sweeps/digests';
import { dueOrdersSweep } from './sweeps/due-orders';
import { lostCallsSweep } from './sweeps/lost-calls';
import { paymentsSweep } from './sweeps/payments';
import { priorityAgingSweep } from './sweeps/priority-aging';
import { rateControllerSweep } from './sweeps/rate-controller';
import { reconcileSweep } from './sweeps/reconcile';
import type { ReconcilePace } from './sweeps/reconcile';
import { retentionSweep } from './sweeps/retention';
import { schedulesSweeps } from './sweeps/schedules';
import type { SchedulesPace } from './sweeps/schedules';
import { stuckDeliveriesSweep } from './sweeps/stuck-deliveries';
import { startSweeps } from './sweeps/sweep';
import type { Sweep } from './sweeps/sweep';
import type { Dispatcher } from './temporal';
import { deliveryProblem } from './temporal-requests';

/** Maximum number of orders, mails, checkouts, refunds and alerts whose messages are delivered concurrently; others wait in the queue. */
const MAX_CONCURRENT_DELIVERIES = 8;

/**
 * Orders that wait for a delivery at most, of one tenant and together; the sweep picks up messages beyond that. Tenants take turns, so that
 * whoever places a few orders does not wait until all of a large batch are started.
 */
const WAITING = { mostOfOne: 500, mostOfAll: 20_000 };

/** What one sweep puts in the queue at most, of one tenant and together. */
const SWEPT = { mostOfOne: 200, mostOfAll: 2_000 };

/**
 * Delivers outbox messages to Temporal: immediately when notified of one, and by sweeping for anything left over.
 */
export interface OutboxRelay {
  /**
   * Delivers the pending messages of an order, mail, checkout, refund or alert, by its key, when it is its owner's turn. Called automatically for every message
   * committed through this pool.
   */
  notify(key: string, owner?: string): void;
  /** Stops sweeping and waits for deliveries in progress. */
  stop(): Promise<void>;
}

/** What a key of new messages stands for, as log lines and claims name it. */
function scopeOf(key: string): OutboxScope {
  const subjectId = subjectOfKey(key);
  return subjectId === undefined ? { orderId: key } : { subjectId };
}

export function createOutboxRelay(options: {
  pool: Pool;
  dispatcher: Dispatcher;
  log: Logger;
  sweepEveryMs: number;
  /** Whether to keep a rate controller running. */
  rateController?: boolean;
  /** How often orders are compared with their runs. */
  reconcile?: ReconcilePace;
  /** How often deliveries without a workflow are looked for, and how long they must have waited; in milliseconds. */
  deliveries?: { everyMs: number; quietMs: number };
  /** How often payments are looked for that nothing was heard of, and how long refunds must have been quiet; in milliseconds. */
  payments?: { everyMs: number; quietRefundMs: number };
  /** How often orders are looked for that could not be done and are refunded, in milliseconds. */
  brokenOrders?: { everyMs: number };
  /** Interval of priority aging and the waiting time per level, in milliseconds. */
  raise?: { everyMs: number; afterMs: number };
  /** How often schedules are looked at, and the rest of the jobs that wait there between two items, in milliseconds. */
  schedules?: { itemDelayMs?: number; pace?: SchedulesPace };
  /** For how long old rows are kept; nothing is deleted without it. */
  keepDays?: KeepDays;
}): OutboxRelay {
  const { pool, dispatcher, log } = options;
  const reconciler = createReconciler({ pool, dispatcher, log, closingMs: options.reconcile?.closingMs });
  const queue = createFairQueue(WAITING);
  const underway = new Set<Promise<void>>();
  const beingDelivered = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let active = 0;
  let stopped = false;

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => underway.delete(tracked));
    underway.add(tracked);
  }

  /** A message that will never arrive: without it the run may wait for ever, so the order is looked at. */
  async function onDead(message: OutboxMessage, problem: string): Promise<void> {
    if (message.orderId === null) {
      log.warn('dropped an obsolete message', {
        subjectId: message.deliveryId,
        kind: message.kind,
        problem,
      });
      return;
    }
    const { orderId, orderKind, kind } = message;
    log.warn('dropped an obsolete message', { orderId, kind, problem });
    if (OUTBOX_CLASS[kind] === 'essential' && message.isCurrent)
      await reconciler.check({ kind: orderKind, orderId });
  }

  /** Delivers all pending messages. Returns the delay until the next message is due, if one was postponed. */
  async function deliverScope(scope: OutboxScope): Promise<number | undefined> {
    let dueInMs: number | undefined;
    for (;;) {
      let delivered: OutboxMessage | undefined;
      const result = await deliverNext(pool, scope, async (message) => {
        delivered = message;
        // One message that cannot be delivered must not keep the others.
        return dispatcher.deliver(message).catch((error: unknown) => deliveryProblem(message, error));
      });
      if (result.outcome === 'dead' && delivered) await onDead(delivered, result.problem);
      if (result.outcome === 'later') dueInMs = result.delayMs;
      if (result.outcome === 'none' || stopped) return dueInMs;
    }
  }

  /** Retries an order whose message was postponed, for example because an earlier run is still closing. */
  function notifyLater(waits: { key: string; owner: string }, delayMs: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      notify(waits.key, waits.owner);
    }, delayMs);
    timers.add(timer);
  }

  function pump(): void {
    while (!stopped && active < MAX_CONCURRENT_DELIVERIES) {
      const next = queue.take();
      if (!next) return;
      const { owner, value: key } = next;
      active += 1;
      beingDelivered.add(key);
      track(
        deliverScope(scopeOf(key))
          .then((dueInMs) => {
            if (dueInMs !== undefined && !stopped) notifyLater({ key, owner }, dueInMs);
          })
          .catch(() => log.warn('outbox delivery failed; the next sweep retries it', { ...scopeOf(key) }))
          .finally(() => {
            active -= 1;
            beingDelivered.delete(key);
            pump();
          }),
      );
    }
  }

  function notify(key: string, owner = ''): void {
    if (!stopped && queue.add(owner, key)) pump();
  }

  /** Puts what is due in the queue, where owners take turns, unless much waits there already. */
  async function sweepOutbox(): Promise<void> {
    if (queue.size() >= SWEPT.mostOfAll) return;
    for (const { key, owner } of await dueKeys(pool, SWEPT)) if (!beingDelivered.has(key)) notify(key, owner);
  }

  const sweeps: Sweep[] = [
    { name: 'sweep the outbox', everyMs: options.sweepEveryMs, run: sweepOutbox },
    reconcileSweep({ pool, dispatcher, reconciler, pace: options.reconcile }),
    stuckDeliveriesSweep({ pool, dispatcher, pace: options.deliveries }),
    digestsSweep({ pool, log }),
    paymentsSweep({ pool, pace: options.payments }),
    brokenOrdersSweep({ pool, log, pace: options.brokenOrders }),
    dueOrdersSweep({ pool, everyMs: options.sweepEveryMs }),
    priorityAgingSweep({ pool, log, pace: options.raise }),
    lostCallsSweep({ pool, log }),
    ...schedulesSweeps({ pool, dispatcher, log, sweepEveryMs: options.sweepEveryMs, ...options.schedules }),
    ...(options.keepDays ? [retentionSweep({ pool, keepDays: options.keepDays })] : []),
    ...(options.rateController ? [rateControllerSweep({ pool, dispatcher })] : []),
  ];
  const stopSweeps = startSweeps(sweeps, {
    track,
    onFailure: (sweep) => log.warn('a sweep failed; the next one tries again', { sweep }),
  });
  const stopListening = onMessages(pool, notify);

  return {
    notify,
    async stop() {
      stopped = true;
      stopListening();
      stopSweeps();
      timers.forEach((timer) => clearTimeout(timer));
      queue.clear();
      await Promise.allSettled(underway);
    },
  };
}
