/**
 * Every failure Galley can meet. A failure crosses into Temporal as its type, the fixed sentence below and the row of
 * the attempt; whatever the provider really said stays in Postgres, because it may quote addresses or keys.
 */
export const FAILURES = {
  'Provider.Busy': {
    retryable: true,
    message: 'The provider is busy; the step is tried again.',
    reader: 'A service we depend on is busy. We keep trying.',
  },
  'Provider.Closed': {
    retryable: true,
    message: 'The provider is shut for this account; orders wait.',
    reader: 'A service we depend on is closed to us at the moment. Your order waits and goes on by itself.',
  },
  'Spending.Capped': {
    retryable: true,
    message: 'The tenant has spent what its cap allows; its orders wait.',
    reader:
      'The spending cap of this account is reached. The order waits, and goes on when the cap is raised or the next day or month begins.',
  },
  'Receiver.Unavailable': {
    retryable: true,
    message: 'The receiver of a webhook did not take the message; it is sent again.',
    reader: 'The receiver did not take the message. We keep trying.',
  },
  'Draft.Rejected': {
    retryable: false,
    message: 'Quality control rejected the drafts.',
    reader: 'The text did not pass our quality control. You can try again.',
  },
  'Draft.Refused': {
    retryable: false,
    message: 'The model declined to write this.',
    reader: 'The writing service declined this subject. Please choose another one.',
  },
  'Order.Invalid': {
    retryable: false,
    message: 'The order can never work as it stands.',
    reader: 'This order cannot work as it stands.',
  },
  'Order.Ended': {
    retryable: false,
    message: 'The order ended before this step.',
    reader: 'The order has already ended.',
  },
  'Run.Stale': {
    retryable: false,
    message: 'A newer run of this order exists; this one ends.',
    reader: 'The order was started again.',
  },
  'Run.Lost': {
    retryable: false,
    message: 'The run ended without telling; the order can be retried.',
    reader: 'The work on this order stopped unexpectedly. You can try again.',
  },
  'Picture.Failed': {
    retryable: false,
    message: 'The picture service ended without a picture.',
    reader: 'The picture could not be made. You can try again.',
  },
  'Publish.Unconfirmed': {
    retryable: false,
    message: 'Whether the store took the post is not known.',
    reader: 'We could not find out whether the store took the post. Please look and tell us.',
  },
  'Publish.Rejected': {
    retryable: false,
    message: 'The store refused the post.',
    reader: 'The store refused the post.',
  },
  'Database.Unavailable': {
    retryable: true,
    message: 'Our own storage is away; the step is tried again.',
    reader: 'We have a problem of our own. Your order is safe and goes on by itself.',
  },
  'Worker.Stopping': {
    retryable: true,
    message: 'The worker stopped; the step goes on elsewhere.',
    reader: 'We are moving your order to another machine.',
  },
  'Internal.Fault': {
    retryable: false,
    message: 'Something unexpected went wrong.',
    reader: 'Something unexpected went wrong on our side. You can try again.',
  },
} as const satisfies Record<string, { retryable: boolean; message: string; reader: string }>;

export type FailureType = keyof typeof FAILURES;

/** Whether a word is one of our failure types. */
export function isFailureType(word: string | undefined | null): word is FailureType {
  return word !== undefined && word !== null && Object.hasOwn(FAILURES, word);
}

/** A provider's answer, classified: what it means, for how long to wait, and what it said (private). */
export interface ClassifiedFailure {
  type: FailureType;
  /** Milliseconds the provider asked us to wait, where it did. */
  delayMs?: number;
  /** HTTP status of the provider's answer, where there was one. */
  status?: number;
  /** A short machine word for metrics and decisions, e.g. `rate_limit_tokens`, `content_filter`. Never free text. */
  reason: string;
  /** What really happened, for the attempt's row in Postgres only. */
  detail: string;
}

/** Thrown by clients and activities; the activity interceptor turns it into what Temporal may see. */
export class GalleyError extends Error {
  readonly failure: ClassifiedFailure;

  constructor(failure: ClassifiedFailure) {
    super(FAILURES[failure.type].message);
    this.name = 'GalleyError';
    this.failure = failure;
  }
}
