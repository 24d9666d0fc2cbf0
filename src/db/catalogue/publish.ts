import type { Queryable } from '../pool';
import { noteCatalogueAction } from './actions';
import { selectVersion } from './articles';
import type { Article } from './articles';
import { lostLinks } from './paid-links';
import type { PaidLink } from './paid-links';
import type { ArticleVersion } from './versions';

/** Why readers do not see another version now: its order is not approved, or links that somebody has paid for would be gone. */
export type PublishRefusal =
  { refused: 'not_approved' } | { refused: 'links_would_vanish'; lostLinks: PaidLink[] };

/** A version that readers are to see, null for none, and the orders whose links may be gone then. */
interface Publishing {
  /** Locked. */
  article: Article;
  version: Pick<ArticleVersion, 'id' | 'versionNum' | 'backlinkReviewStatus'> | null;
  acceptLostLinks: readonly string[];
}

const isAccepted = (lost: readonly PaidLink[], accepted: readonly string[]): boolean =>
  lost.length === new Set(accepted).size && lost.every(({ orderId }) => accepted.includes(orderId));

/** The one rule about what takes the place of a published version. */
async function refusalOf(
  tx: Queryable,
  { article, version, acceptLostLinks }: Publishing,
): Promise<PublishRefusal | undefined> {
  const review = version?.backlinkReviewStatus ?? null;
  if (review !== null && review !== 'APPROVED') return { refused: 'not_approved' };
  const lost = await lostLinks(tx, {
    ...{ articleId: article.id, from: article.selectedVersionId },
    to: version?.id ?? null,
  });
  return lost.length === 0 || isAccepted(lost, acceptLostLinks)
    ? undefined
    : { refused: 'links_would_vanish', lostLinks: lost };
}

/** Publishes a version of an article, or none, and records who did it; answers why not where that is refused. */
export async function publishVersion(
  tx: Queryable,
  given: Publishing & { actor: string },
): Promise<PublishRefusal | undefined> {
  const { article, version, actor, acceptLostLinks } = given;
  const refusal = await refusalOf(tx, given);
  if (refusal) return refusal;
  await selectVersion(tx, { articleId: article.id, versionId: version?.id ?? null });
  await noteCatalogueAction(tx, {
    action: version === null ? 'version.withdrawn' : 'version.selected',
    ...{ actor, domainId: article.domainId, articleId: article.id },
    versionId: version?.id ?? article.selectedVersionId,
    facts: {
      ...(version === null ? {} : { versionNum: version.versionNum }),
      ...(acceptLostLinks.length === 0 ? {} : { lostLinks: acceptLostLinks }),
    },
  });
  return undefined;
}
