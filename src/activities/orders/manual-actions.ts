import { isPriority } from '../../contract/lanes';
import type { Db } from '../../db/db';
import type { ActionRequest, ActionResult } from '../../db/orders/actions';

/** Reads an action as an operator typed it; undefined where it makes no sense. Whether it takes effect is for Postgres to say. */
export type ManualAction = (
  act: Record<string, unknown>,
) => ((db: Db, request: ActionRequest) => Promise<ActionResult>) | undefined;

/** What operators can signal by hand to orders of every kind. */
export const SHARED_MANUAL_ACTIONS = {
  reprioritise: ({ priority }) =>
    isPriority(priority) ? (db, request) => db.actions.reprioritise({ ...request, priority }) : undefined,
} as const satisfies Record<string, ManualAction>;
