import { after } from '../support/variant';

/** What the registries say of notes: the lines that every kind has in them. */
export const NOTE_ENTRIES = [
  after('src/contract/orders.ts', "item: 'generationItem',", "note: 'noteOrder',"),
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
];
