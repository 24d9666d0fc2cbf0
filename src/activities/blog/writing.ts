import type { Queryable } from '../../db/pool';
import type { Version, VersionText } from '../../db/blog/versions';
import { postPrompt, postSchema, postShape, slugOf } from '../../domain/prompts/post';
import { checkDraft, MOST_COMPARED_POSTS, MOST_COMPARED_TEXT } from '../../domain/quality';
import type { ActivityDeps } from '../deps';
import { instructionsOf } from '../instructions';
import { askModel, fittingFacts } from '../model-call';
import { patiently } from '../recorded-call';
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
  const { store } = deps;

  async function tellRejected(
    tx: Queryable,
    input: WriteDraft,
    data: Record<string, unknown>,
  ): Promise<void> {
    await store.events.addEvent(tx, {
      orderId: input.orderId,
      type: 'stage.rejected',
      stage: 'content',
      round: input.round,
      data: { attempt: input.attempt, ...data },
    });
  }

  /** A draft of an earlier round becomes this one's; one that was approved in vain completes the stage. */
  async function takeOver(input: WriteDraft, kept: Version): Promise<Drafted> {
    const { round } = await store.stages.begin({ ...input, stage: 'content' });
    if (kept.qcStatus === 'APPROVED_BY_AI')
      await store.transaction((tx) =>
        store.stages.complete(tx, {
          ...input,
          round,
          stage: 'content',
          to: 'GENERATING_IMAGE',
          phase: 'queued',
          versionId: kept.id,
        }),
      );
    return outcomeOf(kept);
  }

  return {
    /** Writes one draft, checks it by rule, and saves it with what the rules found. */
    async writeDraft(input: WriteDraft): Promise<Drafted> {
      const key = { ...input, basis: input.ideaId };
      const order = await store.stages.stillOurs(input);
      const saved = await store.versions.findVersionByKey(store.pool, key);
      if (saved) return outcomeOf(saved);
      const kept = input.attempt === 1 ? await store.versions.findKeptDraft(store.pool, key) : undefined;
      if (kept) return takeOver(input, kept);
      const known = await store.versions.findUnusable(store.pool, key);
      if (known) return known;

      await store.stages.begin({ ...input, stage: 'content' });
      const shop = await requireStore(deps, order);
      const subject = await requireSubject(deps, order);
      const idea = await store.ideas.findIdea(store.pool, input);
      if (!idea) throw missing('idea', input);
      const wish = await store.orders.wishFor(store.pool, { orderId: order.id, part: 'text' });
      const sentBack = await store.versions.findSentBack(store.pool, { orderId: order.id });
      const before = await store.versions.findingsBefore(store.pool, key);
      const { read, endCall } = await askModel(deps, {
        orderId: order.id,
        tenantId: order.tenantId,
        lane: 'writing',
        stage: 'content',
        round: input.round,
        attempt: input.attempt,
        basis: input.ideaId,
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
          wish,
          draft: sentBack?.bodyMarkdown ?? '',
          findings: instructionsOf(before),
        }),
        schemaName: 'blog_post',
        schema: postSchema,
        shape: postShape,
      });
      if (read.outcome !== 'read')
        return patiently(deps, () =>
          store.transaction(async (tx): Promise<Drafted> => {
            await endCall(tx);
            const attempt = await store.versions.insertUnusable(tx, { ...key, read });
            if (attempt.outcome === 'rejected') await tellRejected(tx, input, { by: 'reading' });
            return attempt;
          }),
        );
      const otherPosts = await patiently(deps, () =>
        store.versions.listOtherPosts(store.pool, {
          storeId: shop.id,
          exceptOrderId: order.id,
          most: MOST_COMPARED_POSTS,
          mostText: MOST_COMPARED_TEXT,
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
      return patiently(deps, () =>
        store.transaction(async (tx): Promise<Drafted> => {
          await endCall(tx);
          const version = await store.versions.insertVersion(tx, {
            ...key,
            text: { ...read.value, slug: slugOf(read.value, `post-${order.id.slice(0, 8)}`) },
            qcStatus: checks.passed ? 'WRITTEN' : 'REJECTED_BY_CHECKS',
            findings: checks.findings,
          });
          if (!checks.passed)
            await tellRejected(tx, input, { by: 'checks', findings: checks.findings.map(({ id }) => id) });
          return outcomeOf(version);
        }),
      );
    },
  };
}

export type WritingActivities = ReturnType<typeof createWritingActivities>;
