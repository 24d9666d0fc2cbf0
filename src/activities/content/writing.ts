import type { ContentRequest } from '../../contract/bulk';
import type { ContentItem } from '../../db/content/items';
import type { SavedFinding } from '../../db/blog/findings';
import { checkContent } from '../../domain/content/check';
import { contentPrompt, contentSchema, contentShape } from '../../domain/prompts/content';
import { slugOf } from '../../domain/prompts/post';
import { factsIn } from '../../domain/quality';
import type { ActivityDeps } from '../deps';
import { instructionsOf } from '../instructions';
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

/** What was ordered, without what became of it. */
function requestOf({ topic, wordCount, tone, language, input }: ContentItem): ContentRequest {
  return { topic, wordCount, tone, language, input };
}

function promptFor(
  request: ContentRequest,
  before: readonly SavedFinding[],
): { system: string; user: string } {
  const { input, language } = request;
  const facts = input.mode === 'spin' ? factsIn(input.sourceMd, language) : undefined;
  return contentPrompt({ ...request, facts, findings: instructionsOf(before) });
}

/** The activities of texts on lane `writing`. */
export function createContentWritingActivities(deps: ActivityDeps) {
  const { db } = deps;
  return {
    /** Writes a text, checks it by rule, and keeps it where it passes. One that was kept before is not written again. */
    async writeText(input: WriteText): Promise<TextWritten> {
      const item = await db.contentRuns.currentContent(input);
      if (item.bodyMarkdown !== null) return { outcome: 'written' };
      const key = { ...input, component: 'text' };
      const known = await db.rejectedComponents.findRejected(key);
      if (known) return known;

      await db.contentRuns.beginText({ ...input, jobId: item.jobId });
      const before = await db.rejectedComponents.findingsBefore(key);
      const request = requestOf(item);
      const step = { ...stepOf(item, input), lane: 'writing', stage: 'text', basis: '' } as const;
      const question = {
        model: deps.models.content,
        before,
        prompt: promptFor(request, before),
        schemaName: 'content_text',
        schema: contentSchema,
        shape: contentShape,
      };
      return askModel(deps, step, question, async (read, save) => {
        if (read.outcome !== 'read')
          return save(async (tx): Promise<TextWritten> =>
            tx.rejectedComponents.insertUnreadable({ ...key, read }),
          );
        const text = read.value;
        const { passed, findings, measured } = checkContent({ request, text });
        return save(async (tx): Promise<TextWritten> => {
          if (!passed) return tx.rejectedComponents.insertRejected({ ...key, findings });
          await tx.contentRuns.saveText({
            ...input,
            ...text,
            slug: slugOf(text, `text-${item.id.slice(0, 8)}`),
            measured: { ...measured },
          });
          return { outcome: 'written' };
        });
      });
    },
  };
}

export type ContentWritingActivities = ReturnType<typeof createContentWritingActivities>;
