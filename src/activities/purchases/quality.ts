import type { SavedFinding } from '../../db/blog/findings';
import type { PurchaseDraft } from '../../db/purchases/drafts';
import type { PurchasedOrder } from '../../db/purchases/purchases';
import type { Tx } from '../../db/db';
import { proveNoLinkLost, proveOnlyLink } from '../../domain/linking';
import type { ReadAnswer } from '../../domain/providers/completion';
import { linkReviewPrompt, linkReviewSchema, linkReviewShape } from '../../domain/prompts/link-review';
import { reviewPrompt, reviewSchema, reviewShape } from '../../domain/prompts/review';
import { paragraphAround } from '../../domain/purchases/paragraph';
import { judge, judgeLink } from '../../domain/quality';
import { toPlainText } from '../../domain/text/markdown';
import { unreadableReview } from '../blog/quality';
import type { Reviewed } from '../blog/quality';
import { missing } from '../blog/required';
import type { ActivityDeps } from '../deps';
import { askModel, ODD_ANSWER } from '../model-call';
import type { ModelQuestion } from '../model-call';
import { stepOf } from '../recorded-call';
import { requireDraft, requireSite, tellRejected } from './drafted';
import type { WritePurchase } from './drafted';

/** One review of one draft. */
export type ReviewPurchase = WritePurchase & { draftId: string };

/** Reviews of one draft that are paid for before one that cannot be read counts as a rejection. */
const MAX_REVIEWS = 3;

/** What is found in a draft, and whether it passes. */
interface Verdict {
  approved: boolean;
  scores: Readonly<Record<string, number>> | null;
  findings: readonly SavedFinding[];
}

const REJECTED = { approved: false, scores: null, contentText: '' } as const;

/** A site has no words of its own to use or to avoid, but a tone. */
const voiceOf = (tone: string) => ({ tone, useWords: [], avoidWords: [], sample: '' });

