import type { Tx } from '../../db/db';
import type { Version, VersionText } from '../../db/blog/versions';
import { postPrompt, postSchema, postShape, slugOf } from '../../domain/prompts/post';
import { checkDraft, MAX_COMPARED_POSTS, MAX_COMPARED_LENGTH } from '../../domain/quality';
import type { ActivityDeps } from '../deps';
import { instructionsOf } from '../instructions';
import { askModel, fittingFacts } from '../model-call';
import { saveWithRetry, stepOf } from '../recorded-call';
import { missing, requireStore, requireSubject } from './required';

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

function outcomeOf(version: Version): Drafted {
  if (version.qcStatus === 'APPROVED_BY_AI') return { outcome: 'approved', versionId: version.id };
  if (version.qcStatus === 'WRITTEN') return { outcome: 'written', versionId: version.id };
  return { outcome: 'rejected' };
}

/** What is shown of a post besides its title and body. */
function textsAround(post: VersionText): string[] {
  return [post.excerpt, post.metaTitle, post.metaDescription, post.imageAlt, ...post.tags];
}

/** Activities of lane `writing`. */
export function createWritingActivities(deps: ActivityDeps) {
  const { db } = deps;

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
  async function takeOver(input: WriteDraft, kept: Version): Promise<Drafted> {
    const { round } = await db.blogOrders.beginBlogStage({ ...input, stage: 'content' });
    if (kept.qcStatus === 'APPROVED_BY_AI')
      await db.transaction(async (tx) => {
        if (await tx.stages.completeStage({ ...input, kind: 'blog', round, stage: 'content' }))
          await tx.blogOrders.setParts({ orderId: input.orderId, versionId: kept.id });
      });
    return outcomeOf(kept);
  }

  return {
    /** Writes one draft, checks it by rule, and saves it with what the rules found. */
    async writeDraft(input: WriteDraft): Promise<Drafted> {
      const key = { ...input, basis: input.ideaId };
      const order = await db.blogOrders.currentBlogOrder(input);
      const saved = await db.versions.findVersionByKey(key);
      if (saved) return outcomeOf(saved);
      // Taken over from an earlier round by this attempt, whose answer was lost: the text is complete.
      if (order.versionId) return { outcome: 'approved', versionId: order.versionId };
      const kept = input.attempt === 1 ? await db.versions.findKeptDraft(key) : undefined;
      if (kept) return takeOver(input, kept);
      const known = await db.versions.findUnusable(key);
      if (known) return known;

      await db.blogOrders.beginBlogStage({ ...input, stage: 'content' });
      const shop = await requireStore(deps, order);
      const subject = await requireSubject(deps, order);
      const idea = await db.ideas.findIdea(input);
      if (!idea) throw missing('idea', input);
      const hint = await db.blogOrders.hintFor({ orderId: order.id, part: 'text' });
      const sentBack = await db.versions.findSentBack({ orderId: order.id });
      const step = {
        ...stepOf(order, input),
        lane: 'writing',
        stage: 'content',
        basis: input.ideaId,
      } as const;
      const before = await db.versions.findingsBefore(key);
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
          draft: sentBack?.bodyMarkdown ?? '',
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
          db.versions.listOtherPosts({
            storeId: shop.id,
            exceptOrderId: order.id,
            most: MAX_COMPARED_POSTS,
            mostText: MAX_COMPARED_LENGTH,
          }),
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
          return outcomeOf(version);
        });
      });
    },
  };
}

export type WritingActivities = ReturnType<typeof createWritingActivities>;
