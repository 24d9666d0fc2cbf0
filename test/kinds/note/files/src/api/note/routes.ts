import { z } from 'zod';
import type { Note } from '../../db/note/notes';
import { statusesOf } from '../../domain/orders/lifecycle';
import type { AcceptDeps } from '../http/accept-once';
import { holderOf } from '../http/auth';
import { pageByCreation } from '../http/cursor';
import type { DescribedRouter } from '../http/route';
import { cleanLine } from '../http/schemas';
import { envelopeOf, viewEnvelope } from '../orders/envelope';
import { kindRoutes } from '../orders/kind-routes';

const noteView = z.object({
  ...envelopeOf('note'),
  title: z.string(),
  topic: z.string(),
  body: z.string().nullable(),
});

const viewNote = (note: Note): z.output<typeof noteView> => ({
  ...viewEnvelope(note),
  title: note.topic,
  topic: note.topic,
  body: note.body,
});

const priority = z.int().min(1).max(10).default(5);
const listQuery = z.strictObject({
  status: z.enum(statusesOf('note')).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
});

export function noteRoutes(deps: AcceptDeps): DescribedRouter {
  const { db } = deps;
  return kindRoutes(deps, {
    kind: 'note',
    base: '/api/notes',
    name: { one: 'note', a: 'a note', many: 'notes' },
    create: {
      summary: 'Create note',
      description: 'Orders a note.',
      body: z.strictObject({ topic: cleanLine(100), priority }),
      accepted: 'Accepted; `Location` names the note.',
      answer: noteView,
      create: async (tx, res, { topic, priority: wanted }) => {
        const { tenantId } = holderOf(res);
        const [id] = await tx.notes.acceptNotes({ tenantId, topics: [topic], priority: wanted });
        const note = (await tx.notes.findNote({ orderId: id! }))!;
        return { json: viewNote(note), location: `/api/notes/${id}`, orders: 1 };
      },
    },
    batch: {
      summary: 'Create note batch',
      description: 'Orders several notes.',
      body: z.strictObject({ topics: z.array(cleanLine(100)).min(1).max(50), priority }),
      accepted: 'Accepted, in the order sent.',
      answer: z.object({ ids: z.array(z.uuid()) }),
      create: async (tx, res, { topics, priority: wanted }) => {
        const ids = await tx.notes.acceptNotes({
          tenantId: holderOf(res).tenantId,
          topics,
          priority: wanted,
        });
        return { json: { ids }, orders: ids.length };
      },
    },
    list: {
      query: listQuery,
      view: noteView,
      page: ({ status, ...query }, tenantId) =>
        pageByCreation(
          query,
          (rows) => db.notes.listNotes({ tenantId, status, ...rows }),
          (note) => viewNote(note),
        ),
    },
    read: {
      summary: 'Get note',
      description: 'One note.',
      view: noteView,
      detail: async (note) => viewNote(note),
    },
    find: db.notes.findNote,
    view: async (note) => viewNote(note),
    attempts: async () => [],
    actions: {
      answer: noteView.extend({ actId: z.uuid(), repeated: z.boolean() }),
      cancel: { summary: 'Cancel note', description: 'While it is not written.' },
      retry: { summary: 'Retry note', description: 'Restarts a failed or cancelled note.' },
    },
  });
}
