import { Context } from '@temporalio/activity';
import type { BLOG_WAITS } from '../../domain/blog/lifecycle';
import type { LooseEnds } from '../../db/blog/publications';
import type { WaitKey } from '../../db/blog/runs';
import type { RunKey } from '../../db/orders/runs';
import type { ActivityDeps } from '../deps';

export type { OpenedBlogRun, Release } from '../../db/blog/runs';
export type { LooseEnds } from '../../db/blog/publications';

/** Activities of lane `records` for blog orders: Postgres only. */
export function createBlogRecordsActivities(deps: Pick<ActivityDeps, 'db'>) {
  const { blogRuns } = deps.db;
  return {
    /** Cancels an order whose deadline for a pick has passed, unless the pick came first. */
    async expirePick(run: WaitKey): ReturnType<typeof blogRuns.expirePick> {
      return blogRuns.expirePick(run);
    },
    /** Looks whether a person's word on a publication came before its deadline. */
    async expireResolve(run: RunKey): ReturnType<typeof blogRuns.expireResolve> {
      return blogRuns.expireResolve(run);
    },
    /** Cancels an order that nobody approved in time, unless a person acted first. */
    async expireApproval(run: WaitKey): ReturnType<typeof blogRuns.expireApproval> {
      return blogRuns.expireApproval(run);
    },
    /** Writes the reminder of what a person is waited for with, if that is still open. */
    async remind(input: RunKey & { of: keyof typeof BLOG_WAITS }): Promise<void> {
      await blogRuns.remind(input);
    },
    /** Ends the order of a post that stays a draft in its store. */
    async finishDraft(run: RunKey): Promise<LooseEnds> {
      await blogRuns.finishDraft(run);
      return deps.db.publications.looseEnds(run);
    },
    /** Ends the order of a published post whose address could not be read. */
    async finishPost(input: RunKey & { round: number }): Promise<LooseEnds> {
      await deps.db.transaction((tx) =>
        tx.stages.completeStage({ ...input, kind: 'blog', stage: 'publishing' }),
      );
      return deps.db.publications.looseEnds(input);
    },
    /** Lets an order go on without the picture that could not be made, where it may. */
    async skipPicture(
      input: RunKey & { round: number; reason: string },
    ): ReturnType<typeof deps.db.withoutPicture.skipPicture> {
      return deps.db.withoutPicture.skipPicture(input);
    },
    /** The point of no return before publishing. */
    async beginPublish(run: RunKey): ReturnType<typeof blogRuns.beginPublish> {
      return blogRuns.beginPublish(run);
    },
    /** Whether the post has been let out in this start of its order, and how. For a run that was cancelled and did not hear of it. */
    async wasReleased(run: RunKey): ReturnType<typeof blogRuns.wasReleased> {
      return blogRuns.wasReleased(run);
    },
    /** Hands an order whose publication nobody can confirm to a person. */
    async markUnconfirmed(run: RunKey): ReturnType<typeof blogRuns.markUnconfirmed> {
      const { workflowExecution, activityId } = Context.current().info;
      return blogRuns.markUnconfirmed({ ...run, question: `${workflowExecution?.runId}/${activityId}` });
    },
    /**
     * Forgets a begun draft of which two looks at the store found no trace, so that it may be created again; `begunAt` is when the creation
     * began that was looked for, as a later one is not meant. Runs from before that was told leave it out.
     */
    async forgetDraft(input: RunKey & { versionId: string; begunAt?: string | undefined }): Promise<void> {
      const key = { orderId: input.orderId, basis: input.versionId };
      await deps.db.transaction(async (tx) => {
        const publication = await tx.publications.findPublication(key);
        if (publication)
          await tx.publications.forgetDraftBegun({
            publicationId: publication.id,
            begunAt: input.begunAt ? new Date(input.begunAt) : publication.createBeganAt,
          });
        await tx.blogOrders.noteLooked(input);
      });
    },
  };
}

export type BlogRecordsActivities = ReturnType<typeof createBlogRecordsActivities>;
