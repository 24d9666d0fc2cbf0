import { Context } from '@temporalio/activity';
import { outletIdOf } from '../../contract/ids';
import type { OutletInput, OutletStep, OutletWork } from '../../contract/outlets';
import type { ActivityDeps } from '../deps';

/** What is to be done about an article, and the pause before something is looked at again, in milliseconds. */
export interface OpenedOutlet {
  work: OutletWork;
  pauseMs: number;
}

/** Activities of lane `records` for articles that go out: Postgres only. */
export function createOutletRecordsActivities({ db, outlets }: Pick<ActivityDeps, 'db' | 'outlets'>) {
  return {
    /** What is to be done about an article now; nothing for a workflow that somebody started beside its own. */
    async openOutlet(input: OutletInput): Promise<OpenedOutlet> {
      const isOwn = Context.current().info.workflowExecution?.workflowId === outletIdOf(input);
      const work: OutletWork = isOwn
        ? await db.outletDeliveries.nextOutletWork({ articleId: input.articleId })
        : { todo: 'nothing' };
      return { work, pauseMs: outlets.checkPauseMs };
    },

    /** Notes that a delivery failed for good, or that nobody knows what came of it, and tells administrators. */
    async endOutlet(
      ended: OutletStep & { state: 'failed' | 'unconfirmed'; type: string | null; reason: string },
    ): Promise<void> {
      await db.transaction((tx) => tx.outletDeliveries.noteOutletEnded(ended));
    },

    /** Forgets the creation of a draft that is certainly not at the store. */
    async forgetOutletDraft(key: OutletInput & { begunAt: string | null }): Promise<void> {
      await db.outletDeliveries.forgetOutletBegun(key);
    },

    /** Notes that nobody could look at the links of what was delivered. */
    async leaveUnchecked({ articleId, no }: OutletStep): Promise<void> {
      await db.transaction(async (tx) => {
        const article = await tx.outletDeliveries.deliveredArticle({ articleId, no });
        if (!article) return;
        const paid = await tx.paidLinks.paidLinksOf({ articleId, versionId: article.versionId });
        const links = paid.map(({ orderId }) => ({ orderId, state: 'unchecked' as const }));
        await tx.outletDeliveries.noteOutletLinks({ articleId, no, links });
      });
    },
  };
}

export type OutletRecordsActivities = ReturnType<typeof createOutletRecordsActivities>;
