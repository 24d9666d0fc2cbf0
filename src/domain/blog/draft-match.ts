/** A draft as found at a site. */
export interface FoundDraft {
  id: string;
  title: string;
  editedAt: string;
  /** What a reader would see of its content. */
  text: string;
}

/** What a look at the store says about a draft whose creation was not answered. */
export type Match = { found: 'match'; draftId: string } | { found: 'none' } | { found: 'other_content' };

/**
 * Compares the store's drafts with ours: the same title, edited since we began, the same text. A draft with our title and
 * another text, edited since we began, cannot be told from ours with certainty.
 */
export function matchDraft(
  drafts: readonly FoundDraft[],
  ours: { title: string; text: string; sinceMs: number },
): Match {
  const recent = drafts.filter(
    (draft) => draft.title === ours.title && !(Date.parse(draft.editedAt) < ours.sinceMs),
  );
  const match = recent.find((draft) => draft.text === ours.text);
  if (match) return { found: 'match', draftId: match.id };
  return { found: recent.length > 0 ? 'other_content' : 'none' };
}

/** The parts of a draft that are compared after the store has taken it. */
export interface ComparedDraft {
  title: string;
  excerpt: string;
  authorId: string;
  slug: string;
  categoryIds?: readonly string[];
  tagIds?: readonly string[];
  pictureId: string | null;
  /** What a reader would see of its content; null where the site was asked for it and left it out. */
  text: string | null;
}

/**
 * What the store kept differently from what it was sent: names of fields, empty where all is as sent. Stores drop what they do
 * not know (a category, for instance) without saying so.
 */
export function draftDifferences(sent: ComparedDraft, kept: ComparedDraft): string[] {
  const missing = (ours: readonly string[] = [], theirs: readonly string[] = []): boolean =>
    ours.some((id) => !theirs.includes(id));
  const differs: Array<[string, boolean]> = [
    ['title', sent.title !== kept.title],
    ['excerpt', sent.excerpt !== kept.excerpt],
    ['authorId', sent.authorId !== kept.authorId],
    ['slug', sent.slug !== kept.slug],
    ['categoryIds', missing(sent.categoryIds, kept.categoryIds)],
    ['tagIds', missing(sent.tagIds, kept.tagIds)],
    ['picture', sent.pictureId !== kept.pictureId],
    ['text', kept.text !== null && sent.text !== kept.text],
  ];
  return differs.filter(([, different]) => different).map(([field]) => field);
}
