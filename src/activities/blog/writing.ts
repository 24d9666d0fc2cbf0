import type { Tx } from '../../db/db';
import type { KnownDraft } from '../../db/blog/drafts';
import type { VersionText } from '../../db/blog/versions';
import { postPrompt, postSchema, postShape, slugOf } from '../../domain/prompts/post';
import { checkDraft } from '../../domain/quality';
import type { ActivityDeps } from '../deps';
import { instructionsOf } from '../instructions';
import { askModel, fittingFacts } from '../model-call';
import { saveWithRetry, stepOf } from '../recorded-call';
import { createOtherPosts } from './other-posts';
import { missing, requireMaterial } from './required';

/** One attempt at the text of an order, on the basis of the picked idea. */
export interface WriteDraft {
  orderId: string;
  startNo: number;
  round: number;
  attempt: number;
  ideaId: string;
}

/** `written` passed the deterministic checks and waits for its review. */
export type Drafted =
  | { outcome: 'written' | 'approved'; versionId: string }
  | { outcome: 'rejected' }
  | { outcome: 'refused'; reason: string };

function outcomeOf({ versionId, qcStatus }: KnownDraft): Drafted {
  if (qcStatus === 'APPROVED_BY_AI') return { outcome: 'approved', versionId };
  if (qcStatus === 'WRITTEN') return { outcome: 'written', versionId };
  return { outcome: 'rejected' };
}

/** What is shown of a post besides its title and body. */
function textsAround(post: VersionText): string[] {
  return [post.excerpt, post.metaTitle, post.metaDescription, post.imageAlt, ...post.tags];
}

/** Words of stores' posts that a worker keeps, in bytes: of 3,000 posts of a thousand words or more. */
const OTHER_POSTS_BYTES = 32 * 1024 * 1024;

/** Activities of lane `writing`. */
export function createWritingActivities(deps: ActivityDeps) {
  const { db } = deps;
  const listOtherPosts = createOtherPosts({ db, maxBytes: OTHER_POSTS_BYTES });

  async function tellRejected(tx: Tx, input: WriteDraft, data: Record<string, unknown>): Promise<void> {
    await tx.events.addEvent({
      orderId: input.orderId,
      type: 'stage.rejected',
      stage: 'content',
      round: input.round,
      data: { attempt: input.attempt, ...data },
    });
  }

  /** A draft of an earlier round becomes this one's; one that was approved in vain completes the stage. */
  async function takeOver(input: WriteDraft, kept: KnownDraft): Promise<Drafted> {
    const { round } = await db.blogOrders.beginBlogStage({ ...input, stage: 'content' });
    if (kept.qcStatus === 'APPROVED_BY_AI')
      await db.transaction(async (tx) => {
        if (await tx.stages.completeStage({ ...input, kind: 'blog', round, stage: 'content' }))
          await tx.blogOrders.setParts({ orderId: input.orderId, versionId: kept.versionId });
      });
    return outcomeOf(kept);
  }

  return {
    /** Writes one draft, checks it by rule, and saves it with what the rules found. */
    async writeDraft(input: WriteDraft): Promise<Drafted> {
      const key = { ...input, basis: input.ideaId };
      const order = await db.blogOrders.currentBlogOrder(input);
      const known = await db.drafts.attemptsBefore(key);
      if (known.saved) return outcomeOf(known.saved);
      // Taken over from an earlier round by this attempt, whose answer was lost: the text is complete.
      if (order.versionId) return { outcome: 'approved', versionId: order.versionId };
      if (input.attempt === 1 && known.kept) return takeOver(input, known.kept);
      if (known.unusable) return known.unusable;

      await db.blogOrders.beginBlogStage({ ...input, stage: 'content' }, order);
      const { ideaId } = input;
      const material = await requireMaterial(deps, order, { part: 'text', ideaId });
      const { store: shop, subject, idea, hint } = material;
      if (!idea) throw missing('idea', input);
      const step = {
        ...stepOf(order, input),
        lane: 'writing',
        stage: 'content',
        basis: input.ideaId,
      } as const;
      const before = known.findingsBefore;
      const question = {
        model: deps.models.content,
        before,
        prompt: postPrompt({
          store: shop.name,
          language: shop.language,
          subject: subject.subject,
          facts: fittingFacts(subject.facts, before),
          title: idea.title,
          angle: idea.angle,
          outline: idea.outline,
          keyword: idea.keyword,
          words: deps.contentWords,
          voice: shop.brandVoice,
          hint,
          draft: known.sentBack ?? '',
          findings: instructionsOf(before),
        }),
        schemaName: 'blog_post',
        schema: postSchema,
        shape: postShape,
      };
      return askModel(deps, step, question, async (read, save) => {
        if (read.outcome !== 'read')
          return save(async (tx): Promise<Drafted> => {
            const attempt = await tx.versions.insertUnusable({ ...key, read });
            if (attempt.outcome === 'rejected') await tellRejected(tx, input, { by: 'reading' });
            return attempt;
          });
        const otherPosts = await saveWithRetry(deps, () =>
          listOtherPosts({ storeId: shop.id, exceptOrderId: order.id }),
        );
        const checks = checkDraft({
          markdown: read.value.bodyMarkdown,
          title: read.value.title,
          keyword: idea.keyword,
          targetWords: deps.contentWords,
          language: shop.language,
          voice: shop.brandVoice,
          around: textsAround(read.value),
          // A title of a person's own, which has no angle, is a name given to the order, too.
          names: [subject.subject, ...(idea.angle === '' ? [idea.title] : [])],
          otherPosts,
        });
        return save(async (tx): Promise<Drafted> => {
          const version = await tx.versions.insertVersion({
            ...key,
            text: { ...read.value, slug: slugOf(read.value, `post-${order.id.slice(0, 8)}`) },
            qcStatus: checks.passed ? 'WRITTEN' : 'REJECTED_BY_CHECKS',
            findings: checks.findings,
          });
          if (!checks.passed)
            await tellRejected(tx, input, { by: 'checks', findings: checks.findings.map(({ id }) => id) });
          return outcomeOf({ versionId: version.id, qcStatus: version.qcStatus });
        });
      });
    },
  };
}

export type WritingActivities = ReturnType<typeof createWritingActivities>;
