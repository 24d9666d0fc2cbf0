/**
 * The one rule about refusals: whether what one says is out of date, because that which it speaks of has changed since the question
 * was asked. The old state is then not written, and whoever was refused tries again at once. Both times are Postgres', in milliseconds
 * since 1970; where they are equal, asking again is the safe side.
 */
export function isOutdated(thing: { changedAt: number }, question: { askedAt: number }): boolean {
  return thing.changedAt >= question.askedAt;
}
