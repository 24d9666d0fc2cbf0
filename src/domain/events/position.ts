/**
 * A place in the one sequence of all events: the transaction that wrote an entry, then the entry's number. Numbers alone are no
 * sequence, as a transaction that took a smaller one may commit later.
 */
export interface EventPosition {
  xid: bigint;
  id: bigint;
}

/** Largest values that Postgres has for the two halves. */
const MOST_XID = 2n ** 64n - 1n;
const MOST_ID = 2n ** 63n - 1n;

const FORM = /^(\d{1,20})-(\d{1,19})$/;

/** Negative where `a` comes before `b`, zero where they are the same. */
export function comparePositions(a: EventPosition, b: EventPosition): number {
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return 0;
}

/** The position as clients keep it. */
export function positionWord({ xid, id }: EventPosition): string {
  return `${xid}-${id}`;
}

/** The position behind a word, or undefined where the word is none. Inverse of {@link positionWord}. */
export function positionOf(word: string): EventPosition | undefined {
  const match = FORM.exec(word);
  if (!match) return undefined;
  const position = { xid: BigInt(match[1]!), id: BigInt(match[2]!) };
  return position.xid <= MOST_XID && position.id <= MOST_ID ? position : undefined;
}
