import type { PlacedLink } from '../../db/purchases/drafts';
import type { PurchasedOrder } from '../../db/purchases/purchases';
import type { WritingSite } from '../../db/purchases/material';
import type { SavedFinding } from '../../db/blog/findings';
import { articleUrl } from '../../domain/catalogue/hosts';
import { insertLink, isLinkAllowed } from '../../domain/linking';
import { articlePrompt, articleSchema, articleShape, MOST_CANDIDATES } from '../../domain/prompts/article';
import { linkProposal } from '../../domain/prompts/link';
import { FROM_BRIEF } from '../../domain/purchases/integration';
import { checkOwnLinks } from '../../domain/purchases/own-links';
import { checkDraft } from '../../domain/quality';
import type { z } from 'zod';
import type { ActivityDeps } from '../deps';
import { instructionsOf } from '../instructions';
import { askModel } from '../model-call';
import { saveWithRetry, stepOf } from '../recorded-call';
import { alreadyDrafted, outcomeOf, requireSite, tellRejected } from './drafted';
import type { PurchaseDrafted, WritePurchase } from './drafted';
import { createSiteArticles } from './site-articles';

/** Earlier texts that the next one is told to differ from, and characters of how each begins. */
const MOST_EARLIER = 5;
const OPENING_LENGTH = 300;

/** An article with its link, as far as it has one, and what the rules found. */
interface CheckedArticle {
  contentMd: string;
  link: PlacedLink | null;
  findings: SavedFinding[];
  passed: boolean;
}

/** Activities of lane `writing` for articles that were bought. */
export function createArticleWritingActivities(deps: ActivityDeps) {
  const { db } = deps;
  const closeArticles = createSiteArticles({ db });

  /** Pages of the site that the article may link to: those that it names itself, and its newest articles. */
  async function internalPages(
    order: PurchasedOrder,
    site: WritingSite,
  ): Promise<Array<{ title: string; url: string }>> {
    const articles = await db.purchaseMaterial.listSiteArticles({
      ...{ domainId: site.id, exceptArticleId: order.articleId, most: MOST_CANDIDATES },
    });
    const published = articles.map(({ title, slug }) => ({
      title,
      url: articleUrl({ host: site.host, slug }),
    }));
    const isOther = ({ url }: { url: string }): boolean => url !== order.targetUrl;
    return [...site.internalPages, ...published].filter(isOther).slice(0, MOST_CANDIDATES);
  }

  /** Puts the link in and checks the whole by rule. */
  async function check(
    order: PurchasedOrder,
    site: WritingSite,
    answer: z.output<typeof articleShape>,
    offered: readonly string[],
  ): Promise<CheckedArticle> {
    const { anchorText, targetUrl, articleId } = order;
    const { title, bodyMarkdown } = answer;
    const { language, id: domainId } = site;
    const own = checkOwnLinks({ markdown: bodyMarkdown, targetUrl, offered });
    const inserted = insertLink({
      ...{ markdown: bodyMarkdown, link: { anchorText, targetUrl }, language },
      proposal: linkProposal(answer.link),
    });
    const refused: SavedFinding[] = inserted.ok
      ? []
      : [
          {
            ...{ id: `link.${inserted.reason}`, severity: 'blocking' },
            ...{ reason: inserted.finding, hint: inserted.finding },
          },
        ];
    const contentMd = inserted.ok ? inserted.markdown : bodyMarkdown;
    const otherPosts = await saveWithRetry(deps, () =>
      closeArticles({ domainId, exceptArticleId: articleId, markdown: contentMd }),
    );
    const checks = checkDraft({
      ...{ markdown: contentMd, title, language, targetWords: deps.contentWords, otherPosts },
      ...{ keyword: order.keyword ?? '', names: [order.topic ?? ''] },
    });
    const before = [...own, ...refused];
    return {
      ...{ contentMd, findings: [...before, ...checks.findings] },
      link: inserted.ok ? { span: inserted.span, proposal: inserted.proposal } : null,
      passed: checks.passed && before.length === 0,
    };
  }

  return {
    /** Writes one draft of a new article, puts the ordered link in, checks the whole by rule, and saves it with what the rules found. */
    async writeArticle(input: WritePurchase): Promise<PurchaseDrafted> {
      const order = await db.purchaseRuns.currentPurchase(input);
      const key = { ...input, basis: FROM_BRIEF };
      const { orderId, round, attempt } = input;
      const known = await db.purchaseDrafts.purchaseAttemptsBefore(key);
      const already = await alreadyDrafted(deps, input, order, known);
      if (already) return already;
      const { anchorText, targetUrl, topic, keyword, niche, notes } = order;
      const link = { anchorText, targetUrl };
      if (!isLinkAllowed(link)) return { outcome: 'unplaced', reason: 'bad-link' };

      await db.purchaseRuns.beginWriting({ order, ...input });
      const site = await requireSite(deps, order);
      const pages = await internalPages(order, site);
      const earlier = await db.purchaseDrafts.earlierTexts({
        ...{ orderId, round, most: MOST_EARLIER, mostText: OPENING_LENGTH },
      });
      const step = {
        ...stepOf(order, input),
        lane: 'writing',
        stage: 'writing',
        basis: FROM_BRIEF,
      } as const;
      const before = known.findingsBefore;
      const question = {
        model: deps.models.content,
        before,
        prompt: articlePrompt({
          ...{ site: site.name, siteNiche: site.niche, audience: site.audience, tone: site.tone },
          ...{ language: site.language, topic: topic ?? '', niche: niche ?? '', keyword: keyword ?? '' },
          ...{ words: deps.contentWords, link, notes, internalPages: pages, earlier },
          findings: instructionsOf(before),
        }),
        ...{ schemaName: 'site_article', schema: articleSchema, shape: articleShape },
      };
      return askModel(deps, step, question, async (read, save) => {
        if (read.outcome !== 'read')
          return save(async (tx): Promise<PurchaseDrafted> => {
            const fruitless = await tx.purchaseDrafts.insertFruitless({
              orderId,
              round,
              attempt,
              basis: FROM_BRIEF,
              read,
            });
            if (fruitless.outcome === 'rejected') await tellRejected(tx, input, { by: 'reading' });
            return fruitless;
          });
        const checked = await check(
          order,
          site,
          read.value,
          pages.map(({ url }) => url),
        );
        const { contentMd, findings, passed } = checked;
        return save(async (tx): Promise<PurchaseDrafted> => {
          const draft = await tx.purchaseDrafts.insertPurchaseDraft({
            ...{ orderId, round, attempt, basis: FROM_BRIEF, title: read.value.title, contentMd, findings },
            ...{ link: checked.link, qcStatus: passed ? 'WRITTEN' : 'REJECTED_BY_CHECKS' },
          });
          if (!passed)
            await tellRejected(tx, input, { by: 'checks', findings: findings.map(({ id }) => id) });
          return outcomeOf(draft);
        });
      });
    },
  };
}

export type ArticleWritingActivities = ReturnType<typeof createArticleWritingActivities>;
