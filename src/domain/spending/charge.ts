import type { ClassifiedFailure } from '../../contract/failures';

/** What a request cost that brought no answer: nothing, or nobody knows. */
export type Charge = 'none' | 'unknown';

/** Statuses among the refusals with which a provider may nevertheless have done the work: it gave up waiting. */
const MAY_HAVE_WORKED = [408];

/**
 * What a failed request cost. Only what certainly costs nothing is listed here: a request that never reached the provider, and one
 * that the provider refused. Any other end (no answer, a broken or odd one, an error of the provider's server, a cancellation)
 * leaves the cost unknown.
 */
export function chargeOf(failure: Pick<ClassifiedFailure, 'status' | 'neverSent'>): Charge {
  if (failure.neverSent) return 'none';
  const { status } = failure;
  const refused = status !== undefined && status >= 400 && status < 500 && !MAY_HAVE_WORKED.includes(status);
  return refused ? 'none' : 'unknown';
}
