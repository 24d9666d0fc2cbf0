import type { ErrorCode } from '../http/errors';

/** Titles of groups of routes, by the first word of their addresses below `/api`. */
export const GROUP_TITLES: Readonly<Record<string, string>> = {
  'blog-generation': 'Blog posts',
  generation: 'Pages',
  'bulk-generate': 'Bulk jobs',
  'bulk-templates': 'Bulk job templates',
  'bulk-schedules': 'Bulk job schedules',
  content: 'Texts',
  calendar: 'Calendar',
  spending: 'Spending',
  tenants: 'Tenants and people',
  stores: 'Stores',
  webhooks: 'Webhooks',
  mail: 'Mail notifications',
  lanes: 'Lanes',
  'rate-limiter': 'OpenAI rate limit',
  'replicate-rate-limiter': 'Replicate rate limit',
  queue: 'Queue',
  search: 'Search',
  v1: 'Buying',
  'article-orders': 'Articles that were bought',
  'backlink-orders': 'Links that were bought',
  domains: 'Sites for sale',
  articles: 'Articles for sale',
  session: 'Session',
  sessions: 'Own sessions',
  invitations: 'Invitations',
  events: 'Events',
  health: 'Health',
};

/** What each error means and what to do about it. */
export const ERROR_WORDS: Readonly<Record<ErrorCode, string>> = {
  bad_request: 'The request is invalid. `problems` lists the fields at fault, if any.',
  unauthorized: 'The API key, session or link is missing or invalid.',
  forbidden:
    'The API key or session is valid, but its role does not permit this request; or a change that a session asks for does not come from the panel’s own address.',
  site_not_proved:
    'The site is not proved to be the tenant’s. `proof.code` is the title of the draft to create on it; repeat the request with it as `proofCode` before `proof.expiresAt`.',
  not_found: 'The resource does not exist, or you have no access to it.',
  method_not_allowed: 'The address exists but does not take this method. `Allow` lists those that it takes.',
  request_timeout: 'The request took too long to arrive.',
  conflict:
    'The request conflicts with the current state; `message` says how. For an order, see `status` and `phase`.',
  price_changed: 'The price is another one by now; `price` is the new one. Nothing was ordered.',
  links_would_vanish:
    'Links that somebody has paid for would be gone; `lostLinks` lists them. Name exactly their orders in `acceptLostLinks` to publish anyway.',
  link_used: 'The link has been used; `orderId` is the order that it made.',
  too_large:
    'The body exceeds 100 KB, or 2 MB for a batch of pages, for a text and for texts and sites of the catalogue, or 5 MB for a bulk job.',
  unsupported_media_type: 'Send the body as `application/json` in UTF-8.',
  expectation_failed: 'The only `Expect` header that is accepted is `100-continue`.',
  idempotency_key_reused: 'This `Idempotency-Key` was already used for a different request.',
  too_many_orders:
    'Your account has reached its limit of open orders, of which `room` are left. Retry after `Retry-After` seconds.',
  too_many_requests:
    'Your account, or your address while you send no valid key, sends requests faster than they may come; too many are under way or reach the store’s site; or another batch is being accepted. Nothing was done; retry after `Retry-After` seconds.',
  too_many_streams:
    'Your account has reached its limit of open event streams. Close one, or retry after `Retry-After` seconds.',
  headers_too_large: 'The headers of the request exceed 16 KB.',
  internal: 'Something went wrong on our side. Contact support and quote the `requestId`.',
  provider_unavailable:
    'The payment provider does not answer, or payments are not set up. Nothing is lost; retry after `Retry-After` seconds.',
  queue_full:
    'The queue is full. Retry after `Retry-After` seconds; `estimatedWaitMinutes` says the same in minutes, and `queueSize` is the number of your own open orders.',
  store_unavailable: 'The store does not answer at the moment. Retry after `Retry-After` seconds.',
  unavailable: 'The database or the server is unavailable for a moment. Retry after `Retry-After` seconds.',
};

