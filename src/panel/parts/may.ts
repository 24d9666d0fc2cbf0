import { useSession } from '../session';
import type { Permission } from '../session';

/** Something with the actions that its state allows: an order, a page, a batch. */
export interface Actable {
  id: string;
  may: readonly string[];
}

/** Whether an action is offered: the state of what it is about allows it, and so does the key of whoever is signed in. */
export function isOffered(
  thing: Pick<Actable, 'may'>,
  action: string,
  permissions: readonly Permission[],
): boolean {
  return permissions.includes('orders.act') && thing.may.includes(action);
}

/** Those of many things to which an action is offered. */
export function offeredTo(
  things: readonly Actable[],
  action: string,
  permissions: readonly Permission[],
): string[] {
  return things.filter((thing) => isOffered(thing, action, permissions)).map(({ id }) => id);
}

/** Tells whether an action on something is offered to whoever is signed in. */
export function useOffered(): (thing: Pick<Actable, 'may'>, action: string) => boolean {
  const { permissions } = useSession();
  return (thing, action) => isOffered(thing, action, permissions);
}
