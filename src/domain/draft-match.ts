import { normaliseWhitespace } from './text';

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
