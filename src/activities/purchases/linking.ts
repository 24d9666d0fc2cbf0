import type { PublishedText } from '../../db/purchases/material';
import type { PurchasedOrder } from '../../db/purchases/purchases';
import { insertLink, isLinkAllowed, isMendable, offeredPlaces } from '../../domain/linking';
import type { LinkProposal, OfferedPlaces } from '../../domain/linking';
import { LONGEST_ARTICLE } from '../../domain/catalogue/article-file';
import { linkPrompt, linkProposal, linkSchema, linkShape } from '../../domain/prompts/link';
import { isTooComplex } from '../../domain/text/markdown/hostile';
import type { ActivityDeps } from '../deps';
import { instructionsOf } from '../instructions';
import { askModel } from '../model-call';
import { stepOf } from '../recorded-call';
import { alreadyDrafted, outcomeOf, requireSite, tellRejected } from './drafted';
import type { PurchaseDrafted, WritePurchase } from './drafted';

/** Sentences of earlier rounds that the next one is told to differ from. */
const MOST_EARLIER = 10;

/** What a proposal says, as far as it can be told apart from another. */
const wordsOf = (proposal: LinkProposal): string =>
  proposal.how === 'sentence' ? proposal.sentence : proposal.quote;

/** Where the link can go, or why it can go nowhere, which no model has to be paid to find out. */
function placesIn(
  article: PublishedText,
  order: PurchasedOrder,
): { places: OfferedPlaces } | { unplaced: string } {
  const { contentMd: markdown, language } = article;
  const { anchorText, targetUrl } = order;
  if (!isLinkAllowed({ anchorText, targetUrl })) return { unplaced: 'bad-link' };
  if (markdown.length > LONGEST_ARTICLE) return { unplaced: 'article-too-long' };
  if (isTooComplex(markdown)) return { unplaced: 'article-too-complex' };
  const places = offeredPlaces(markdown, anchorText, { language });
  return places.words.length + places.ends.length === 0 ? { unplaced: 'no-place' } : { places };
}

/** Activities of lane `writing` for links that were bought. */
export function createLinkWritingActivities(deps: ActivityDeps) {
  const { db } = deps;
  return {
    /**
     * Has one place for a link proposed in what readers see of its article, and puts it in by our own code, which proves that nothing else
     * changed. What cannot be done as proposed is a finding for the next attempt.
     */
    async integrateLink(input: WritePurchase): Promise<PurchaseDrafted> {
      const order = await db.purchaseRuns.currentPurchase(input);
      const { orderId, round, attempt } = input;
      const article = await db.purchaseMaterial.publishedText({ articleId: order.articleId });
      const basis = article?.versionId ?? '';
      const known = await db.purchaseDrafts.purchaseAttemptsBefore({ ...input, basis });
      const already = await alreadyDrafted(deps, input, order, known);
      if (already) return already;
      if (!article) return { outcome: 'unplaced', reason: 'not_published' };
      const found = placesIn(article, order);
      if ('unplaced' in found) return { outcome: 'unplaced', reason: found.unplaced };

      await db.purchaseRuns.beginWriting({ order, ...input });
      const site = await requireSite(deps, order);
      const earlier = await db.purchaseDrafts.earlierProposals({ orderId, round, most: MOST_EARLIER });
      const { anchorText, targetUrl, notes } = order;
      const { contentMd: markdown, language, title } = article;
      const link = { anchorText, targetUrl };
      const step = { ...stepOf(order, input), lane: 'writing', stage: 'writing', basis } as const;
      const before = known.findingsBefore;
      const question = {
        model: deps.models.component,
        before,
        prompt: linkPrompt({
          ...{ title, language, audience: site.audience, tone: site.tone, markdown, link, notes },
          ...{ places: found.places, earlier: earlier.map(wordsOf), findings: instructionsOf(before) },
        }),
        ...{ schemaName: 'article_link', schema: linkSchema, shape: linkShape },
      };
      const draft = { orderId, round, attempt, basis };
      return askModel(deps, step, question, async (read, save) => {
        if (read.outcome !== 'read')
          return save(async (tx): Promise<PurchaseDrafted> => {
            const fruitless = await tx.purchaseDrafts.insertFruitless({ ...draft, read });
            if (fruitless.outcome === 'rejected') await tellRejected(tx, input, { by: 'reading' });
            return fruitless;
          });
        const inserted = insertLink({ markdown, link, language, proposal: linkProposal(read.value) });
        return save(async (tx): Promise<PurchaseDrafted> => {
          if (!inserted.ok) {
            const { reason, finding } = inserted;
            const refused = { ...draft, reason, finding, isFinal: !isMendable(inserted) };
            await tellRejected(tx, input, { by: 'checks', findings: [`link.${reason}`] });
            return tx.purchaseDrafts.insertRefused(refused);
          }
          const { span, proposal, markdown: contentMd } = inserted;
          const saved = await tx.purchaseDrafts.insertPurchaseDraft({
            ...{ ...draft, title: null, contentMd, link: { span, proposal } },
            ...{ qcStatus: 'WRITTEN', findings: [] },
          });
          return outcomeOf(saved);
        });
      });
    },
  };
}

export type LinkWritingActivities = ReturnType<typeof createLinkWritingActivities>;
