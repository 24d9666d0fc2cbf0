import type { Nodes, Paragraph, PhrasingContent, Root, Text } from 'mdast';
import { isHtmlBreak } from '../text/markdown/plain-text';
import { alignText } from './align';

/** Stands between paragraphs, and where something is that has no text. Nothing that is searched for goes across it. */
export const GAP = '\ufffc';

/** Elements of raw HTML within which there is no place for a link. */
const CLOSED = new Set(
  (
    'a button code pre kbd samp script style textarea select option svg math iframe object template noscript title label ' +
    'h1 h2 h3 h4 h5 h6 table summary blockquote q cite'
  ).split(' '),
);

/** A comment, which goes on to the end where nothing ends it, and the beginning of a tag. */
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
const TAG = /<(\/?)([a-z][a-z0-9]*)(?=[\s/>])/gi;

/** The visible text of all paragraphs where a link may stand, one after the other, and where it comes from. */
export interface FlatText {
  text: string;
  /** Where each UTF-16 unit of the text begins and ends in the source. */
  from: number[];
  to: number[];
  /** The number of the piece of plain text that it is in; -1 within code, a link, a picture or HTML. */
  piece: number[];
  paragraphs: FlatParagraph[];
}

/** A paragraph: its part of the flat text, and whether a sentence may be added at its end. */
export interface FlatParagraph {
  start: number;
  end: number;
  isOpen: boolean;
}

/** Collects paragraphs in the order of the document. */
class Collector {
  readonly flat: FlatText = { text: '', from: [], to: [], piece: [], paragraphs: [] };
  private readonly parts: string[] = [];
  private length = 0;
  private pieces = 0;
  /** Open elements of raw HTML that no link may stand in, by name. */
  private readonly open = new Map<string, number>();

  constructor(private readonly source: string) {}

  private add(text: string, from: number, to: number, piece: number): void {
    this.parts.push(text);
    this.length += text.length;
    for (let n = 0; n < text.length; n++) {
      this.flat.from.push(from);
      this.flat.to.push(to);
      this.flat.piece.push(piece);
    }
  }

  private get isClosed(): boolean {
    for (const count of this.open.values()) if (count > 0) return true;
    return false;
  }

  /** Raw HTML opens and closes elements for whatever comes behind it. */
  html(value: string): void {
    for (const [, slash, name] of value.replace(COMMENT, '').matchAll(TAG)) {
      const element = name!.toLowerCase();
      if (!CLOSED.has(element)) continue;
      const count = (this.open.get(element) ?? 0) + (slash ? -1 : 1);
      this.open.set(element, Math.max(0, count));
    }
  }

  paragraph(node: Paragraph, isTop: boolean): void {
    const start = this.length;
    for (const child of node.children) this.inline(child);
    const end = this.length;
    const last = node.children.at(-1);
    const isOpen = isTop && last?.type === 'text' && !this.isClosed;
    if (end > start) this.flat.paragraphs.push({ start, end, isOpen });
    this.add(`\n${GAP}\n`, -1, -1, -1);
  }

  private inline(node: PhrasingContent): void {
    const [from, to] = [node.position?.start.offset ?? -1, node.position?.end.offset ?? -1];
    switch (node.type) {
      case 'text':
        return this.plain(node, from, to);
      case 'emphasis':
      case 'strong':
      case 'delete':
        for (const child of node.children) this.inline(child);
        return;
      case 'html':
        if (isHtmlBreak(node.value)) return this.add(' ', from, to, -1);
        return this.html(node.value);
      case 'break':
        return this.add(' ', from, to, -1);
      case 'link':
      case 'linkReference':
        return this.add(textIn(node), from, to, -1);
      case 'inlineCode':
        return this.add(node.value, from, to, -1);
      default:
        return this.add(GAP, from, to, -1);
    }
  }

  private plain({ value }: Text, from: number, to: number): void {
    const shown = value.replace(/[\r\n]/g, ' ');
    if (from < 0 || this.isClosed) return this.add(shown, from, to, -1);
    const piece = this.pieces++;
    const places = alignText(value, this.source.slice(from, to));
    this.parts.push(shown);
    this.length += shown.length;
    for (const place of places) {
      this.flat.from.push(place ? from + place.start : -1);
      this.flat.to.push(place ? from + place.end : -1);
      this.flat.piece.push(place ? piece : -1);
    }
  }

  result(): FlatText {
    return { ...this.flat, text: this.parts.join('') };
  }
}

function textIn(node: Nodes): string {
  if ('value' in node) return node.value.replace(/[\r\n]/g, ' ');
  if ('children' in node) return node.children.map(textIn).join('');
  return GAP;
}

function visit(node: Nodes, collector: Collector, isTop: boolean): void {
  switch (node.type) {
    case 'root':
      for (const child of node.children) visit(child, collector, true);
      return;
    case 'list':
    case 'listItem':
      for (const child of node.children) visit(child, collector, false);
      return;
    case 'paragraph':
      return collector.paragraph(node, isTop);
    case 'html':
      return collector.html(node.value);
    case 'heading':
    case 'blockquote':
    case 'table':
    case 'footnoteDefinition':
      // No place themselves, but raw HTML within them may begin or end an element.
      return visitHtml(node, collector);
    default:
  }
}

function visitHtml(node: Nodes, collector: Collector): void {
  if (node.type === 'html') collector.html(node.value);
  if ('children' in node) for (const child of node.children) visitHtml(child, collector);
}

/** The paragraphs of a parsed text in which a link may stand; `source` is the text that was parsed. */
export function flatParagraphs(root: Root, source: string): FlatText {
  const collector = new Collector(source);
  visit(root, collector, true);
  return collector.result();
}
