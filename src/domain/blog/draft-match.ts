import { normaliseWhitespace } from '../text/text';

/**
 * The visible text of a rich-content document, with whitespace collapsed. Stores add ids and defaults to documents, so
 * two documents are compared by their text.
 */
export function visibleText(document: unknown): string {
  const parts: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value !== null && typeof value === 'object') {
      const node = value as Record<string, unknown>;
      const data = node['textData'];
      if (data !== null && typeof data === 'object') {
        const text = (data as Record<string, unknown>)['text'];
        if (typeof text === 'string') parts.push(text);
      }
      visit(node['nodes']);
      if (node['type'] !== 'TEXT') parts.push(' ');
    }
  };
  visit(document);
  return normaliseWhitespace(parts.join(''));
}

/** A draft found in a store. */
export interface FoundDraft {
  id: string;
  title: string;
  editedAt: string;
  richContent: unknown;
}

/** The result of searching the store for a draft after a create call went unanswered. */
export type Match = { found: 'match'; draftId: string } | { found: 'none' } | { found: 'other_content' };

/**
 * Looks for our draft in the store: same title, same text, edited since we started. A recent draft with our title but
 * different text may or may not be ours, so it is reported as `other_content`.
 */
export function matchDraft(
  drafts: readonly FoundDraft[],
  ours: { title: string; text: string; sinceMs: number },
): Match {
  const recent = drafts.filter(
    (draft) => draft.title === ours.title && !(Date.parse(draft.editedAt) < ours.sinceMs),
  );
  const match = recent.find((draft) => visibleText(draft.richContent) === ours.text);
  if (match) return { found: 'match', draftId: match.id };
  return { found: recent.length > 0 ? 'other_content' : 'none' };
}

/** The fields of a draft that are compared with what was sent, after the store has saved it. */
export interface ComparedDraft {
  title: string;
  excerpt: string;
  memberId: string;
  seoSlug: string;
  categoryIds?: readonly string[];
  tagIds?: readonly string[];
  pictureId: string | null;
  richContent: unknown;
}

/**
 * Names of the fields the store saved differently from what was sent; empty if none. Stores silently drop values they
 * do not know, such as a deleted category.
 */
export function draftDifferences(sent: ComparedDraft, kept: ComparedDraft): string[] {
  const missing = (ours: readonly string[] = [], theirs: readonly string[] = []): boolean =>
    ours.some((id) => !theirs.includes(id));
  const differs: Array<[string, boolean]> = [
    ['title', sent.title !== kept.title],
    ['excerpt', sent.excerpt !== kept.excerpt],
    ['memberId', sent.memberId !== kept.memberId],
    ['seoSlug', sent.seoSlug !== kept.seoSlug],
    ['categoryIds', missing(sent.categoryIds, kept.categoryIds)],
    ['tagIds', missing(sent.tagIds, kept.tagIds)],
    ['picture', sent.pictureId !== kept.pictureId],
    // A store may omit the content from its response even when asked for it; that is not a difference.
    [
      'text',
      kept.richContent !== undefined && visibleText(sent.richContent) !== visibleText(kept.richContent),
    ],
  ];
  return differs.filter(([, different]) => different).map(([field]) => field);
}
