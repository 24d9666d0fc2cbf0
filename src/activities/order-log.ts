import type { LoggedEntry } from '../db/events/logged';
import { doneLine, failedLine } from '../domain/orders/ending-lines';
import { queueLine } from '../domain/orders/queue-lines';
import { createStageLines } from '../domain/orders/stage-lines';
import type { EventPosition } from '../domain/events/position';
import type { ActivityDeps } from './deps';

/** Entries read at once, and the most pages of them in a tick. */
const PAGE = 500;
const MOST_PAGES = 20;

/**
 * Writes the log lines about orders from their timelines, whoever wrote these: one for each order that failed or is done, as soon as
 * it is seen, and those of the stages when `logStages` is called.
 */
export function createOrderLog(deps: Pick<ActivityDeps, 'db' | 'log' | 'now'>) {
  const { db, log } = deps;
  const stages = createStageLines();
  let position: EventPosition | undefined;

  function tell({ orderId, kind, type, stage, data, at, beganAt }: LoggedEntry): void {
    if (type === 'order.failed') {
      const reason = typeof data['reason'] === 'string' ? data['reason'] : null;
      log.error(failedLine({ kind, orderId, failureType: data['failureType'] }), { orderId, reason });
    }
    if (type === 'order.done')
      log.info(doneLine({ kind, orderId, asDraft: data['as'] === 'draft' }), { orderId });
    if (type === 'stage.started' && stage) stages.note({ kind, stage, orderId });
    if (type === 'stage.completed' && stage)
      stages.note({
        kind,
        stage,
        orderId,
        took: { from: (beganAt ?? at).getTime(), to: at.getTime() },
      });
  }

  return {
    /** Writes the lines for what happened since the last call. Does nothing once a rate controller with a later epoch has taken over. */
    async follow({ epoch }: { epoch: string }): Promise<void> {
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const after: EventPosition = (position ??= await db.logged.readLogged());
        const { entries, upTo } = await db.logged.readUnlogged({ after, limit: PAGE });
        if (entries.length === 0) return;
        const claimed = await db.logged.claimLogged({ epoch, after, upTo });
        position = claimed ? upTo : undefined;
        if (!claimed) return;
        entries.forEach(tell);
        if (entries.length < PAGE) return;
      }
    },
    /** Writes a line for each product that is sold: how much work there is, and how much was done within a day. */
    async logQueues(): Promise<void> {
      for (const queue of await db.purchaseQueues.purchaseQueues()) {
        const { product: kind, waiting, active, completed24h: complete, failed24h: failed } = queue;
        log.info(queueLine({ kind, waiting, active, complete, failed }));
      }
    },
    /** Writes the lines of the stages since the last call. */
    async logStages(): Promise<void> {
      const work = await db.figures.stageWork({ visits: stages.visits() });
      for (const line of stages.lines(work, deps.now())) log.info(line);
    },
  };
}
