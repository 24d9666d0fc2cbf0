import type { PlainAttempt, PlainOutcome } from '../../contract/steps';
import { reviewPrompt, reviewSchema, reviewShape } from '../../domain/prompts/review';
import type { ActivityDeps } from '../deps';
import { askModel } from '../model-call';
import { stepOf } from '../recorded-call';
import { requireMaterial, requireVersion } from './required';

/** The activity of stage `fact-check`, on lane `quality`. */
export function createFactCheckActivities(deps: ActivityDeps) {
  const { db } = deps;
  return {
    /** Has the facts of a text checked once; a text whose facts hold goes on. */
    async checkFacts(input: PlainAttempt): Promise<PlainOutcome> {
      const order = await db.blogOrders.currentBlogOrder(input);
      if ((await db.blogOrders.doneSteps(order)).includes('fact-check')) return { outcome: 'passed' };
      await db.blogOrders.beginBlogStage({ ...input, stage: 'fact-check' });
      const version = await requireVersion(deps, input);
      const { store, subject } = await requireMaterial(deps, order, { part: 'text' });
      const step = {
        ...stepOf(order, input),
        lane: 'quality',
        stage: 'fact-check',
        basis: version.id,
      } as const;
      const question = {
        model: deps.models.quality,
        before: [],
        prompt: reviewPrompt({
          subject: subject.subject,
          title: version.title,
          keyword: subject.subject,
          language: store.language,
          voice: store.brandVoice,
          markdown: version.bodyMarkdown,
        }),
        schemaName: 'draft_review',
        schema: reviewSchema,
        shape: reviewShape,
      };
      return askModel(deps, step, question, (read, save) =>
        save(async (tx): Promise<PlainOutcome> => {
          if (read.outcome !== 'read') return { outcome: 'rejected' };
          await tx.stages.completeStage({ ...input, kind: 'blog', stage: 'fact-check' });
          return { outcome: 'passed' };
        }),
      );
    },
  };
}
