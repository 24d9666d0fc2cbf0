import { isPriority } from '../../contract/lanes';
import type { TakenAction } from '../../contract/messages';
import type { Db } from '../../db/db';
import type { ActionRequest, ActionResult } from '../../db/orders/actions';
import type { ActionPayload } from '../../db/orders/cancelling';

/** Reads an action as an operator typed it; undefined where it makes no sense. Whether it takes effect is for Postgres to say. */
export type ManualAction = (
  act: Record<string, unknown>,
) => ((db: Db, request: ActionRequest) => Promise<ActionResult>) | undefined;

/** What operators can signal by hand to orders of every kind. */
export const SHARED_MANUAL_ACTIONS = {
  reprioritise: ({ priority }) =>
    isPriority(priority) ? (db, request) => db.actions.reprioritise({ ...request, priority }) : undefined,
} as const satisfies Record<string, ManualAction>;

/** What a run may know of an action on record: identifiers and fixed words, never what a person wrote. */
export type RecordedFacts = (
  db: Db,
  recorded: { orderId: string; payload: ActionPayload },
) => Promise<Omit<TakenAction, 'actId'>>;

/** The facts of actions on orders of every kind; those without an entry have none. */
export const SHARED_RECORDED_FACTS: Record<string, RecordedFacts> = {
  reprioritise: async (_db, { payload }) => ({ priority: Number(payload['priority']) }),
};
