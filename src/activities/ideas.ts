import { describeDuplicate, findDuplicates, MOST_AVOIDED_TITLES } from '../domain/ideas/duplicates';
import { ideasPrompt, ideasSchema, ideasShape } from '../domain/prompts/ideas';
import type { ActivityDeps } from './deps';
import { instructionsOf } from './instructions';
import { askModel, fittingFacts } from './model-call';
import { patiently } from './recorded-call';
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
  return {
    /** Asks once for five ideas and saves them; the order then waits for a person's pick. */
    async generateIdeas(input: GenerateIdeas): Promise<Attempted> {
      const key = { ...input, basis: input.orderId };
      const order = await store.stages.stillOurs(input);
      if ((await store.ideas.listIdeas(store.pool, input)).length > 0) return { outcome: 'ready' };
      const known = await store.versions.findUnusable(store.pool, key);
      if (known) return known;

      await store.stages.begin({ ...input, stage: 'ideas' });
      const shop = await requireStore(deps, order);
      const subject = await requireSubject(deps, order);
      const before = await store.versions.findingsBefore(store.pool, key);
      const oldTitles = await store.versions.listOtherTitles(store.pool, {
        storeId: shop.id,
        exceptOrderId: order.id,
        most: MOST_AVOIDED_TITLES,
      });
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
          avoidTitles: oldTitles,
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
