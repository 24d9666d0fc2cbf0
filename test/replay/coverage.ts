/** A recorded history. */
export interface Recording {
  name: string;
  /** What it proves. */
  covers: string;
  /** The first form of a history in which it was recorded. */
  since?: number;
}

/** What each recorded history proves: a change that breaks one of them would break orders that are running. */
export const COVERAGE: readonly Recording[] = [
  { name: 'blog-order-done', covers: 'from ideas to the published post, with one signalled pick' },
  { name: 'blog-order-waiting', covers: 'a run that waits for a pick, still open' },
  { name: 'blog-order-picked-by-hand', covers: 'a pick without an act id, recorded through recordAct' },
  { name: 'blog-order-expired', covers: 'a reminder and a deadline without a pick' },
  { name: 'blog-order-cancelled', covers: 'a cancellation while waiting for a pick' },
  { name: 'blog-order-refused', covers: 'a refusal that ends the run' },
  { name: 'blog-order-rejected-drafts', covers: 'three rejected drafts with their pauses' },
  { name: 'blog-order-retried', covers: 'a second start that finds ideas and pick saved' },
  { name: 'blog-order-lost-draft', covers: 'a lost draft, two looks, and a second creation' },
  { name: 'blog-order-sent-back', covers: 'other ideas, another text, another picture, and an approval' },
  { name: 'blog-order-planned', covers: 'a time that is moved, and a post that goes out at it' },
  { name: 'blog-order-draft', covers: 'a post that stays a draft in its store' },
  {
    name: 'blog-order-reprioritised',
    covers: 'another priority, once by an act and once by hand through recordAct',
  },
  {
    name: 'blog-order-without-picture',
    covers: 'three flagged pictures, and a post that goes out without one',
  },
  { name: 'blog-order-no-picture', covers: 'three flagged pictures, and a post that needs one' },
  { name: 'webhook-told', covers: 'what one webhook is told of an order, to its end' },
  { name: 'checkout-looked-at', covers: 'a look at a checkout whose webhook was lost', since: 2 },
  { name: 'refund-made', covers: 'a refund whose answer was lost once, to its end', since: 2 },
  { name: 'mail-delivered', covers: 'a mail that is put off once, to its delivery', since: 2 },
  { name: 'alert-delivered', covers: 'an alert that is refused once, to its delivery', since: 2 },
  { name: 'item-completed', covers: 'a page of two parts' },
  {
    name: 'item-waiting',
    covers: 'an attempt that failed, and a run that waits to be let in again, still open',
  },
  { name: 'item-second-attempt', covers: 'the same, let in again and completed' },
  { name: 'item-failed', covers: 'three failed attempts, with another priority between them' },
  { name: 'item-retried', covers: 'a second start that finds a part saved' },
  { name: 'item-cancelled', covers: 'a cancellation while waiting to be let in' },
  { name: 'blog-order-unconfirmed', covers: 'a person resolves what two looks could not settle' },
  {
    name: 'blog-order-looked-after',
    covers: 'a lost draft and a second creation, and a store that is looked at by a workflow of its own',
  },
  { name: 'after-post', covers: 'three looks at a store after the end' },
  {
    name: 'blog-order-product',
    covers: 'a run that opens as it reads its product from the store',
    since: 2,
  },
  {
    name: 'blog-order-let-out',
    covers: 'a cancel from the command line as the picture is made, and a post that was let out before it',
    since: 2,
  },
  {
    name: 'backlink-order-waiting',
    covers: 'a paid order that waits for its writer, was woken once and given another priority, still open',
    since: 2,
  },
  {
    name: 'backlink-order-woken',
    covers: 'a run that was told to wait for its writer and goes on when it is woken, to its end',
    since: 2,
  },
  {
    name: 'backlink-order-reviewed',
    covers: 'a link whose first proposal was refused, and a run that waits for its buyer, still open',
    since: 2,
  },
  {
    name: 'backlink-order-done',
    covers: 'a link that is regenerated, submitted, approved and published',
    since: 2,
  },
  {
    name: 'backlink-order-rejected',
    covers: 'a reminder, a deadline that submits, and an administrator who rejects',
    since: 2,
  },
  {
    name: 'backlink-order-failed',
    covers: 'three rejected drafts with their pauses, the last of which is kept',
    since: 2,
  },
  { name: 'schedule-fired', covers: 'a run of a schedule, whose job is placed', since: 2 },
  { name: 'article-order-done', covers: 'an article from its brief to its publication', since: 2 },
  {
    name: 'bulk-job-paused',
    covers: 'a job of two slots that was paused and given another priority, still open',
    since: 2,
  },
  { name: 'bulk-job-done', covers: 'the same, resumed by hand, to its end', since: 2 },
  { name: 'bulk-job-cancelled', covers: 'a job that is cancelled while an item is written', since: 2 },
  { name: 'text-completed', covers: 'an item of a job that is written at once', since: 2 },
  { name: 'text-second-attempt', covers: 'an item whose first attempt failed', since: 2 },
  { name: 'text-failed', covers: 'three failed attempts with their pauses', since: 2 },
  { name: 'text-cancelled', covers: 'an item that is cancelled as it is written', since: 2 },
];
