import { componentsOf } from '../../domain/items/components';
import { componentPrompt, componentSchema, componentShape } from '../../domain/prompts/component';
import { NO_VOICE } from '../../domain/text/brand-voice';
import type { ActivityDeps } from '../deps';
import { askModel } from '../model-call';
import { stepOf } from '../recorded-call';

/** The activity of notes on lane `writing`. */
export function createNoteActivities(deps: ActivityDeps) {
  const { db } = deps;
  return {
    /** Writes a note once, and ends its order well where the answer can be read. */
    async writeNote(input: { orderId: string; startNo: number; round: number; attempt: number }) {
      const note = await db.notes.findNote({ orderId: input.orderId });
      if (!note || note.phase === 'done') return { written: note !== undefined };
      await db.stages.beginStage({ ...input, kind: 'note', stage: 'writing' });
      const step = { ...stepOf(note, input), lane: 'writing', stage: 'writing', basis: '' } as const;
      const [component] = componentsOf({ pageType: 'inspire', wanted: undefined });
      const question = {
        model: deps.models.component,
        before: [],
        prompt: componentPrompt({
          pageType: 'inspire',
          keywords: [note.topic],
          language: 'en',
          voice: NO_VOICE,
          component: component!,
          page: { title: note.topic },
          before: [],
          findings: [],
        }),
        schemaName: 'page_component',
        schema: componentSchema(false),
        shape: componentShape(false),
      };
      return askModel(deps, step, question, (read, save) =>
        save(async (tx) => {
          if (read.outcome !== 'read') return { written: false };
          if (await tx.stages.completeStage({ ...input, kind: 'note', stage: 'writing' }))
            await tx.notes.saveBody({ orderId: note.id, body: read.value.bodyMarkdown });
          return { written: true };
        }),
      );
    },
  };
}

export type NoteActivities = ReturnType<typeof createNoteActivities>;
