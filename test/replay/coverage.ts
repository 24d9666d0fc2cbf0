/** What each recorded history proves: a change that breaks one of them would break orders that are running. */
export const COVERAGE: Record<string, string> = {
  'blog-order-done': 'from ideas to the published post, with one signalled pick',
  'blog-order-waiting': 'a run that waits for a pick, still open',
  'blog-order-picked-by-hand': 'a pick without an act id, recorded through recordAct',
  'blog-order-expired': 'a reminder and a deadline without a pick',
  'blog-order-cancelled': 'a cancellation while waiting for a pick',
  'blog-order-refused': 'a refusal that ends the run',
  'blog-order-rejected-drafts': 'three rejected drafts with their pauses',
  'blog-order-retried': 'a second start that finds ideas and pick saved',
  'blog-order-lost-draft': 'a lost draft, two looks, and a second creation',
  'blog-order-sent-back': 'other ideas, another text, another picture, and an approval',
  'blog-order-planned': 'a time that is moved, and a post that goes out at it',
  'blog-order-draft': 'a post that stays a draft in its store',
  'blog-order-unconfirmed': 'a person resolves what two looks could not settle',
};
