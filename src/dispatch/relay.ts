import type { Pool } from 'pg';
import { orderOfWorkflowId } from '../contract/ids';
import { secondsSinceHeartbeat } from '../db/lanes/rate-controller';
import { admitItems, tenantsWithItems } from '../db/items/queue';
import { deliverNext } from '../db/outbox/outbox';
import { inTransaction, onMessages } from '../db/pool';
import { raiseWaiting } from '../db/orders/priority-aging';
import { endLostRun } from '../db/orders/runs';
import type { Logger } from '../telemetry/logger';
import type { Lifecycle } from './temporal';

/** Maximum number of orders whose messages are delivered concurrently; others wait in the queue. */
const MAX_CONCURRENT_DELIVERIES = 8;

/** Maximum length of the queue; the sweep picks up messages beyond that. */
const MAX_QUEUE = 2_000;

/** Concurrent loops of one sweep. */
const SWEEP_LOOPS = 4;

/**
 * Interval between checks for lost runs, in milliseconds, and how far each check looks back. The first check of a
 * process looks back further, because none may have been made for days.
 */
const LOST_RUNS_EVERY_MS = 15_000;
const LOST_RUNS_LOOK_BACK_MS = 10 * 60_000;
const LOST_RUNS_FIRST_LOOK_BACK_MS = 7 * 24 * 60 * 60_000;

/** Interval between checks of the rate controller, in milliseconds, and the silence after which it is started again. */
const RATE_CONTROLLER_EVERY_MS = 5_000;
const RATE_CONTROLLER_SILENT_SECONDS = 10;

/**
 * Interval between attempts to admit waiting items, in milliseconds. Needed because the per-minute limit frees room as
 * time passes.
 */
const ADMIT_EVERY_MS = 1_000;

/** Interval of priority aging, in milliseconds, and the waiting time after which an order moves up one level. */
const RAISE_EVERY_MS = 30_000;
const RAISE_AFTER_MS = 10 * 60_000;

/**
 * Delivers outbox messages to Temporal: immediately when notified of an order, and by sweeping for anything left over.
 */
export interface OutboxRelay {
  /** Delivers an order's pending messages. Called automatically for every message committed through this pool. */
  notify(orderId: string): void;
  /** Stops sweeping and waits for deliveries in progress. */
  stop(): Promise<void>;
}

export function createOutboxRelay(options: {
  pool: Pool;
  lifecycle: Lifecycle;
  log: Logger;
  sweepEveryMs: number;
  /** Whether to keep a rate controller running. */
  rateController?: boolean;
  /** Interval between checks for lost runs, in milliseconds. */
  lostRunsEveryMs?: number;
  /** Interval of priority aging and the waiting time per level, in milliseconds. */
  raise?: { everyMs: number; afterMs: number };
}): OutboxRelay {
  const { pool, lifecycle, log } = options;
  const queue = new Set<string>();
  const underway = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  let active = 0;
  let stopped = false;

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => underway.delete(tracked));
    underway.add(tracked);
  }

  /** Delivers all pending messages. Returns the delay until the next message is due, if one was postponed. */
  async function deliverScope(scope: { orderId?: string }): Promise<number | undefined> {
    let dueInMs: number | undefined;
    for (;;) {
      const result = await deliverNext(pool, scope, async (message) => {
        const delivery = await lifecycle.deliver(message);
        if (delivery.outcome === 'dead')
          log.warn('dropped an obsolete message', {
            orderId: message.orderId,
            kind: message.kind,
            problem: delivery.problem,
          });
        return delivery;
      });
      if (result.outcome === 'later') dueInMs = result.delayMs;
      if (result.outcome === 'none' || stopped) return dueInMs;
    }
  }

  /** Retries an order whose message was postponed, for example because an earlier run is still closing. */
  function notifyLater(orderId: string, delayMs: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      notify(orderId);
    }, delayMs);
    timers.add(timer);
  }

  function pump(): void {
    while (!stopped && active < MAX_CONCURRENT_DELIVERIES && queue.size > 0) {
      const orderId = queue.values().next().value!;
      queue.delete(orderId);
      active += 1;
      track(
        deliverScope({ orderId })
          .then((dueInMs) => {
            if (dueInMs !== undefined && !stopped) notifyLater(orderId, dueInMs);
          })
          .catch(() => log.warn('outbox delivery failed; the next sweep retries it', { orderId }))
          .finally(() => {
            active -= 1;
            pump();
          }),
      );
    }
  }

  function notify(orderId: string): void {
    if (stopped || queue.size >= MAX_QUEUE) return;
    queue.add(orderId);
    pump();
  }

  async function sweep(): Promise<void> {
    await Promise.all(Array.from({ length: SWEEP_LOOPS }, () => deliverScope({}))).catch(() =>
      log.warn('outbox sweep failed; the next one retries it'),
    );
  }

  let lostSince = Date.now() - LOST_RUNS_FIRST_LOOK_BACK_MS;

  async function endLostRuns(): Promise<void> {
    try {
      const begun = Date.now();
      for (const run of await lifecycle.lostRuns(new Date(lostSince))) {
        const order = orderOfWorkflowId(run.workflowId);
        if (order && (await endLostRun(pool, { orderId: order.orderId, runId: run.runId })))
          log.error('a run ended without telling; its order failed', { orderId: order.orderId });
      }
      // Only a successful check moves on. Temporal's lists lag slightly, so consecutive checks overlap.
      lostSince = begun - LOST_RUNS_LOOK_BACK_MS;
    } catch {
      log.debug('could not check for lost runs');
    }
  }

  async function ensureRateController(): Promise<void> {
    try {
      const silent = await secondsSinceHeartbeat(pool);
      if (silent === null || silent > RATE_CONTROLLER_SILENT_SECONDS) await lifecycle.ensureRateController();
    } catch {
      log.debug('could not check the rate controller');
    }
  }

  async function admit(): Promise<void> {
    try {
      for (const tenantId of await tenantsWithItems(pool))
        await inTransaction(pool, (tx) => admitItems(tx, { tenantId }));
    } catch {
      log.debug('could not admit waiting items');
    }
  }

  async function raise(): Promise<void> {
    try {
      const afterMs = options.raise?.afterMs ?? RAISE_AFTER_MS;
      const raised = await inTransaction(pool, (tx) => raiseWaiting(tx, { afterMs }));
      if (raised.length > 0)
        log.info('raised the priority of orders that waited long', { orders: raised.length });
    } catch {
      log.debug('could not raise the priority of waiting orders');
    }
  }

  /** Repeats `work` with a pause in between, never concurrently. */
  function every(ms: number, work: () => Promise<void>): () => void {
    let timer: NodeJS.Timeout;
    const next = (): void => {
      if (stopped) return;
      timer = setTimeout(() => track(work().finally(next)), ms);
    };
    next();
    return () => clearTimeout(timer);
  }

  const stopTimers = [
    every(options.sweepEveryMs, sweep),
    every(options.lostRunsEveryMs ?? LOST_RUNS_EVERY_MS, endLostRuns),
    every(Math.min(ADMIT_EVERY_MS, options.sweepEveryMs), admit),
    every(options.raise?.everyMs ?? RAISE_EVERY_MS, raise),
    ...(options.rateController ? [every(RATE_CONTROLLER_EVERY_MS, ensureRateController)] : []),
  ];

  const stopListening = onMessages(pool, notify);

  return {
    notify,
    async stop() {
      stopped = true;
      stopListening();
      stopTimers.forEach((stop) => stop());
      timers.forEach((timer) => clearTimeout(timer));
      queue.clear();
      await Promise.allSettled(underway);
    },
  };
}
