import { z } from 'zod';
import type { Db } from '../../db/db';
import type { Order } from '../../db/orders/orders';
import { etaOf } from '../../domain/orders/eta';
import type { Eta } from '../../domain/orders/eta';
import { lanesByStatus, stagesLeft } from '../../domain/orders/lifecycle';

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

/**
 * How long an order still takes until it is done or it is a person's turn; null where that is not ours to say: it waits for a person, a
 * provider, a store or a cap, or it is over. `asksFirst`: a person or a time decides before its last stage; `leavesOut`: stages that it
 * goes without.
 */
export async function orderEta(
  db: Db,
  order: Order,
  { asksFirst, leavesOut = [] }: { asksFirst: boolean; leavesOut?: readonly string[] },
): Promise<Eta | null> {
  const { kind, status } = order;
  const stages = stagesLeft(kind, status, asksFirst).filter(({ stage }) => !leavesOut.includes(stage));
  const [first] = stages;
  const [lane] = lanesByStatus(kind)[status] ?? [];
  if (!first || !lane || order.waitingType || order.pausedReason !== null) return null;
  const [measured, { elapsedMs, queueMs }] = await Promise.all([
    db.stageTimes.readStageTimes({ kind }),
    db.stageTimes.progressInStage({ orderId: order.id, lane }),
  ]);
  const isRunning = order.phase === 'running';
  return etaOf({
    stages,
    elapsedMs: isRunning ? (elapsedMs ?? 0) : 0,
    queueMs: isRunning ? 0 : (queueMs ?? 0),
    measured,
  });
}
