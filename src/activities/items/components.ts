import { hostname } from 'node:os';
import { componentPrompt, componentSchema, componentShape } from '../../domain/prompts/component';
import { slugOf } from '../../domain/prompts/post';
import { checkComponent } from '../../domain/quality';
import type { ActivityDeps } from '../deps';
import { instructionsOf } from '../instructions';
import { askModel } from '../model-call';
import { stepOf } from '../recorded-call';
import { missing } from '../blog/required';

/** One attempt at one component of an item's page. */
export interface WriteComponent {
  orderId: string;
  startNo: number;
  round: number;
  attempt: number;
  /** Id of the component. */
  component: string;
}

/** `rejected` did not pass the checks, and so fails the attempt; `refused` is final. */
export type WrittenOrNot =
  { outcome: 'written' } | { outcome: 'rejected' } | { outcome: 'refused'; reason: string };

/** The activities of generation items on lane `writing`. */
export function createComponentActivities(deps: ActivityDeps) {
  const { db } = deps;
  const worker = `${hostname()}:${process.pid}`;
  return {
    /** Writes one component, checks it by rule, and keeps it where it passes. */
    async writeComponent(input: WriteComponent): Promise<WrittenOrNot> {
      const item = await db.itemRuns.currentItem(input);
      const written = await db.items.writtenComponents({ itemId: item.id });
      const { component: id } = input;
      if (written.some(({ component }) => component === id)) return { outcome: 'written' };
      const known = await db.rejectedComponents.findRejected(input);
      if (known) return known;

      const place = item.components.findIndex((component) => component.id === id);
      const component = item.components[place];
      if (!component) throw missing('component', input);
      await db.itemRuns.beginComponent({ ...input, worker });
      const isFirst = place === 0;
      const earlier = item.components.slice(0, place).flatMap(({ id: before, name }) => {
        const found = written.find((one) => one.component === before);
        return found ? [{ name, bodyMarkdown: found.bodyMarkdown }] : [];
      });
      const before = await db.rejectedComponents.findingsBefore(input);
      const hint = await db.hints.hintFor({ orderId: item.id, part: 'page' });
      const step = { ...stepOf(item, input), lane: 'writing', stage: 'component', basis: id } as const;
      const question = {
        model: deps.models.component,
        before,
        prompt: componentPrompt({
          pageType: item.pageType,
          keywords: item.targetKeywords,
          language: item.language,
          voice: item.brandVoice,
          component,
          page: isFirst ? null : { title: item.title ?? '' },
          before: earlier,
          hint,
          findings: instructionsOf(before),
        }),
        schemaName: 'page_component',
        schema: componentSchema(isFirst),
        shape: componentShape(isFirst),
      };
      return askModel(deps, step, question, async (read, save) => {
        if (read.outcome !== 'read')
          return save(async (tx): Promise<WrittenOrNot> =>
            tx.rejectedComponents.insertUnreadable({ ...input, read }),
          );
        const { value } = read;
        const head = 'title' in value ? value : undefined;
        const checks = checkComponent({
          markdown: value.bodyMarkdown,
          heading: value.heading,
          around: head ? [head.title, head.metaTitle, head.metaDescription] : [],
          language: item.language,
          voice: item.brandVoice,
          keywords: item.targetKeywords,
          targetWords: component.words,
          isFirst,
          before: earlier.map(({ bodyMarkdown }) => bodyMarkdown),
        });
        return save(async (tx): Promise<WrittenOrNot> => {
          if (!checks.passed)
            return tx.rejectedComponents.insertRejected({ ...input, findings: checks.findings });
          await tx.itemRuns.saveComponent({
            ...input,
            heading: value.heading,
            bodyMarkdown: value.bodyMarkdown,
            ...(head ? { head: { ...head, slug: slugOf(head, `page-${item.id.slice(0, 8)}`) } } : {}),
          });
          return { outcome: 'written' };
        });
      });
    },
  };
}

export type ComponentActivities = ReturnType<typeof createComponentActivities>;
