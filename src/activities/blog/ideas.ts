import type { BlogOrder } from '../../db/blog/orders';
import { describeAvoided, findAvoided } from '../../domain/blog/ideas/avoided';
import { describeDuplicate, findDuplicates, MAX_AVOIDED_TITLES } from '../../domain/blog/ideas/duplicates';
import { ideasPrompt, ideasSchema, ideasShape } from '../../domain/prompts/ideas';
import { wordsToAvoid } from '../../domain/quality';
import type { ActivityDeps } from '../deps';
import { instructionsOf } from '../instructions';
import { askModel, fittingFacts } from '../model-call';
import { stepOf } from '../recorded-call';
import type { RunKey } from '../../db/orders/runs';
import { openWith } from './opening';
import type { OpenedWith } from './opening';
import { requireMaterial } from './required';

/** One attempt at the ideas of an order. */
export interface GenerateIdeas {
  orderId: string;
  startNo: number;
  round: number;
  attempt: number;
}

/** `rejected` means that another attempt may help; `refused` that none will. */
export type Attempted = { outcome: 'ready' | 'rejected' } | { outcome: 'refused'; reason: string };

/** Activities of lane `ideas`. */
export function createIdeasActivities(deps: ActivityDeps) {
  const { db } = deps;

  /** Ideas of the order that were declined come first: a person has just said no to them. */
  async function titlesToAvoid(order: BlogOrder): Promise<string[]> {
    const declined = await db.ideas.listIdeas({ orderId: order.id });
    const published = await db.versions.listOtherTitles({
      storeId: order.storeId,
      exceptOrderId: order.id,
      most: MAX_AVOIDED_TITLES,
    });
    return [...declined.map(({ title }) => title), ...published].slice(0, MAX_AVOIDED_TITLES);
  }

  async function generate(input: GenerateIdeas): Promise<Attempted> {
    const key = { ...input, basis: input.orderId };
    const order = await db.blogOrders.currentBlogOrder(input);
    // A person may have sent this round's ideas back before a lost answer of this attempt is asked for again.
    const from = { orderId: order.id, round: Math.min(input.round, order.ideasRound) };
    if (await db.ideas.hasIdeasFrom(from)) return { outcome: 'ready' };
    const known = await db.drafts.attemptsBefore(key);
    if (known.unusable) return known.unusable;

    await db.blogOrders.beginBlogStage({ ...input, stage: 'ideas' }, order);
    const { store: shop, subject, hint } = await requireMaterial(deps, order, { part: 'ideas' });
    const step = { ...stepOf(order, input), lane: 'ideas', stage: 'ideas', basis: '' } as const;
    const before = known.findingsBefore;
    const oldTitles = await titlesToAvoid(order);
    const question = {
      model: deps.models.ideas,
      before,
      prompt: ideasPrompt({
        store: shop.name,
        language: shop.language,
        subject: subject.subject,
        facts: fittingFacts(subject.facts, before),
        voice: shop.brandVoice,
        avoidTitles: oldTitles,
        hint,
        findings: instructionsOf(before),
      }),
      schemaName: 'blog_ideas',
      schema: ideasSchema,
      shape: ideasShape,
    };
    return askModel(deps, step, question, (read, save) =>
      save(async (tx): Promise<Attempted> => {
        if (read.outcome !== 'read') return tx.versions.insertUnusable({ ...key, read });
        const duplicates = findDuplicates({
          ideas: read.value.ideas,
          oldTitles,
          language: shop.language,
        });
        if (duplicates.length > 0)
          return tx.versions.insertUnusable({
            ...key,
            read: {
              outcome: 'unusable',
              reason: 'duplicate_ideas',
              problems: duplicates.map(describeDuplicate),
              hint: 'Propose another idea in its place, with another angle and title.',
            },
          });
        const avoided = findAvoided({
          ideas: read.value.ideas,
          avoidWords: wordsToAvoid(shop.brandVoice, [subject.subject]),
        });
        if (avoided.length > 0)
          return tx.versions.insertUnusable({
            ...key,
            read: {
              outcome: 'unusable',
              reason: 'avoided_words',
              problems: avoided.map(describeAvoided),
              hint: 'Say this idea in other words, or propose another one in its place.',
            },
          });
        await tx.ideas.insertIdeas({ ...input, ideas: read.value.ideas });
        if (await tx.stages.completeStage({ ...input, kind: 'blog', stage: 'ideas' }))
          await tx.events.addEvent({ orderId: order.id, type: 'pick.asked', data: { round: input.round } });
        return { outcome: 'ready' };
      }),
    );
  }

  return {
    /** Asks once for five ideas and saves them; the order then waits for a person's pick. */
    generateIdeas: generate,

    /** Opens a run and makes its first attempt at ideas, where the order has a subject and nothing else is done. */
    async openWithIdeas(run: RunKey): Promise<OpenedWith<Attempted>> {
      return openWith(deps, run, ({ round, done, hasSubject }) =>
        hasSubject && done.length === 0 ? generate({ ...run, round, attempt: 1 }) : undefined,
      );
    },
  };
}

export type IdeasActivities = ReturnType<typeof createIdeasActivities>;