/** What fields and parameters are for, by name, where their schema does not say it itself. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  sourceType: 'What the post is about; required without `basedOn`',
  sourceId: 'The keyword itself, or the ID of a product or category in the store; required without `basedOn`',
  publishMode:
    'What happens to the finished post: publish it, keep it as a draft, or wait for approval; by default that of the store',
  picture:
    'Whether the post must have an image, goes out without one if none can be made, or has none; by default that of the store',
  publishAt:
    'Earliest publishing time, such as 2027-03-28T09:00, in `timeZone` or with an offset; null for as soon as the post is ready',
  basedOn: 'The order that supplies defaults for omitted fields, except its publishing time',
  hint: 'One line that says what should be different',
  part: 'What to regenerate',
  instanceId:
    'The store, by the ID of the app instance on its site; required if you have more than one store',
  priority: 'Higher goes first; by default that of the plan',
  items: 'The orders, each with the fields of a single one',
  policy: 'How long the order waits for people, and how often it retries',
  'policy.reminderAfterMs': 'Milliseconds without a reply until a reminder is sent',
  'policy.deadlineMs':
    'Milliseconds without a reply until the order is cancelled, or an unconfirmed publication is marked as failed',
  'policy.draftAttempts': 'Drafts before the order fails the quality checks',
  'policy.draftBackoffMs':
    'Milliseconds before the second draft, doubled for each further one up to an hour, less a random part of up to half',
  'policy.lookupTries':
    'If the store does not confirm a draft, we search for it twice; attempts per search while the store does not respond',
  'policy.lookupPauseMs': 'Milliseconds between the two searches',
  ideaId: 'One of the ideas of the order; alternatively, send `title`',
  title: 'A title of your own, instead of an idea',
  resolution: 'What you found in the store',
  draftId: 'ID of the draft or post in the store; required with `exists`',
  cursor: '`nextCursor` of the previous page',
  status: 'Only results with this status',
  kind: 'Only results of this kind',
  phase: 'Only results in this phase; phases are the same for all kinds of orders',
  timeZone: 'A time zone name such as Europe/Berlin',
  storeId: 'Only results of this store',
  tenantId: 'Only results of this tenant',
  keyId: 'A key of the tenant',
  memberId: 'A member of the tenant',
  invitationId: 'An invitation of the tenant',
  deliveryId: 'A delivery of the webhook',
  lane: 'The lane to pause or resume',
};

/** The same, where a name means something of its own under a resource. */
export const RESOURCE_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'blog-generation': {
    timeZone:
      'Time zone of times without an offset, such as Europe/Berlin; by default that of the order or its store',
  },
  'bulk-schedules': {
    timeZone: 'The clock of the cron expression, such as Europe/Berlin',
    paused: 'Whether it begins paused',
  },
  calendar: {
    from: 'First day shown, such as 2027-03-28',
    to: 'First day no longer shown, at most one year after the first',
    timeZone: 'Time zone in which days begin, such as Europe/Berlin',
  },
  spending: {
    from: 'First day (UTC) of the report; by default 30 days ending with the last one',
    to: 'Last day (UTC) of the report, included; by default today. At most 366 days in all',
    groupBy: 'What rows stand for: `day`, `stage`, `store`, or several of them, comma-separated',
    tenantId: 'Only this tenant; any other than your own requires a key that reaches beyond it',
    format: '`csv` for a spreadsheet; by default decided by the `Accept` header',
  },
  tenants: {
    name: 'Display name',
    plan: 'Sets the priority of orders and the share of busy lanes; `premium` has more of both',
    'dailyCap.amount': 'Budget per day (UTC) in cents; send null instead of the object for no limit',
    'dailyCap.currency': 'Budgets are in US dollars',
    'monthlyCap.amount': 'Budget per month (UTC) in cents',
    'monthlyCap.currency': 'Budgets are in US dollars',
  },
  stores: {
    name: 'Display name',
    categoryIds: 'IDs of the site’s blog categories assigned to posts',
    tagIds: 'IDs of the site’s blog tags assigned to posts',
    'brandVoice.tone': 'The tone of posts, such as dry and calm',
    'brandVoice.useWords': 'Words that posts should use',
    'brandVoice.avoidWords':
      'Words that posts must not use, except in the name of what was ordered; a draft that does is rejected',
    'brandVoice.sample': 'A sample text in the voice of the brand',
    notificationAddress:
      'One email address; saved, but nothing is sent there: notifications have routes of their own',
    timeZone: 'Time zone of publishing times without one, such as Europe/Berlin',
  },
  mail: {
    address: 'One email address; its reader has to confirm it, unless it is that of a member',
    storeId: 'Only what concerns this store; all stores where left out',
    kinds: 'What is mailed',
    frequency: '`at_once`, or one summary a day at 07:00 in `timeZone`, if there is anything to tell',
    locale: 'Language of the mails',
    timeZone: 'Time zone of the daily summary, such as Europe/Berlin',
    state: 'Only mails that are pending, were delivered, or failed',
    subscriptionId: 'Only mails of this subscription',
    token: 'The token of the mailed link',
  },
  webhooks: {
    url: 'Public URL that receives events by POST; must start with https://',
    description: 'Display name',
    state: 'Only deliveries that are pending, were delivered, or failed',
    orderId: 'Only deliveries about this order',
  },
};

/** What members of answers mean, by name, where their schema does not say it itself. */
export const ANSWER_WORDS: Readonly<Record<string, string>> = {
  phase: 'The same set for all kinds of orders',
  round: 'Counts starts and regenerations, from 1',
  publishAtLocal: 'The same time in `timeZone`, with its offset',
  approvedAt: 'When a person approved the current text and image',
  basedOn: 'The order that supplied the defaults',
  waiting: 'Why the order is on hold; null if it is not',
  'waiting.message': 'A sentence for readers',
  earlierIdeas: 'Ideas of earlier rounds; they can still be chosen',
  'progress.estimatedTimeRemaining':
    'Milliseconds until half of such orders are done or need a person; null if no estimate is possible',
  'progress.etaP50Ms': 'The same value',
  'progress.etaP90Ms': 'Milliseconds until 90 % of such orders are done or need a person',
  'progress.overdue': 'Whether this step takes longer than nine in ten did; no time is given then',
  'cost.amountMicros': 'Millionths of a US dollar',
  amountMicros: 'Millionths of a US dollar',
  reservedMicros: 'Reserved for requests in progress',
  unknownMicros: 'Share of the amount that is a maximum, because the cost of the requests is unknown',
  repeated: 'True if this action was done before and changed nothing now',
  nextCursor: 'For the next page; null on the last one',
  atLocal: 'The same time in `timeZone`, with its offset',
  ratePerSecond: 'Tasks started per second; null for no limit',
  budgetShare: 'Share of the rate limit in use; lowered after the provider throttles us',
};
