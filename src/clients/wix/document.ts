import { ricosBytes, toRicos } from '../../domain/text/markdown';
import type { RicosDocument } from '../../domain/text/markdown';
import { normaliseWhitespace } from '../../domain/text/text';
import type { DocumentFormat } from '../publisher';

function visibleText(document: unknown): string {
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

/** Ids of nodes as we give them. */
const MARK = 'galley';

function isMarked(document: unknown): boolean {
  if (Array.isArray(document)) return document.some(isMarked);
  if (document === null || typeof document !== 'object') return false;
  const { id, nodes } = document as Record<string, unknown>;
  return (typeof id === 'string' && id.startsWith(MARK)) || isMarked(nodes);
}

/** Wix's rich content. */
export const ricosFormat: DocumentFormat = {
  render: (markdown) => toRicos(markdown, { idOf: (n) => `${MARK}${n}` }),
  bytes: (document) => ricosBytes(document as RicosDocument),
  visibleText,
  isMarked,
};
