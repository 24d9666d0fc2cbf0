import { GalleyError } from '../../contract/failures';
import type { Published } from '../../db/purchases/publishing';
import type { ReviewWait } from '../../db/purchases/waits';
import type { RunKey } from '../../db/orders/runs';
import { goLive } from '../../domain/purchases/going-live';
import { toPlainText } from '../../domain/text/markdown';
import type { ActivityDeps } from '../deps';

/** Times that it is decided anew how a version goes live because its article was changed meanwhile. */
const MOST_DECISIONS = 5;

/** Activities of lane `records` for what was bought: Postgres only. */
export function createPurchaseRecordsActivities(deps: Pick<ActivityDeps, 'db'>) {
  const { db } = deps;
  return {
    /** Keeps the last draft of a round that none of them passed. */
    async keepRejectedDraft(input: ReviewWait): Promise<void> {
      const { orderId, startNo, round } = input;
      const draft = await db.purchaseDrafts.lastPurchaseDraft({ orderId, round });
      if (!draft) return;
      const contentText = toPlainText(draft.contentMd);
      await db.transaction((tx) =>
        tx.purchaseVersions.keepRejected({ orderId, startNo, round, draft, contentText }),
      );
    },
    /** Reminds a buyer of a text that waits for them. */
    async remindBuyer(input: ReviewWait): Promise<void> {
      await db.purchaseWaits.remindBuyer(input);
    },
    /** Reminds the administrators of a text that waits for them. */
    async remindAdmins(input: ReviewWait & { reminder: number }): Promise<void> {
      await db.purchaseWaits.remindAdmins(input);
    },
    /** Submits a text whose buyer's time is over, unless they acted first. */
    async submitAtDeadline(input: ReviewWait & { deadlineMs: number }): Promise<void> {
      await db.purchaseWaits.submitAtDeadline(input);
    },
    /**
     * Puts an approved version before readers, or its link into what they see by now. The texts are compared here, outside of the transaction,
     * which then only looks whether they are still the same.
     */
    async publishApproved(run: RunKey): Promise<{ published: Exclude<Published, 'changed'> }> {
      const { orderId, startNo } = run;
      for (let decisions = 0; decisions < MOST_DECISIONS; decisions += 1) {
        const ground = await db.purchasePublishing.readPublishing({ orderId, startNo });
        if (ground.state === 'settled') return { published: ground.published };
        const live = goLive(ground);
        const decision =
          live.what === 'reintegrate'
            ? {
                what: live.what,
                text: {
                  ...{ contentMd: live.contentMd, link: live.link },
                  contentText: toPlainText(live.contentMd),
                },
              }
            : live;
        const published = await db.purchasePublishing.publishApproved({
          ...{ orderId, startNo, ground, decision },
        });
        if (published !== 'changed') return { published };
      }
      throw new GalleyError({
        ...{ type: 'Database.Unavailable', reason: 'article_keeps_changing' },
        ...{ detail: `the article of order ${orderId} keeps changing`, delayMs: 1_000 },
      });
    },
  };
}

export type PurchaseRecordsActivities = ReturnType<typeof createPurchaseRecordsActivities>;
