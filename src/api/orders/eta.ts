import { z } from 'zod';
import type { Db } from '../../db/db';
import type { Order } from '../../db/orders/orders';
import { etaOf } from '../../domain/orders/eta';
import type { Eta } from '../../domain/orders/eta';
import { lanesByStatus, stagesLeft } from '../../domain/orders/lifecycle';
import type { TimedStage } from '../../domain/orders/lifecycle';
import type { OrderKind } from '../../contract/orders';

/** The members that tell the time left. */
export const etaView = {
  estimatedTimeRemaining: z.int().nullable().describe('Milliseconds; null if no estimate is possible'),
  etaP50Ms: z.int().nullable(),
  etaP90Ms: z.int().nullable(),
  overdue: z.boolean().describe('Whether it takes longer than usual; the times are null then'),
};

/** The time left as clients see it. */
export const etaFields = (eta: Eta | null) => {
  const known = eta?.isOverdue ? null : eta;
  return {
    estimatedTimeRemaining: known?.p50Ms ?? null,
    etaP50Ms: known?.p50Ms ?? null,
    etaP90Ms: known?.p90Ms ?? null,
    overdue: eta?.isOverdue ?? false,
  };
};

/** An order whose time is asked for. */
export interface TimedOrder {
  order: Order;
  /** Whether a person or a time decides before its last stage. */
  asksFirst: boolean;
  /** Stages that it goes without. */
  leavesOut?: readonly string[];
}

/** What is left of an order, where the time is ours to say: nothing of one that waits for a person, a provider, a store or a cap. */
function leftOf({
  order,
  asksFirst,
  leavesOut = [],
}: TimedOrder): { stages: TimedStage[]; lane: string } | undefined {
  const { kind, status } = order;
  const stages = stagesLeft(kind, status, asksFirst).filter(({ stage }) => !leavesOut.includes(stage));
  const [lane] = lanesByStatus(kind)[status] ?? [];
  const isOurs = stages.length > 0 && !order.waitingType && order.pausedReason === null;
  return lane && isOurs ? { stages, lane } : undefined;
}

/**
 * How long orders of one kind still take until they are done or it is a person's turn, in the order given; null where that is not ours
 * to say. Asks the database twice, however many they are.
 */
export async function orderEtas(
  db: Db,
  kind: OrderKind,
  timed: readonly TimedOrder[],
): Promise<Array<Eta | null>> {
  const all = timed.map((one) => ({ order: one.order, left: leftOf(one) }));
  const asked = all.flatMap(({ order, left }) => (left ? [{ orderId: order.id, lane: left.lane }] : []));
  const [measured, progress] = await Promise.all([
    db.stageTimes.readStageTimes({ kind }),
    db.stageTimes.progressInStages({ orders: asked }),
  ]);
  return all.map(({ order, left }) => {
    if (!left) return null;
    const { elapsedMs, queueMs } = progress.get(order.id) ?? { elapsedMs: null, queueMs: null };
    const isRunning = order.phase === 'running';
    return etaOf({
      stages: left.stages,
      elapsedMs: isRunning ? (elapsedMs ?? 0) : 0,
      queueMs: isRunning ? 0 : (queueMs ?? 0),
      measured,
    });
  });
}
