import { normaliseWhitespace } from '../text/text';

/**
 * The text a reader would see of a rich-content document, white space folded. Stores add ids and defaults to a document, so
 * two documents are compared by what they say.
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

/** A draft as found in a store. */
export interface FoundDraft {
  id: string;
  title: string;
  editedAt: string;
  richContent: unknown;
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
  const match = recent.find((draft) => visibleText(draft.richContent) === ours.text);
  if (match) return { found: 'match', draftId: match.id };
  return { found: recent.length > 0 ? 'other_content' : 'none' };
}

/** The parts of a draft that are compared after the store has taken it. */
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
 * What the store kept differently from what it was sent: names of fields, empty where all is as sent. Stores drop what they do
 * not know (a category, for instance) without saying so.
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
    // A store that was asked for the content and left it out has not said anything about it.
    [
      'text',
      kept.richContent !== undefined && visibleText(sent.richContent) !== visibleText(kept.richContent),
    ],
  ];
  return differs.filter(([, different]) => different).map(([field]) => field);
}