/** Activities of lane `quality` for what was bought. */
export function createPurchaseQualityActivities(deps: ActivityDeps) {
  const { db } = deps;

  /** Saves a verdict; an approved draft becomes the order's version, and the order moves on. */
  async function settle(
    tx: Tx,
    input: ReviewPurchase,
    draft: PurchaseDraft,
    verdict: Verdict & { by: 'checks' | 'review'; contentText: string },
  ): Promise<Reviewed> {
    const { orderId, startNo, round, draftId } = input;
    const { approved, scores, by, contentText } = verdict;
    const findings = [...draft.findings, ...verdict.findings];
    const qcStatus = approved ? 'APPROVED_BY_AI' : by === 'checks' ? 'REJECTED_BY_CHECKS' : 'REJECTED_BY_AI';
    await tx.purchaseDrafts.judgePurchaseDraft({ orderId, draftId, qcStatus, findings, scores });
    if (!approved) {
      await tellRejected(tx, input, { by });
      return { outcome: 'rejected' };
    }
    await tx.purchaseVersions.completeWriting({
      ...{ orderId, startNo, round, contentText },
      draft: { ...draft, qcStatus, findings },
    });
    return { outcome: 'approved' };
  }

  /** Asks once for a review, and saves what follows from it by rule. */
  async function review<T>(
    input: ReviewPurchase,
    { order, draft }: { order: PurchasedOrder; draft: PurchaseDraft },
    question: Omit<ModelQuestion<T>, 'model' | 'before'>,
    judged: (review: T) => Verdict,
  ): Promise<Reviewed> {
    const step = {
      ...stepOf(order, input),
      lane: 'quality',
      stage: 'quality',
      basis: draft.id,
    } as const;
    const asked = { ...question, model: deps.models.quality, before: [] };
    return askModel(deps, step, asked, (read: ReadAnswer<T>, save) => {
      if (read.outcome === 'read') {
        const verdict = judged(read.value);
        const contentText = verdict.approved ? toPlainText(draft.contentMd) : '';
        return save((tx) => settle(tx, input, draft, { ...verdict, by: 'review', contentText }));
      }
      return save(
        async (tx): Promise<Reviewed> => {
          const reviews = await tx.providerCalls.countCalls({ ...step, which: 'answered' });
          if (read.outcome === 'unusable' && read.reason !== ODD_ANSWER && reviews < MAX_REVIEWS)
            return { outcome: 'unreadable' };
          const rejected = { ...REJECTED, findings: [unreadableReview(read)], by: 'review' } as const;
          return settle(tx, input, draft, rejected);
        },
        { endsFirst: true },
      );
    });
  }

  /** The draft that is to be reviewed, or what its review has come to already. */
  async function open(
    input: ReviewPurchase,
  ): Promise<{ order: PurchasedOrder; draft: PurchaseDraft; reviewed?: Reviewed }> {
    const order = await db.purchaseRuns.currentPurchase(input);
    const draft = await requireDraft(deps, input);
    if (draft.qcStatus !== 'WRITTEN') {
      const outcome = draft.qcStatus === 'APPROVED_BY_AI' ? 'approved' : 'rejected';
      return { order, draft, reviewed: { outcome } };
    }
    await db.purchaseRuns.beginWriting({ order, ...input });
    return { order, draft };
  }

  return {
    /** Reviews a draft of a new article, as posts are reviewed. */
    async reviewArticle(input: ReviewPurchase): Promise<Reviewed> {
      const { order, draft, reviewed } = await open(input);
      if (reviewed) return reviewed;
      const site = await requireSite(deps, order);
      const { contentMd: markdown } = draft;
      const title = draft.title ?? '';
      const question = {
        prompt: reviewPrompt({
          ...{ subject: order.topic ?? '', title, keyword: order.keyword ?? '', language: site.language },
          ...{ voice: voiceOf(site.tone), markdown },
        }),
        ...{ schemaName: 'draft_review', schema: reviewSchema, shape: reviewShape },
      };
      return review(input, { order, draft }, question, (read) =>
        judge({ review: read, draft: { title, markdown } }),
      );
    },

    /**
     * Reviews the sentence that a link was put into. Before that costs anything it is proved once more that the link is all that changed, and
     * that nobody else's is lost.
     */
    async reviewLink(input: ReviewPurchase): Promise<Reviewed> {
      const { order, draft, reviewed } = await open(input);
      if (reviewed) return reviewed;
      const { articleId, anchorText, targetUrl, id: orderId } = order;
      const base = await db.catalogueVersions.versionById({ articleId, versionId: draft.basis });
      const article = await db.catalogueArticles.articleById({ articleId });
      if (!base || !article || !draft.link) throw missing('base', { orderId });
      const { language, title } = article;
      const link = { anchorText, targetUrl };
      const paidLinks = await db.purchaseMaterial.otherPaidLinks({ articleId, orderId });
      const proof = proveOnlyLink(base.contentMd, draft.contentMd, link, { language });
      if (!proof.ok || !proveNoLinkLost(base.contentMd, draft.contentMd, paidLinks).ok) {
        const said = 'The link would change more of the article than one sentence.';
        const finding: SavedFinding = {
          ...{ id: 'link.not-proved', severity: 'blocking', reason: said },
          hint: `${said} Choose another place.`,
        };
        const rejected = { ...REJECTED, findings: [finding], by: 'checks' } as const;
        return db.transaction((tx) => settle(tx, input, draft, rejected));
      }
      const { start, end } = draft.link.span;
      const sentence = toPlainText(draft.contentMd.slice(start, end));
      const paragraph = toPlainText(paragraphAround(draft.contentMd, { start, end }));
      const question = {
        prompt: linkReviewPrompt({
          ...{ title, language, sentence, paragraph, anchorText, targetUrl },
          article: toPlainText(base.contentMd),
        }),
        ...{ schemaName: 'link_review', schema: linkReviewSchema, shape: linkReviewShape },
      };
      const text = `${sentence}\n\n${paragraph}`;
      return review(input, { order, draft }, question, (read) => judgeLink({ review: read, text }));
    },
  };
}

export type PurchaseQualityActivities = ReturnType<typeof createPurchaseQualityActivities>;
