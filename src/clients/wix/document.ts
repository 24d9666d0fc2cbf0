import type { PublishedLink } from '../../domain/linking';
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

type Json = Record<string, unknown>;

const asObject = (value: unknown): Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {};

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The link of a run of text. */
function linkOfText(data: Json): Json | undefined {
  const decoration = asList(data['decorations'])
    .map(asObject)
    .find(({ type }) => type === 'LINK');
  return decoration && asObject(asObject(decoration['linkData'])['link']);
}

/** Runs of text side by side with one link are one link. */
function linksOf(document: unknown): PublishedLink[] {
  const links: PublishedLink[] = [];
  let open: { key: string; link: PublishedLink } | undefined;
  const visit = (value: unknown): void => {
    const node = asObject(value);
    const data = asObject(node['textData']);
    const { text } = data;
    const found = typeof text === 'string' ? linkOfText(data) : undefined;
    const key = found ? JSON.stringify(found) : '';
    if (!found || typeof found['url'] !== 'string') open = undefined;
    else if (open?.key === key) open.link.text += String(text);
    else {
      const rel = Object.entries(asObject(found['rel'])).flatMap(([name, on]) =>
        on === true ? [name.toLowerCase()] : [],
      );
      open = { key, link: { url: found['url'], text: String(text), rel } };
      links.push(open.link);
    }
    for (const child of asList(node['nodes'])) visit(child);
    if (node['type'] !== 'TEXT') open = undefined;
  };
  visit(document);
  return links.map((link) => ({ ...link, text: normaliseWhitespace(link.text) }));
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
  render: (markdown, options) => toRicos(markdown, { ...options, idOf: (n) => `${MARK}${n}` }),
  bytes: (document) => ricosBytes(document as RicosDocument),
  visibleText,
  links: linksOf,
  isMarked,
};
