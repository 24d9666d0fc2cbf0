import { after } from '../support/variant';

/** Names of the kind, then each status with its explanation. */
const EN = [
  ['nav.notes', 'Notes'],
  ['search.kind.note', 'Note'],
  ['overview.notes', '{count, plural, one {# note} other {# notes}}'],
  ['note.QUEUED', 'Queued', 'The note is queued.'],
  ['note.WRITING', 'Writing', 'The note is being written.'],
  ['note.WRITTEN', 'Written', 'The note is finished.'],
  ['note.FAILED', 'Failed', 'The note failed. You can retry it.'],
  ['note.CANCELLED', 'Cancelled', 'The note was cancelled. You can retry it.'],
];
const DE = [
  ['nav.notes', 'Notizen'],
  ['search.kind.note', 'Notiz'],
  ['overview.notes', '{count, plural, one {# Notiz} other {# Notizen}}'],
  ['note.QUEUED', 'In der Warteschlange', 'Die Notiz ist eingereiht.'],
  ['note.WRITING', 'Wird geschrieben', 'Die Notiz wird geschrieben.'],
  ['note.WRITTEN', 'Fertig', 'Die Notiz ist fertig.'],
  ['note.FAILED', 'Fehlgeschlagen', 'Die Notiz ist fehlgeschlagen.'],
  ['note.CANCELLED', 'Abgebrochen', 'Die Notiz wurde abgebrochen.'],
];
const words = (list: string[][]): string[] =>
  list.flatMap(([id, label, says]) => [
    `'${id}': '${label}',`,
    ...(says ? [`'${id}.says': '${says}',`] : []),
  ]);

/** What the registries say of notes: the lines that every kind has in them. */
export const NOTE_ENTRIES = [
  after('src/contract/orders.ts', "item: 'generationItem',", "note: 'noteOrder',"),
  after('src/contract/webhooks.ts', 'item: ORDER_EVENT_TYPES,', 'note: ORDER_EVENT_TYPES,'),
  after('src/contract/mail.ts', "item: ['store_failed'],", 'note: [],'),
  after('src/domain/mail/content.ts', "item: '/pages',", "note: '/notes',"),
  after(
    'src/domain/orders/lifecycle.ts',
    "import { ITEM_LIFECYCLE } from '../items/lifecycle';",
    "import { NOTE_LIFECYCLE } from '../note/lifecycle';",
  ),
  after('src/domain/orders/lifecycle.ts', 'item: ITEM_LIFECYCLE,', 'note: NOTE_LIFECYCLE,'),
  after(
    'src/db/orders/kind-sql.ts',
    "import { ITEM_SQL } from '../items/sql';",
    "import { NOTE_SQL } from '../note/sql';",
  ),
  after('src/db/orders/kind-sql.ts', 'item: ITEM_SQL,', 'note: NOTE_SQL,'),
  after(
    'src/db/orders/kinds.ts',
    "import type { KindRules } from './kind-rules';",
    "import { STARTS_AT_ONCE } from './start';",
  ),
  after('src/db/orders/kinds.ts', 'item: ITEM_RULES,', 'note: STARTS_AT_ONCE,'),
  after('src/db/orders/open.ts', 'item: openItem,', 'note: openPlainRun,'),
  after('src/db/db.ts', "import * as items from './items/items';", "import * as notes from './note/notes';"),
  after('src/db/db.ts', 'items,', 'notes,'),
  after(
    'src/activities/orders/signalled-actions.ts',
    'item: SHARED_MANUAL_ACTIONS,',
    'note: SHARED_MANUAL_ACTIONS,',
  ),
  after(
    'src/activities/orders/signalled-actions.ts',
    'item: SHARED_RECORDED_FACTS,',
    'note: SHARED_RECORDED_FACTS,',
  ),
  after(
    'src/workers/kind-activities.ts',
    "import { createItemRecordsActivities } from '../activities/items/records';",
    "import { createNoteActivities } from '../activities/note/writing';",
  ),
  after(
    'src/workers/kind-activities.ts',
    'item: { writing: createComponentActivities, records: createItemRecordsActivities },',
    'note: { writing: createNoteActivities },',
  ),
  after(
    'src/workflows/index.ts',
    "export { generationItem } from './items/generation-item';",
    "export { noteOrder } from './note/note-order';",
  ),
  after('src/api/events/kind-streams.ts', 'item: ITEM_STREAM,', 'note: PLAIN,'),
  after(
    'src/api/kinds.ts',
    "import { itemRoutes } from './items/routes';",
    "import { noteRoutes } from './note/routes';",
  ),
  after('src/api/kinds.ts', 'item: itemRoutes,', 'note: noteRoutes,'),

  after(
    'src/panel/kinds.tsx',
    "import { ITEM_EVENTS, takeSnapshot } from './pages/items/live';",
    "import { GENERIC } from './pages/orders/generic';",
  ),
  after(
    'src/panel/kinds.tsx',
    'export const KINDS: { readonly [K in OrderKind]: PanelKind<K> } = {',
    '  note: {',
    '    ...GENERIC,',
    "    kind: 'note',",
    "    path: '/notes',",
    "    api: { base: '/api/notes', list: 'notes', one: 'note', also: [] },",
    "    name: 'nav.notes',",
    "    one: 'search.kind.note',",
    "    counted: 'overview.notes',",
    "    statusPrefix: 'note.',",
    '  },',
  ),
  after('src/panel/messages/en/pages.ts', "'item.cancelled': 'Cancelled',", ...words(EN)),
  after('src/panel/messages/de/pages.ts', "'item.cancelled': 'Abgebrochen',", ...words(DE)),
];
