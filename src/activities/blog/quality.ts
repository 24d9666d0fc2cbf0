import type { SavedFinding } from '../../db/blog/findings';
import type { Version } from '../../db/blog/versions';
import type { Tx } from '../../db/db';
import { reviewPrompt, reviewSchema, reviewShape } from '../../domain/prompts/review';
import { judge } from '../../domain/quality';
import type { ActivityDeps } from '../deps';
import { askModel, ODD_ANSWER } from '../model-call';
import { stepOf } from '../recorded-call';
import { requireMaterial, requireVersion } from './required';

/** One review of one draft. */
export interface ReviewDraft {
  orderId: string;
  startNo: number;
  round: number;
  attempt: number;
  versionId: string;
}

/** `unreadable`: the reviewer, not the draft, is to be tried again. */
export type Reviewed = { outcome: 'approved' | 'rejected' | 'unreadable' };

/** Reviews of one draft that are paid for before one that cannot be read counts as a rejection. */
const MAX_REVIEWS = 3;

/** What is said of a draft whose reviewer declined or could not be understood. */
export function unreadableReview(
  read: { outcome: 'unusable'; problems: string[] } | { outcome: 'refused' },
): SavedFinding {
  return {
    id: 'review_unreadable',
    severity: 'blocking',
    reason:
      read.outcome === 'refused'
        ? 'The AI model declined to review this draft, so it was not approved.'
        : `The review of this draft could not be read, so it was not approved. ${read.problems[0] ?? ''}`.trim(),
    hint: 'Retry; if it happens again, choose another topic or contact support.',
  };
}

/** Activities of lane `quality`. */
export function createQualityActivities(deps: ActivityDeps) {
  const { db } = deps;

  async function tellRejected(tx: Tx, { orderId, round, attempt }: ReviewDraft): Promise<void> {
    await tx.events.addEvent({
      orderId,
      type: 'stage.rejected',
      stage: 'content',
      round,
      data: { attempt, by: 'review' },
    });
  }

  /** A draft without a review that can be read is rejected, so that somebody is told why. */
  async function reject(tx: Tx, input: ReviewDraft, version: Version, finding: SavedFinding): Promise<void> {
    const findings = [...version.findings, finding];
    await tx.versions.judgeVersion({ ...input, qcStatus: 'REJECTED_BY_AI', findings, scores: null });
    await tellRejected(tx, input);
  }

  return {
    /** Asks once for a review, of which the verdict follows by rule; an approved draft becomes the order's version and the order moves on. */
    async reviewDraft(input: ReviewDraft): Promise<Reviewed> {
      const order = await db.blogOrders.currentBlogOrder(input);
      const version = await requireVersion(deps, input);
      if (version.qcStatus !== 'WRITTEN')
        return { outcome: version.qcStatus === 'APPROVED_BY_AI' ? 'approved' : 'rejected' };

      await db.blogOrders.beginBlogStage({ ...input, stage: 'content' }, order);
      const ideaId = version.basis;
      const { store: shop, subject, idea } = await requireMaterial(deps, order, { part: 'text', ideaId });
      const step = {
        ...stepOf(order, input),
        lane: 'quality',
        stage: 'quality',
        basis: version.id,
      } as const;
      const question = {
        model: deps.models.quality,
        before: [],
        prompt: reviewPrompt({
          subject: subject.subject,
          title: version.title,
          keyword: idea?.keyword ?? '',
          language: shop.language,
          voice: shop.brandVoice,
          markdown: version.bodyMarkdown,
        }),
        schemaName: 'draft_review',
        schema: reviewSchema,
        shape: reviewShape,
      };
      return askModel(deps, step, question, (read, save) => {
        if (read.outcome !== 'read')
          return save(
            async (tx): Promise<Reviewed> => {
              const reviews = await tx.providerCalls.countCalls({ ...step, which: 'answered' });
              if (read.outcome === 'unusable' && read.reason !== ODD_ANSWER && reviews < MAX_REVIEWS)
                return { outcome: 'unreadable' };
              await reject(tx, input, version, unreadableReview(read));
              return { outcome: 'rejected' };
            },
            { endsFirst: true },
          );
        return save(async (tx): Promise<Reviewed> => {
          const verdict = judge({
            review: read.value,
            draft: { title: version.title, markdown: version.bodyMarkdown },
          });
          await tx.versions.judgeVersion({
            ...input,
            qcStatus: verdict.approved ? 'APPROVED_BY_AI' : 'REJECTED_BY_AI',
            findings: [...version.findings, ...verdict.findings],
            scores: verdict.scores,
          });
          const { orderId, attempt } = input;
          if (verdict.approved) {
            const done = { ...input, kind: 'blog', stage: 'content', data: { attempt } } as const;
            if (await tx.stages.completeStage(done))
              await tx.blogOrders.setParts({ orderId, versionId: version.id });
          } else await tellRejected(tx, input);
          return { outcome: verdict.approved ? 'approved' : 'rejected' };
        });
      });
    },
  };
}

export type QualityActivities = ReturnType<typeof createQualityActivities>;
