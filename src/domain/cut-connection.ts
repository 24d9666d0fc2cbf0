/**
 * What Postgres says when it ends a session: shut down by somebody, after a crash, or because it was idle for too long, within a
 * transaction or not.
 */
const ENDED_STATES = ['57P01', '57P02', '57P05', '25P03'];

/** What the operating system says of a connection whose other end is gone. */
const GONE = ['ECONNRESET', 'EPIPE'];

/** What `pg` says without a code of a connection that it has lost. One that was never made "terminated due to connection timeout". */
const LOST_MESSAGE = /connection terminated(?! due to)|not queryable/i;

/**
 * Whether an error means that a connection which once stood was cut. Another one may do at once, while a server that takes no
 * connections or is slow to answer is better left alone for a while.
 */
export function isCut(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return ENDED_STATES.includes(code) || GONE.includes(code);
  return LOST_MESSAGE.test(error.message);
}
