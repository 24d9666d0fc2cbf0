import { z } from 'zod';
import { slugOf } from '../../domain/prompts/post';
import type { ActivityDeps } from '../deps';
import { askModel } from '../model-call';
import { stepOf } from '../recorded-call';

/** One attempt at a text. */
export interface WriteText {
  orderId: string;
  startNo: number;
  round: number;
  attempt: number;
}

/** `rejected` did not pass the checks, and so fails the attempt; `refused` is final. */
export type TextWritten =
  { outcome: 'written' } | { outcome: 'rejected' } | { outcome: 'refused'; reason: string };

const shape = z.object({ title: z.string(), metaDescription: z.string(), bodyMarkdown: z.string() });

/** The activities of texts on lane `writing`. */
export function createContentWritingActivities(deps: ActivityDeps) {
  const { db } = deps;
  return {
    /** Writes a text, checks it by rule, and keeps it where it passes. */
    async writeText(input: WriteText): Promise<TextWritten> {
      const item = await db.contentRuns.currentContent(input);
      if (item.bodyMarkdown !== null) return { outcome: 'written' };
      const key = { ...input, component: 'text' };
      const known = await db.rejectedComponents.findRejected(key);
      if (known) return known;
      await db.contentRuns.beginText({ ...input, jobId: item.jobId });
      const before = await db.rejectedComponents.findingsBefore(key);
      const step = { ...stepOf(item, input), lane: 'writing', stage: 'text', basis: 'text' } as const;
      const question = {
        ...{ model: deps.models.component, before, schemaName: 'page_component', shape },
        prompt: { system: 'Write a text.', user: item.topic },
        schema: { type: 'object' },
      };
      return askModel(deps, step, question, async (read, save) =>
        save(async (tx): Promise<TextWritten> => {
          if (read.outcome !== 'read') return tx.rejectedComponents.insertUnreadable({ ...key, read });
          const slug = slugOf({ ...read.value, slug: '' }, `text-${item.id.slice(0, 8)}`);
          await tx.contentRuns.saveText({ ...input, ...read.value, slug, measured: {} });
          return { outcome: 'written' };
        }),
      );
    },
  };
}

export type ContentWritingActivities = ReturnType<typeof createContentWritingActivities>;
