import { isPriority } from '../../contract/lanes';
import type { ManualAction } from '../orders/manual-actions';

/** What operators can signal by hand to bulk jobs. A priority is also that of its items. */
export const BULK_MANUAL_ACTIONS = {
  reprioritise: ({ priority }) =>
    isPriority(priority)
      ? (db, request) => db.bulkActions.reprioritiseJob({ ...request, priority })
      : undefined,
  pause: () => (db, request) => db.bulkActions.pauseJob(request),
  resume: () => (db, request) => db.bulkActions.resumeJob(request),
} as const satisfies Record<string, ManualAction>;
