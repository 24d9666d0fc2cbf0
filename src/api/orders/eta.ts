import type { Db } from '../../db/db';
import type { Order } from '../../db/orders/orders';
import { etaOf } from '../../domain/orders/eta';
import type { Eta } from '../../domain/orders/eta';
import { lanesByStatus, stagesLeft } from '../../domain/orders/lifecycle';

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
  const place = { orderId: order.id, stage: first.stage, round: order.round, lane };
  const [measured, { elapsedMs, queueMs }] = await Promise.all([
    db.stageTimes.readStageTimes({ kind }),
    db.stageTimes.progressInStage(place),
  ]);
  const isRunning = order.phase === 'running';
  return etaOf({
    stages,
    elapsedMs: isRunning ? (elapsedMs ?? 0) : 0,
    queueMs: isRunning ? 0 : (queueMs ?? 0),
    measured,
  });
}
