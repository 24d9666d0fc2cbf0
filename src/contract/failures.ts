/**
 * Every failure Galley can meet. A failure enters Temporal as its type, the fixed `message` below and the id of the attempt's
 * row; what the provider really said stays in Postgres, because it may quote addresses or keys. `reader` is shown to customers:
 * what happened, and what they can do.
 */
export const FAILURES = {
  'Provider.Busy': {
    retryable: true,
    message: 'The provider is busy; the step is retried.',
    reader: 'A provider is busy. We keep retrying; nothing to do.',
  },
  'Provider.Closed': {
    retryable: true,
    message: 'The provider is rejecting requests from this account; affected orders wait.',
    reader:
      'A provider is rejecting our requests. Your order is on hold and continues once access is restored.',
  },
  'Spending.Capped': {
    retryable: true,
    message: 'The tenant has reached its budget; its orders wait until the budget resets or is raised.',
    reader:
      'The budget of this account is used up. The order is on hold until the next day or month (UTC) begins, or the budget is raised.',
  },
  'Receiver.Unavailable': {
    retryable: true,
    message: 'The webhook endpoint did not accept the delivery; it is retried.',
    reader: 'The endpoint did not accept the delivery. We keep retrying.',
  },
  'Mail.Unavailable': {
    retryable: true,
    message: 'The mail server did not accept the mail; it is retried.',
    reader: 'The mail server did not accept the mail. We keep retrying.',
  },
  'Mail.Refused': {
    retryable: false,
    message: 'The mail server refused this mail; sending it again does not help.',
    reader: 'The mail server refused the mail. Check the address.',
  },
  'Mail.Closed': {
    retryable: true,
    message: 'The mail server refuses our sign-in, or none is configured; mail waits.',
    reader: 'Mail cannot be sent at the moment. It waits and goes out once that is fixed.',
  },
  'Payment.Unavailable': {
    retryable: true,
    message: 'Stripe did not answer as it should; it is asked again.',
    reader: 'The payment provider does not answer. We keep asking; nothing to do.',
  },
  'Payment.Refused': {
    retryable: false,
    message: 'Stripe refused this request; repeating it does not help.',
    reader: 'The payment provider refused the request. Contact support.',
  },
  'Payment.Closed': {
    retryable: true,
    message: 'Stripe refuses our key, or none is configured; payments wait.',
    reader: 'Payments are not possible at the moment. Nothing is lost; they continue once that is fixed.',
  },
  'Draft.Rejected': {
    retryable: false,
    message: 'Every draft failed the quality checks.',
    reader: 'No draft passed the quality checks. See the findings, then retry.',
  },
  'Draft.Refused': {
    retryable: false,
    message: 'The model, or a safety filter in front of it, declined this topic.',
    reader:
      'The AI provider declined this topic, or its safety filter blocked it. Retry with other ideas, or choose another topic.',
  },
  'Provider.Rejected': {
    retryable: false,
    message: 'The provider rejected this request; repeating it does not help.',
    reader:
      'The AI provider could not process this request. Retry with a shorter or reworded topic or hint; if it fails again, contact support.',
  },
  'Order.Invalid': {
    retryable: false,
    message: 'The order cannot be completed as requested; retrying does not help.',
    reader:
      'This order cannot be completed as requested. If its product or category no longer exists in the store, choose another.',
  },
  'Store.NoCatalog': {
    retryable: false,
    message: 'The site of the store sells no products; the order cannot be about one.',
    reader:
      'The site of this store has no shop app installed, and so no products and categories. Install it there and retry, or order a post about a keyword.',
  },
  'Order.Unknown': {
    retryable: false,
    message: 'This run belongs to no order; it ends and changes nothing.',
    reader: 'There is no such order.',
  },
  'Order.Ended': {
    retryable: false,
    message: 'The order ended before this step ran.',
    reader: 'This order has already ended.',
  },
  'Run.Stale': {
    retryable: false,
    message: 'A newer run of this order exists; this run ends.',
    reader: 'This order was started again in the meantime.',
  },
  'Run.Lost': {
    retryable: false,
    message: 'The run ended without reporting a result; the order can be retried.',
    reader: 'Processing stopped unexpectedly. Retry to continue; finished steps are kept.',
  },
  'Payment.Expired': {
    retryable: false,
    message: 'The order was not paid for in time.',
    reader: 'The order was not paid for in time, and nothing was charged. Order again to buy it.',
  },
  'Order.Rejected': {
    retryable: false,
    message: 'An administrator rejected the text.',
    reader: 'Your content was not approved. Your payment is refunded.',
  },
  'Link.Unplaced': {
    retryable: false,
    message: 'The article has no place for the ordered link.',
    reader: 'The article has no place for this link any more.',
  },
  'Picture.Failed': {
    retryable: false,
    message: 'The image provider returned no image.',
    reader: 'The image could not be created. Retry, or retry without an image; the text is kept.',
  },
  'Upload.Failed': {
    retryable: false,
    message: 'The store did not take the image.',
    reader:
      'The store did not take the image, however often it was sent. Retry later; text and image are kept.',
  },
  'Publish.Unconfirmed': {
    retryable: false,
    message: 'It is unknown whether the store received the post.',
    reader: 'The store did not confirm the post. Check the store, then tell us what you found.',
  },
  'Publish.Rejected': {
    retryable: false,
    message: 'The store rejected the post.',
    reader:
      'The store rejected the post. Check the settings of the store, then retry; to change the text or the image, retry with a hint for it.',
  },
  'Database.Unavailable': {
    retryable: true,
    message: 'The database is unavailable; the step is retried.',
    reader:
      'We have a temporary problem on our side. Your order is safe and continues once the problem is fixed.',
  },
  'Worker.Stopping': {
    retryable: true,
    message: 'The worker is shutting down; the step continues on another worker.',
    reader: 'Your order is moving to another worker and continues in a moment.',
  },
  'Internal.Fault': {
    retryable: true,
    message: 'An unexpected error occurred.',
    reader: 'Something unexpected went wrong on our side. Retry; if it fails again, contact support.',
  },
} as const satisfies Record<string, { retryable: boolean; message: string; reader: string }>;

