import type { Queryable } from '../pool';

/**
 * Completes the orders whose version is out, in the transaction that notes its delivery at the outlet of its site. Called once for each
 * delivery, however often it was tried. `url` is the page, where the outlet told it. Nothing is done yet.
 */
export function articleDelivered(
  _tx: Queryable,
  _delivered: { articleId: string; versionId: string; url: string | null },
): Promise<void> {
  return Promise.resolve();
}
