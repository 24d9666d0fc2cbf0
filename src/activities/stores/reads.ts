import { cancellationSignal, Context } from '@temporalio/activity';
import { FAILURES, GalleyError } from '../../contract/failures';
import type { ClassifiedFailure } from '../../contract/failures';
import type { ActivityDeps } from '../deps';

/** A question to a store whose answer decides nothing final. */
export interface StoreRead<T> {
  /** Attempts after which the store's silence is the answer. */
  tries: number;
  /** Failures that are waited out however often they come; none where left out. */
  waitsFor?: (error: unknown, failure: ClassifiedFailure) => boolean;
  ask: () => Promise<T>;
  /** Makes the request, and records it. */
  send: (ask: () => Promise<T>) => Promise<T>;
}

/**
 * Asks a store after the point of no return, where a mere read must not end the order: whatever comes instead of an answer, a refusal
 * included, is asked about again, and after some attempts there is no answer. A failure of our own to record it stays what it is.
 */
export async function readStore<T>(
  deps: Pick<ActivityDeps, 'classify'>,
  read: StoreRead<T>,
): Promise<{ answer: T } | undefined> {
  let isStores = false;
  try {
    const answer = await read.send(() =>
      read.ask().catch((error: unknown) => {
        isStores = true;
        throw error;
      }),
    );
    return { answer };
  } catch (error) {
    if (!isStores || cancellationSignal().aborted) throw error;
    const failure = deps.classify(error);
    if (read.waitsFor?.(error, failure)) throw error;
    if (Context.current().info.attempt >= read.tries) return undefined;
    throw FAILURES[failure.type].retryable ? error : new GalleyError({ ...failure, type: 'Provider.Busy' });
  }
}
