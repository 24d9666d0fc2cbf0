import { uniform } from '../text/compare';

/** Whether a store has kept a text; it may have composed accents or dropped what is invisible. */
const isKept = (ours: string, theirs: string): boolean =>
  ours === theirs || uniform(ours) === uniform(theirs);

/** A draft as found at a site. */
export interface FoundDraft {
  id: string;
  title: string;
  editedAt: string;
  /** What a reader would see of its content. */
  text: string;
}

/** The result of searching the store for a draft after a create call went unanswered. */
export type Match = { found: 'match'; draftId: string } | { found: 'none' } | { found: 'other_content' };

/**
 * Looks for our draft in the store: same title, same text, edited since we started. A recent draft with our title but
 * different text, or with one of the other titles that ours may have had, may or may not be ours, so it is reported as
 * `other_content`.
 */
export function matchDraft(
  drafts: readonly FoundDraft[],
  ours: { title: string; otherTitles?: readonly string[]; text: string; sinceMs: number },
): Match {
  const titles = [ours.title, ...(ours.otherTitles ?? [])];
  const recent = drafts.filter(
    (draft) =>
      titles.some((title) => isKept(title, draft.title)) && !(Date.parse(draft.editedAt) < ours.sinceMs),
  );
  const match = recent.find((draft) => isKept(ours.title, draft.title) && isKept(ours.text, draft.text));
  if (match) return { found: 'match', draftId: match.id };
  return { found: recent.length > 0 ? 'other_content' : 'none' };
}

/** A site may take this long to save a new draft, in milliseconds: a later edit is a person's. */
const SAVING_MS = 5_000;

/** Whether a draft was made within a time and not changed since, as far as the site says both. */
export function isUntouched(
  draft: { createdAt: string; editedAt: string },
  within: { sinceMs: number; untilMs: number },
): boolean {
  const [createdMs, editedMs] = [Date.parse(draft.createdAt), Date.parse(draft.editedAt)];
  return createdMs >= within.sinceMs && createdMs <= within.untilMs && editedMs - createdMs <= SAVING_MS;
}

/** The fields of a draft that are compared with what was sent, after the store has saved it. */
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
 * Names of the fields the store saved differently from what was sent; empty if none. Stores silently drop values they
 * do not know, such as a deleted category.
 */
export function draftDifferences(sent: ComparedDraft, kept: ComparedDraft): string[] {
  const missing = (ours: readonly string[] = [], theirs: readonly string[] = []): boolean =>
    ours.some((id) => !theirs.includes(id));
  const differs: Array<[string, boolean]> = [
    ['title', !isKept(sent.title, kept.title)],
    ['excerpt', !isKept(sent.excerpt, kept.excerpt)],
    ['authorId', sent.authorId !== kept.authorId],
    ['slug', sent.slug !== kept.slug],
    ['categoryIds', missing(sent.categoryIds, kept.categoryIds)],
    ['tagIds', missing(sent.tagIds, kept.tagIds)],
    // A site may give a post that has none a picture of its own.
    ['picture', sent.pictureId !== null && sent.pictureId !== kept.pictureId],
    ['text', kept.text !== null && !isKept(sent.text ?? '', kept.text)],
  ];
  return differs.filter(([, different]) => different).map(([field]) => field);
}
