import type { DraftPost, KnownDraft } from '../../clients/publisher';
import type { Picture } from '../../db/blog/pictures';
import { draftDifferences } from '../../domain/blog/draft-match';
import type { Ground } from './publish-ground';

/** The draft of a version, as it is handed to the store. */
export function draftOf(
  { order, version, store, publication, publisher }: Ground,
  { authorId, picture }: { authorId: string; picture: Picture | undefined },
): DraftPost {
  // What was uploaded before it was decided that the post goes without.
  const media = order.pictureId ? publication.media : null;
  return {
    title: version.title,
    excerpt: version.excerpt,
    authorId,
    content: publisher.format.render(version.bodyMarkdown),
    language: store.language,
    slug: version.slug,
    metaTitle: version.metaTitle,
    metaDescription: version.metaDescription,
    hashtags: version.tags,
    categoryIds: store.categoryIds,
    tagIds: store.tagIds,
    picture: media ? { id: media.id, altText: picture?.alt ?? '' } : null,
  };
}

/** Names of the fields that the store keeps differently from what it was handed. */
export function differencesOf({ publisher }: Ground, draft: DraftPost, kept: KnownDraft): string[] {
  const { format } = publisher;
  return draftDifferences(
    { ...draft, pictureId: draft.picture?.id ?? null, text: format.visibleText(draft.content) },
    { ...kept, text: kept.content === undefined ? null : format.visibleText(kept.content) },
  );
}
