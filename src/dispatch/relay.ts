import type { Pool } from 'pg';
import { orderOfWorkflowId } from '../contract/ids';
import { secondsSinceHeartbeat } from '../db/lanes/rate-controller';
import { admitItems, tenantsWithItems } from '../db/items/queue';
import { deliverNext } from '../db/outbox/outbox';
import { inTransaction, onMessages } from '../db/pool';
import { raiseWaiting } from '../db/orders/priority-aging';
import { endLostRun } from '../db/orders/lost-runs';
import type { Logger } from '../telemetry/logger';
import type { Lifecycle } from './temporal';

/** Orders whose messages are delivered at once at the same time; the others wait their turn. */
const DELIVERIES_AT_ONCE = 8;

/** Orders waiting for their turn; beyond that the sweep finds their messages. */
const LONGEST_QUEUE = 2_000;

/** Parallel loops of one sweep. */
const SWEEP_LOOPS = 4;

/**
 * Runs that ended without telling are looked for this often, in milliseconds, and from this long before the last look; the first
 * look of a process goes further, as nobody may have looked for days.
 */
const LOST_RUNS_EVERY_MS = 15_000;
const LOST_RUNS_LOOK_BACK_MS = 10 * 60_000;
const FIRST_LOOK_BACK_MS = 7 * 24 * 60 * 60_000;

/** Whether the rate controller lives is looked at this often, in milliseconds; it is started anew when it was silent for this long. */
const RATE_CONTROLLER_EVERY_MS = 5_000;
const RATE_CONTROLLER_SILENT_SECONDS = 10;

/** Items that wait for room are looked for this often, in milliseconds: a minute's limit makes room without anybody's doing. */
const ADMIT_EVERY_MS = 1_000;

/** What has waited in a queue is looked for this often, and raised a level each time it has waited this long, in milliseconds. */
const RAISE_EVERY_MS = 30_000;
const RAISE_AFTER_MS = 10 * 60_000;

/** Carries messages from the outbox to Temporal: at once when told of an order, and by sweeping for whatever was left. */
export interface OutboxRelay {
  /** Delivers what an order has to be delivered. Called by itself for every message that a transaction of its pool commits. */
  notify(orderId: string): void;
  /** Stops sweeping and waits for the deliveries under way. */
  stop(): Promise<void>;
}

export function createOutboxRelay(options: {
  pool: Pool;
  lifecycle: Lifecycle;
  log: Logger;
  sweepEveryMs: number;
  /** Whether it sees to it that there is a rate controller. */
  rateController?: boolean;
  /** How often runs that ended without telling are looked for, in milliseconds. */
  lostRunsEveryMs?: number;
  /** How often what waits too long is looked for, and how long that is, in milliseconds. */
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

  /** Delivers all there is to deliver; answers when the next message of the one order asked for is due, if it waits. */
  async function deliverScope(scope: { orderId?: string }): Promise<number | undefined> {
    let dueInMs: number | undefined;
    for (;;) {
      const result = await deliverNext(pool, scope, async (message) => {
        const delivery = await lifecycle.deliver(message);
        if (delivery.outcome === 'dead')
          log.warn('a message lost its meaning', {
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

  /** Comes back to an order whose message waits, e.g. for a run that is still closing. */
  function notifyLater(orderId: string, delayMs: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      notify(orderId);
    }, delayMs);
    timers.add(timer);
  }

  function pump(): void {
    while (!stopped && active < DELIVERIES_AT_ONCE && queue.size > 0) {
      const orderId = queue.values().next().value!;
      queue.delete(orderId);
      active += 1;
      track(
        deliverScope({ orderId })
          .then((dueInMs) => {
            if (dueInMs !== undefined && !stopped) notifyLater(orderId, dueInMs);
          })
          .catch(() => log.warn('a delivery failed; the sweep repeats it', { orderId }))
          .finally(() => {
            active -= 1;
            pump();
          }),
      );
    }
  }

  function notify(orderId: string): void {
    if (stopped || queue.size >= LONGEST_QUEUE) return;
    queue.add(orderId);
    pump();
  }

  async function sweep(): Promise<void> {
    await Promise.all(Array.from({ length: SWEEP_LOOPS }, () => deliverScope({}))).catch(() =>
      log.warn('a sweep of the outbox failed; the next one repeats it'),
    );
  }

  let lookFrom = Date.now() - FIRST_LOOK_BACK_MS;

  async function endLostRuns(): Promise<void> {
    try {
      const begun = Date.now();
      for (const run of await lifecycle.lostRuns(new Date(lookFrom))) {
        const order = orderOfWorkflowId(run.workflowId);
        if (order && (await endLostRun(pool, { ...order, runId: run.runId })))
          log.error('a run ended without telling; its order failed', { orderId: order.orderId });
      }
      // Only a look that succeeded moves on; lists lag behind a little, so each look overlaps with the one before.
      lookFrom = begun - LOST_RUNS_LOOK_BACK_MS;
    } catch {
      log.debug('lost runs could not be looked for');
    }
  }

  async function ensureRateController(): Promise<void> {
    try {
      const silent = await secondsSinceHeartbeat(pool);
      if (silent === null || silent > RATE_CONTROLLER_SILENT_SECONDS) await lifecycle.ensureRateController();
    } catch {
      log.debug('the rate controller could not be looked for');
    }
  }

  async function admit(): Promise<void> {
    try {
      for (const tenantId of await tenantsWithItems(pool))
        await inTransaction(pool, (tx) => admitItems(tx, { tenantId }));
    } catch {
      log.debug('items that wait could not be let in');
    }
  }

  async function raise(): Promise<void> {
    try {
      const afterMs = options.raise?.afterMs ?? RAISE_AFTER_MS;
      const raised = await inTransaction(pool, (tx) => raiseWaiting(tx, { afterMs }));
      if (raised.length > 0) log.info('orders that waited long were raised', { orders: raised.length });
    } catch {
      log.debug('what waits too long could not be looked for');
    }
  }

  /** Repeats `work` with a pause between, never twice at once. */
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
