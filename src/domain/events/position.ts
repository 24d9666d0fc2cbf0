/**
 * A position in the single sequence of all events: the transaction that wrote the entry, then the entry's number.
 * Numbers alone do not form a sequence, because a transaction that took a lower number may commit later.
 */
export interface EventPosition {
  xid: bigint;
  id: bigint;
}

/** The largest values Postgres can hold for `xid` and `id`. */
const MAX_XID = 2n ** 64n - 1n;
const MAX_ID = 2n ** 63n - 1n;

const FORM = /^(\d{1,20})-(\d{1,19})$/;

/** Negative if `a` comes before `b`, zero if they are equal. */
export function comparePositions(a: EventPosition, b: EventPosition): number {
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return 0;
}

/** Bits of a transaction's number within its era. */
const ERA_BITS = 32n;

/**
 * Whether two positions are of one era. A new one begins when the database has been restored from a backup: what a reader saw before
 * need not be true any more.
 */
export function isSameEra(a: EventPosition, b: EventPosition): boolean {
  return a.xid >> ERA_BITS === b.xid >> ERA_BITS;
}

/** Formats a position as the string that clients store. */
export function formatPosition({ xid, id }: EventPosition): string {
  return `${xid}-${id}`;
}

/** Parses a position, or returns undefined if the string is not one. Inverse of {@link formatPosition}. */
export function parsePosition(word: string): EventPosition | undefined {
  const match = FORM.exec(word);
  if (!match) return undefined;
  const position = { xid: BigInt(match[1]!), id: BigInt(match[2]!) };
  return position.xid <= MAX_XID && position.id <= MAX_ID ? position : undefined;
}
