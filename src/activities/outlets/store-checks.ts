import { cancellationSignal } from '@temporalio/activity';
import { GalleyError } from '../../contract/failures';
import type { ActivityDeps } from '../deps';
import { publisherOf, siteCall } from '../stores/site';
import { checkPaidLinks } from './links';
import type { LinkCheck, LinksChecked } from './links';

/** Makes the activity that looks at published posts. */
export function createStoreChecks(deps: ActivityDeps) {
  const { db } = deps;
  return {
    /** Reads a post back and compares its links with those that were paid for. One request. A store that refuses is no failure. */
    async checkPost(check: LinkCheck): Promise<LinksChecked> {
      return checkPaidLinks(deps, check, async ({ placeStoreId, postId, url }, paid) => {
        if (paid.length === 0 && url !== null) return { links: [] };
        const store = placeStoreId ? await db.stores.storeById({ storeId: placeStoreId }) : undefined;
        if (!store || postId === null) return { links: undefined };
        const { format, post } = publisherOf(deps, store);
        try {
          const read = await post({ ...siteCall(deps, store), postId, withContent: true });
          const isRead = read.content !== undefined && read.url !== null;
          return { links: isRead ? format.links(read.content) : undefined, url: read.url };
        } catch (error) {
          if (error instanceof GalleyError && !cancellationSignal().aborted) return { links: undefined };
          throw error;
        }
      });
    },
  };
}
