import type { Order } from '../../db/orders/orders';
import type { StoreRow } from '../../db/stores/stores';
import { describeAvoided, findAvoided } from '../../domain/blog/ideas/avoided';
import { describeDuplicate, findDuplicates, MOST_AVOIDED_TITLES } from '../../domain/blog/ideas/duplicates';
import { ideasPrompt, ideasSchema, ideasShape } from '../../domain/prompts/ideas';
import { wordsToAvoid } from '../../domain/quality';
import type { ActivityDeps } from '../deps';
import { instructionsOf } from '../instructions';
import { askModel, fittingFacts } from '../model-call';
import { patiently } from '../recorded-call';
import { requireStore, requireSubject } from './required';

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
  const { store } = deps;

  /** Ideas of the order that were declined come first: a person has just said no to them. */
  async function titlesToAvoid(order: Order, shop: StoreRow): Promise<string[]> {
    const declined = await store.ideas.listIdeas(store.pool, { orderId: order.id });
    const published = await store.versions.listOtherTitles(store.pool, {
      storeId: shop.id,
      exceptOrderId: order.id,
      most: MOST_AVOIDED_TITLES,
    });
    return [...declined.map(({ title }) => title), ...published].slice(0, MOST_AVOIDED_TITLES);
  }

  return {
    /** Asks once for five ideas and saves them; the order then waits for a person's pick. */
    async generateIdeas(input: GenerateIdeas): Promise<Attempted> {
      const key = { ...input, basis: input.orderId };
      const order = await store.stages.stillOurs(input);
      const ideasOfRound = { orderId: order.id, round: order.ideasRound };
      if (await store.ideas.hasIdeasFrom(store.pool, ideasOfRound)) return { outcome: 'ready' };
      const known = await store.versions.findUnusable(store.pool, key);
      if (known) return known;

      await store.stages.begin({ ...input, stage: 'ideas' });
      const shop = await requireStore(deps, order);
      const subject = await requireSubject(deps, order);
      const before = await store.versions.findingsBefore(store.pool, key);
      const oldTitles = await titlesToAvoid(order, shop);
      const wish = await store.orders.wishFor(store.pool, { orderId: order.id, part: 'ideas' });
      const { read, endCall } = await askModel(deps, {
        orderId: order.id,
        tenantId: order.tenantId,
        lane: 'ideas',
        stage: 'ideas',
        round: input.round,
        attempt: input.attempt,
        model: deps.models.ideas,
        before,
        prompt: ideasPrompt({
          store: shop.name,
          language: shop.language,
          subject: subject.subject,
          facts: fittingFacts(subject.facts, before),
          voice: shop.brandVoice,
          avoidTitles: oldTitles,
          wish,
          findings: instructionsOf(before),
        }),
        schemaName: 'blog_ideas',
        schema: ideasSchema,
        shape: ideasShape,
      });
      return patiently(deps, () =>
        store.transaction(async (tx): Promise<Attempted> => {
          await endCall(tx);
          if (read.outcome !== 'read') return store.versions.insertUnusable(tx, { ...key, read });
          const duplicates = findDuplicates({
            ideas: read.value.ideas,
            oldTitles,
            language: shop.language,
          });
          if (duplicates.length > 0)
            return store.versions.insertUnusable(tx, {
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
            return store.versions.insertUnusable(tx, {
              ...key,
              read: {
                outcome: 'unusable',
                reason: 'avoided_words',
                problems: avoided.map(describeAvoided),
                hint: 'Say this idea in other words, or propose another one in its place.',
              },
            });
          await store.ideas.insertIdeas(tx, { ...input, ideas: read.value.ideas });
          await store.stages.complete(tx, {
            ...input,
            stage: 'ideas',
            to: 'AWAITING_SELECTION',
            phase: 'waiting_person',
          });
          return { outcome: 'ready' };
        }),
      );
    },
  };
}

export type IdeasActivities = ReturnType<typeof createIdeasActivities>;
