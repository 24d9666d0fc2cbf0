import type { BlogStatus } from '../contract/orders';
import type { ErrorCode } from './errors';

/** What each status of a blog order means to whoever placed it. */
export const STATUS_WORDS: Readonly<Record<BlogStatus, string>> = {
  PENDING: 'Accepted; work has not begun.',
  GENERATING_IDEAS: 'Ideas are being found.',
  AWAITING_SELECTION: 'It waits for you: pick one of its ideas.',
  GENERATING_CONTENT: 'The text is being written and checked.',
  GENERATING_IMAGE: 'The picture is being made.',
  AWAITING_APPROVAL: 'The finished post waits for you: approve it, or have a part of it made again.',
  SCHEDULED: 'The finished post waits for its time; until then it can be moved, changed or cancelled.',
  PUBLISHING: 'It is on its way to the store; from here on it cannot be cancelled.',
  DONE: 'The post is out; `publication.url` is its address.',
  FAILED: 'It ended with an error that it names. It can be retried.',
  CANCELLED: 'It was cancelled, by you or because nobody picked an idea in time. It can be retried.',
  UNCONFIRMED: 'Whether the store took the post is not known: look, then resolve.',
};

/** What each error means and what to do about it. */
export const ERROR_WORDS: Readonly<Record<ErrorCode, string>> = {
  bad_request:
    'The request cannot work as it stands; `problems` names each field, where a field is at fault.',
  unauthorized: 'The key is missing or not valid.',
  forbidden: 'The key is valid, but its role may not do this.',
  not_found: 'There is no such thing, or it belongs to somebody else.',
  conflict:
    'It does not fit what stands now. For an order that is in another state `status` and `phase` say which.',
  too_large: 'The body is larger than 100 KB.',
  unsupported_media_type: 'Send the body as `application/json`, in UTF-8.',
  idempotency_key_reused: 'This `Idempotency-Key` was used for another request.',
  too_many_orders:
    'Your account has as many open orders as it may have; try again after the seconds that `Retry-After` names.',
  internal: 'A fault of ours; tell us the `requestId`.',
  unavailable: 'We cannot take it at the moment; try again after the seconds that `Retry-After` names.',
};

/** What fields and parameters are for, by name, where their schema does not say it itself. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  sourceType: 'What the post is about; needed unless it is based on another order',
  sourceId:
    'The keyword itself, or the id of a product or of a category in the store; needed unless it is based on another order',
  publishMode:
    'Whether the finished post goes out, stays a draft, or waits for approval; by the store when left out',
  publishAt:
    'When it goes out at the earliest: a time such as 2027-03-28T09:00, by the wall clock of timeZone, or with an offset',
  timeZone: 'Name of a time zone such as Europe/Berlin; by the store when left out',
  basedOn: 'An order to run again; what is left out here is as it was there',
  'progress.estimatedTimeRemaining':
    'Milliseconds until it is done or your turn, as half of such orders take',
  'progress.etaP50Ms': 'The same',
  'progress.etaP90Ms': 'Milliseconds within which nine in ten of such orders are there',
  hint: 'One line that says what should be different',
  part: 'What is to be made again',
  instanceId: 'The store, by its Wix instance id; needed only with more than one',
  priority: 'Larger is sooner; by the plan when left out',
  policy: 'How long this order waits for people and how often it tries',
  'policy.reminderAfterMs': 'Milliseconds without a word of a person until a reminder',
  'policy.deadlineMs': 'Milliseconds without a word of a person until the order is cancelled',
  'policy.draftAttempts': 'Drafts until quality control gives up',
  'policy.draftBackoffMs': 'Milliseconds before the second draft, doubled for each further one',
  'policy.lookupTries': 'Looks for a post whose publication got no answer',
  'policy.lookupPauseMs': 'Milliseconds between these looks',
  ideaId: 'One of the ideas of the order; or send a title',
  title: 'A title of your own, instead of an idea',
  resolution: 'What you found in the store',
  draftId: 'The post in the store; needed with `exists`',
  cursor: 'Where the next page begins: `nextCursor` of the page before',
};
