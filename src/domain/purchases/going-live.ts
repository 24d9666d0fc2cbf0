import { insertLink, proveNoLinkLost, proveOnlyLink } from '../linking';
import type { LinkProposal, OrderedLink } from '../linking';
import type { Span } from '../linking/places';

/** What an approved version is judged by before it goes live. */
export interface GoingLive {
  link: OrderedLink;
  language: string;
  approved: {
    contentMd: string;
    /** The published version that it was made from; null for a new article. */
    baseVersionId: string | null;
    link: { proposal: LinkProposal } | null;
  };
  /** What readers see now; null where they see nothing of the article. */
  published: { versionId: string; contentMd: string } | null;
  /** Links of other orders that are in what readers see. */
  paidLinks: readonly OrderedLink[];
}

/** The version as it is, the same link in what readers see by now, or neither. */
export type LiveText =
  | { what: 'select' }
  | { what: 'reintegrate'; contentMd: string; link: { span: Span; proposal: LinkProposal } }
  | { what: 'again' };

/**
 * How an approved version goes live without taking anything from what readers see. One made from what they see now is proved once more; where
 * that has changed, its link is put into the text of today by the saved proposal. `again`: there is no place for it any more, or no proof.
 */
export function goLive(version: GoingLive): LiveText {
  const { link, language, approved, published, paidLinks } = version;
  // Somebody put it before readers by hand already.
  if (published?.contentMd === approved.contentMd) return { what: 'select' };
  if (approved.baseVersionId === null) {
    // A new article: what readers may see of it already has somebody's link, or nothing to lose.
    const isKept = !published || proveNoLinkLost(published.contentMd, approved.contentMd, paidLinks).ok;
    return isKept ? { what: 'select' } : { what: 'again' };
  }
  if (!published) return { what: 'again' };
  const keepsAll = (next: string): boolean => proveNoLinkLost(published.contentMd, next, paidLinks).ok;
  if (approved.baseVersionId === published.versionId) {
    const proof = proveOnlyLink(published.contentMd, approved.contentMd, link, { language });
    return proof.ok && keepsAll(approved.contentMd) ? { what: 'select' } : { what: 'again' };
  }
  if (!approved.link) return { what: 'again' };
  const { proposal } = approved.link;
  const inserted = insertLink({ markdown: published.contentMd, link, proposal, language });
  if (!inserted.ok || !keepsAll(inserted.markdown)) return { what: 'again' };
  const { markdown: contentMd, span } = inserted;
  return { what: 'reintegrate', contentMd, link: { span, proposal: inserted.proposal } };
}
