import type { OutletStep } from '../../contract/outlets';
import type { OutgoingArticle } from '../../db/catalogue/outlet-deliveries';
import type { PaidLink } from '../../db/catalogue/paid-links';
import { paidLinkStates } from '../../domain/linking';
import type { PublishedLink } from '../../domain/linking';
import type { ActivityDeps } from '../deps';
import { saveWithRetry } from '../recorded-call';

/** A look at what was delivered; what the last one finds stands. */
export interface LinkCheck extends OutletStep {
  isLast: boolean;
}

/** Whether nothing is left to be looked at. */
export interface LinksChecked {
  isSettled: boolean;
}

/** What a look showed: the links that are there, undefined where they could not be read, and the address if it was told. */
interface Seen {
  links: readonly PublishedLink[] | undefined;
  url?: string | null;
}

/**
 * Compares what is at an outlet with the paid links of the version that was delivered, and saves it where all of them are kept or this is
 * the last look: pages are cached, and stores show posts a little later.
 */
export async function checkPaidLinks(
  deps: Pick<ActivityDeps, 'db' | 'classify'>,
  { isLast, ...step }: LinkCheck,
  look: (article: OutgoingArticle, paid: readonly PaidLink[]) => Promise<Seen>,
): Promise<LinksChecked> {
  const { db } = deps;
  const article = await db.outletDeliveries.deliveredArticle(step);
  if (!article) return { isSettled: true };
  const { articleId, versionId } = article;
  const paid = await db.paidLinks.paidLinksOf({ articleId, versionId });
  const seen = await look(article, paid);
  const states = seen.links && paidLinkStates(seen.links, paid);
  const isSettled = isLast || (states?.every((state) => state === 'kept') ?? false);
  if (!isSettled) return { isSettled };
  const links = paid.map(({ orderId }, n) => ({ orderId, state: states?.[n] ?? ('unchecked' as const) }));
  await saveWithRetry(deps, () =>
    db.transaction((tx) => tx.outletDeliveries.noteOutletLinks({ ...step, links, url: seen.url ?? null })),
  );
  return { isSettled };
}
