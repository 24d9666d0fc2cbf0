import type { BlogStatus } from '../../contract/orders';
import type { Order } from '../../db/orders/orders';
import type { Db } from '../../db/db';
import { etaOf, TIMED_STAGES } from '../../domain/orders/eta';
import type { Eta, TimedStage } from '../../domain/orders/eta';
import { LANES_OF_STATUS } from '../../domain/orders/lifecycle';

/** Where each status that is ours to work on stands: its stage, and the last one before a person's turn. */
const STANDING: Partial<Record<BlogStatus, { stage: TimedStage; until: TimedStage }>> = {
  PENDING: { stage: 'ideas', until: 'ideas' },
  GENERATING_IDEAS: { stage: 'ideas', until: 'ideas' },
  GENERATING_CONTENT: { stage: 'content', until: 'publishing' },
  GENERATING_IMAGE: { stage: 'image', until: 'publishing' },
  PUBLISHING: { stage: 'publishing', until: 'publishing' },
};

/**
 * How long an order still takes until it is done or it is a person's turn; null where that is not ours to say: it waits for a person, a
 * provider, a store or a cap, or it is over.
 */
export async function orderEta(db: Db, order: Order): Promise<Eta | null> {
  const standing = STANDING[order.status];
  const [lane] = LANES_OF_STATUS[order.status] ?? [];
  if (!standing || !lane || order.waitingType || order.pausedReason !== null) return null;
  const { stage } = standing;
  const asksFirst = order.publishMode === 'approve' || order.publishAt !== null;
  const until =
    standing.until === 'publishing' && asksFirst && stage !== 'publishing' ? 'image' : standing.until;
  const stages = TIMED_STAGES.slice(TIMED_STAGES.indexOf(stage), TIMED_STAGES.indexOf(until) + 1);
  const [measured, { elapsedMs, queueMs }] = await Promise.all([
    db.stageTimes.readStageTimes(),
    db.stageTimes.standingInStage({ orderId: order.id, stage, round: order.round, lane }),
  ]);
  return etaOf({
    stages,
    elapsedMs: order.phase === 'running' ? (elapsedMs ?? 0) : 0,
    queueMs: order.phase === 'running' ? 0 : (queueMs ?? 0),
    measured,
  });
}