/** The reason of `Picture.Failed` where the provider considers what was asked for, or what came of it, unfit to be shown. */
export const PICTURE_FLAGGED = 'picture_flagged';

/** What customers are told where the reason of a failure says more than its type. */
const READERS_BY_REASON: ReadonlyMap<string, string> = new Map([
  [
    PICTURE_FLAGGED,
    'The image provider flagged every image as sensitive. Retry with a hint for the image, or retry without an image; the text is kept.',
  ],
]);

/** What customers are told of a failure: what happened, and what they can do. */
export function readerOf(type: FailureType, reason?: string): string {
  return READERS_BY_REASON.get(reason ?? '') ?? FAILURES[type].reader;
}

/** Reasons of failures that reconnecting a store resolves: it rejects our app or its token, or the app's own credentials are rejected. */
export const STORE_REASONS: readonly string[] = ['store_disconnected', 'app_refused', 'token_refused'];

/** Reasons of `Provider.Closed` that are about one model of an account. */
export const MODEL_REASONS: readonly string[] = [
  'model_not_found',
  'model_refused',
  'endpoint_not_found',
  'parameter_refused',
];

/** Reasons of `Provider.Busy` for a good status whose answer is none. It may have been paid for, so it is not asked for without end. */
export const ODD_REASONS = [
  'not_json',
  'undecodable',
  'too_large',
  'no_choices',
  'odd_content',
  'no_prediction',
  'no_list',
  'no_token',
  'incomplete',
] as const;

export type OddReason = (typeof ODD_REASONS)[number];

/** Whether a failure is a good status whose answer is none. */
export function isOdd({ type, reason }: Pick<ClassifiedFailure, 'type' | 'reason'>): boolean {
  return type === 'Provider.Busy' && (ODD_REASONS as readonly string[]).includes(reason);
}

export type FailureType = keyof typeof FAILURES;

/** Whether a word is one of our failure types. */
export function isFailureType(word: string | undefined | null): word is FailureType {
  return word !== undefined && word !== null && Object.hasOwn(FAILURES, word);
}

/** A provider's answer, classified: what it means, for how long to wait, and what it said (private). */
export interface ClassifiedFailure {
  type: FailureType;
  /** Milliseconds to wait before the next try: what the provider asked for, or a pause of ours. */
  delayMs?: number;
  /** Where set, the pause doubles with each further failure of this kind in a row, up to this many milliseconds. */
  longestDelayMs?: number;
  /** True if nobody was asked, because what is on record was enough. */
  fromRecord?: true;
  /** The model that is refused, where the account as a whole is not. */
  model?: string;
  /** HTTP status of the provider's answer, where there was one. */
  status?: number;
  /** True if the request certainly never reached the provider, because no connection was made. */
  neverSent?: true;
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
