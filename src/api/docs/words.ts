import type { BlogStatus } from '../../domain/blog/lifecycle';
import type { ErrorCode } from '../http/errors';

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
  DONE: 'The post is out, and `publication.url` is its address; or it is in the store as the draft that it was to stay.',
  FAILED: 'It ended with an error that it names. It can be retried.',
  CANCELLED:
    'It was cancelled, by you or because nobody picked an idea or approved the post in time. It can be retried.',
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
  too_large: 'The body is larger than 100 KB, or 2 MB for a batch of items.',
  unsupported_media_type: 'Send the body as `application/json`, in UTF-8.',
  idempotency_key_reused: 'This `Idempotency-Key` was used for another request.',
  too_many_orders:
    'Your account has as many open orders as it may have; try again after the seconds that `Retry-After` names.',
  too_many_streams:
    'Your account has as many event streams open as it may have; close one, or try again after the seconds that `Retry-After` names.',
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
    'When it goes out at the earliest: a time such as 2027-03-28T09:00, by the wall clock of `timeZone`, or with an offset; null for as soon as it is ready',
  basedOn: 'An order to run again; what is left out here is as it was there, but for its time',
  hint: 'One line that says what should be different',
  part: 'What is to be made again',
  instanceId: 'The store, by the id of the app’s instance on its site; needed only with more than one',
  priority: 'Larger is sooner; by the plan when left out',
  items: 'The orders, each as if it were sent alone',
  policy: 'How long this order waits for people and how often it tries',
  'policy.reminderAfterMs': 'Milliseconds without a word of a person until a reminder',
  'policy.deadlineMs':
    'Milliseconds without a word of a person until the order is cancelled, or an unconfirmed publication is given up',
  'policy.draftAttempts': 'Drafts until quality control gives up',
  'policy.draftBackoffMs':
    'Milliseconds before the second draft, doubled for each further one up to an hour; up to half is left to chance',
  'policy.lookupTries':
    'How often each of the two looks for a draft whose answer was lost is tried while the store is silent',
  'policy.lookupPauseMs': 'Milliseconds between the two looks',
  ideaId: 'One of the ideas of the order; or send a title',
  title: 'A title of your own, instead of an idea',
  resolution: 'What you found in the store',
  draftId: 'The post in the store; needed with `exists`',
  cursor: 'Where the next page begins: `nextCursor` of the page before',
  status: 'Only those with this status',
  kind: 'Only those of this kind',
  phase: 'Only those in this phase, which is the same for all kinds of orders',
  timeZone: 'The name of a time zone such as Europe/Berlin',
  storeId: 'Only of this store',
  tenantId: 'Only of this tenant',
  keyId: 'One of the keys of the tenant',
  deliveryId: 'One of the lines of the webhook’s log',
  lane: 'What is to be stopped or to go on',
};

/** The same, where a name means something of its own under a resource. */
export const RESOURCE_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'blog-generation': {
    timeZone:
      'The name of a time zone such as Europe/Berlin, for a time without an offset; that of the order or of the store when left out',
  },
  calendar: {
    from: 'The first day that is shown, such as 2027-03-28',
    to: 'The first day that is not shown any more, a year after the first at most',
    timeZone: 'The zone in which days begin, such as Europe/Berlin',
  },
  spending: {
    from: 'The first day (UTC) of the report; the thirtieth up to the last one when left out',
    to: 'The last day (UTC), itself included, 366 days in all at most; today when left out',
    groupBy: 'What rows stand for: `day`, `stage` and `store`, one of them or several with commas between',
    tenantId: 'Only of this tenant; others than your own need a key that reaches beyond it',
    format: 'A table for a spreadsheet is `csv`; by the `Accept` header when left out',
  },
  tenants: {
    name: 'What people call it',
    plan: 'Gives its orders their priority and its work its share; `premium` has more of both',
    'dailyCap.amount':
      'Cents that its orders may spend in a day (UTC); null for the cap as a whole takes it away',
    'dailyCap.currency': 'Caps are in US dollars',
    'monthlyCap.amount': 'Cents that its orders may spend in a month (UTC)',
    'monthlyCap.currency': 'Caps are in US dollars',
  },
  stores: {
    name: 'What people call it',
    categoryIds: 'Categories of the site’s blog that its posts get, by their ids there',
    tagIds: 'Tags of the site’s blog that its posts get, by their ids there',
    'brandVoice.tone': 'How it sounds, such as dry and calm',
    'brandVoice.useWords': 'Words that its posts should use',
    'brandVoice.avoidWords':
      'Words that its posts may not use, unless what was ordered is called by one; a draft that does is rejected',
    'brandVoice.sample': 'A piece of text in its voice',
    notificationAddress: 'One e-mail address; kept, and nothing is sent there yet',
    timeZone: 'The zone of times that its orders give without one, such as Europe/Berlin',
  },
  webhooks: {
    url: 'Where messages are sent by POST: an address that begins with https:// in the public internet',
    description: 'For whoever reads the list',
    state: 'Only those that are to be sent, were taken, or were given up',
    orderId: 'Only what is about this order',
  },
};

/** What members of answers mean, by name, where their schema does not say it itself. */
export const ANSWER_WORDS: Readonly<Record<string, string>> = {
  phase: 'The same for all kinds of orders',
  round: 'Counts the starts and whatever was sent back, from 1',
  publishAtLocal: 'The same time by the wall clock of `timeZone`, with its offset',
  approvedAt: 'When a person approved the text and the picture that stand now',
  basedOn: 'The order that this one runs again',
  waiting: 'Why it does not move on although it is nobody’s turn; null when it does',
  'waiting.message': 'A sentence for readers',
  earlierIdeas: 'Those of the rounds before; they can still be picked',
  'progress.estimatedTimeRemaining':
    'Milliseconds until it is done or a person’s turn, within which half of such orders are there; null where that is not ours to say',
  'progress.etaP50Ms': 'The same',
  'progress.etaP90Ms': 'Milliseconds within which nine in ten of such orders are there',
  'cost.amountMicros': 'Millionths of a US dollar',
  amountMicros: 'Millionths of a US dollar',
  reservedMicros: 'Set aside for calls under way',
  repeated: 'Whether this act was done before and nothing changed now',
  nextCursor: 'For the next page; null on the last one',
  atLocal: 'The same time by the wall clock of `timeZone`, with its offset',
  ratePerSecond: 'Tasks that the server gives out a second; null where there is no limit',
  budgetShare: 'The part of the budget that is used, lowered after refusals',
};
