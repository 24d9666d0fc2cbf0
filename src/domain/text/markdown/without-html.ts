import type { Html, Nodes, Parents, Root } from 'mdast';
import { htmlToMarkdown } from '../html/to-markdown';
import { isHidden, isInline, isTag } from '../html/tags';
import { readHtml } from '../html/read';
import { parseMarkdown } from './parse';
import { isHtmlBreak } from './plain-text';

/** A part of a text and what takes its place. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

const start = (node: Nodes): number => node.position?.start.offset ?? 0;
const end = (node: Nodes): number => node.position?.end.offset ?? 0;

/** Markup as text that shows it. */
const shown = (markup: string): string => markup.replaceAll('<', '&lt;');

/** What begins each further line of a block at this place: the marks of its quotations, and spaces for those of its lists. */
function prefixAt(source: string, offset: number): string {
  let line = offset;
  while (line > 0 && source[line - 1] !== '\n' && source[line - 1] !== '\r') line--;
  return source.slice(line, offset).replace(/[^>\s]/g, ' ');
}

function isOpenComment(html: string): boolean {
  return html.startsWith('<!--') && !html.includes('-->');
}

/** One edit for blocks of HTML that follow each other, so that the parts of a table stay together. */
function blockEdit(source: string, blocks: Html[], place: { isFirst: boolean; isLast: boolean }): Edit {
  const [first, last] = [blocks[0]!, blocks.at(-1)!];
  const html = blocks.map(({ value }) => (isOpenComment(value) ? shown(value) : value)).join('\n\n');
  const prefix = prefixAt(source, start(first));
  const gap = `\n${prefix.trimEnd()}`;
  const markdown = (htmlToMarkdown(html) ?? shown(html)).replaceAll('\n', `\n${prefix}`);
  // Blank lines, because HTML need not stand apart from what is around it, and paragraphs do.
  const text = `${place.isFirst ? '' : `${gap}\n${prefix}`}${markdown}${place.isLast ? '' : gap}`;
  return { start: start(first), end: end(last), text };
}

const NAME = /^<(\/?)([a-z][^\s/>]*)/i;

/** A tag within a line, by its place among its siblings. */
interface Tag {
  at: number;
  node: Html;
  name: string;
  isEnd: boolean;
}

function tagsOf(children: readonly Nodes[]): Tag[] {
  return children.flatMap((node, at): Tag[] => {
    if (node.type !== 'html' || isHtmlBreak(node.value)) return [];
    const [, slash = '', name = ''] = NAME.exec(node.value) ?? [];
    return [{ at, node, name: name.toLowerCase(), isEnd: slash !== '' }];
  });
}

/** Pairs of tags within each other deeper than this are dropped. */
const MAX_PAIRS = 20;

/** The end of each element that begins and ends among the same siblings. */
function pairsOf(tags: readonly Tag[]): Map<Tag, Tag> {
  const pairs = new Map<Tag, Tag>();
  const open: Tag[] = [];
  for (const tag of tags) {
    if (!tag.isEnd) {
      if (open.length === MAX_PAIRS) open.shift();
      open.push(tag);
      continue;
    }
    const nth = open.findLastIndex(({ name }) => name === tag.name);
    if (nth < 0) continue;
    pairs.set(open[nth]!, tag);
    open.length = nth;
  }
  return pairs;
}

const MARKS: Readonly<Record<string, string>> = { b: '**', strong: '**', del: '~~', s: '~~', strike: '~~' };
const PLAIN_ADDRESS = /^(?:https?:\/\/|mailto:)[^\s()<>\\]+$/i;

function attributesOf(tag: string): Readonly<Record<string, string>> {
  let found: Readonly<Record<string, string>> = {};
  readHtml(
    tag,
    { decode: true },
    {
      text: () => undefined,
      open: (_, attributes) => (found = attributes),
      close: () => undefined,
    },
  );
  return found;
}

/** What stands for a pair of tags in Markdown; nothing where it would not be read as intended. */
function marksFor(
  { source, marked }: { source: string; marked: number },
  children: readonly Nodes[],
  first: Tag,
  last: Tag,
): [string, string] {
  const none: [string, string] = ['', ''];
  const inner = source.slice(end(first.node), start(last.node));
  if (inner.trim() !== inner || inner === '') return none;
  if (first.name === 'a') {
    const { href = '' } = attributesOf(first.node.value);
    const isPlain = children
      .slice(first.at + 1, last.at)
      .every(({ type }) => type === 'text' || type === 'html');
    return PLAIN_ADDRESS.test(href) && isPlain && !/[[\]]/.test(inner) ? ['[', `](${href})`] : none;
  }
  const mark = MARKS[first.name] ?? '';
  const before = source.slice(0, start(first.node)).at(-1) ?? '';
  // Marks side by side would be read as one run.
  if (mark === '' || marked === start(first.node) || inner.includes(mark[0]!)) return none;
  if (/[\p{Lu}\p{Ll}\p{Lt}\p{N}*_~\\]/u.test(before)) return none;
  return [mark, mark];
}

function withoutTag({ node, name, isEnd }: Tag): string {
  if (node.value.startsWith('<!--')) return '';
  if (!isTag(node.value)) return shown(node.value);
  if (name === 'img' && !isEnd) {
    const { src = '', alt = '' } = attributesOf(node.value);
    return PLAIN_ADDRESS.test(src) ? `![${alt.replace(/[[\]]/g, '')}](${src})` : alt;
  }
  return isInline(name) ? '' : ' ';
}

/** Edits for the HTML within a line. Tags go, and what they hold stays, unless nobody would see it. */
function inlineEdits(source: string, children: readonly Nodes[]): Edit[] {
  const tags = tagsOf(children);
  const pairs = pairsOf(tags);
  const marks = new Map<Tag, string>();
  const edits: Edit[] = [];
  let marked = -1;
  for (const tag of tags) {
    const edit = { start: start(tag.node), end: end(tag.node) };
    const last = pairs.get(tag);
    if (isHidden(tag.name))
      edits.push(
        last ? { ...edit, end: end(last.node), text: '' } : { ...edit, text: shown(tag.node.value) },
      );
    else {
      if (last && isTag(tag.node.value)) {
        const [begins, ends] = marksFor({ source, marked }, children, tag, last);
        if (begins !== '') marked = end(last.node);
        marks.set(tag, begins).set(last, ends);
      }
      edits.push({ ...edit, text: marks.get(tag) || withoutTag(tag) });
    }
  }
  return edits;
}

function isFlow(node: Parents): boolean {
  return ['root', 'blockquote', 'listItem', 'footnoteDefinition'].includes(node.type);
}

function collectEdits(source: string, node: Parents, edits: Edit[]): void {
  const children = node.children as Nodes[];
  if (!isFlow(node)) for (const edit of inlineEdits(source, children)) edits.push(edit);
  for (let at = 0; at < children.length; at++) {
    const child = children[at]!;
    if ('children' in child) collectEdits(source, child, edits);
    if (child.type !== 'html' || !isFlow(node)) continue;
    let next = at + 1;
    while (children[next]?.type === 'html') next++;
    const place = { isFirst: at === 0, isLast: next === children.length };
    edits.push(blockEdit(source, children.slice(at, next) as Html[], place));
    at = next - 1;
  }
}

/**
 * The same text with Markdown in place of its HTML, so that every word a browser would show is shown by whatever shows Markdown.
 * Line breaks stay, as cells of tables have no other. A text without HTML is returned as it is. `root`: its tree, if it has been parsed.
 */
export function withoutHtml(markdown: string, root?: Root): string {
  if (!markdown.includes('<')) return markdown;
  const edits: Edit[] = [];
  collectEdits(markdown, root ?? parseMarkdown(markdown), edits);
  edits.sort((a, b) => a.start - b.start);
  let text = '';
  let done = 0;
  for (const edit of edits) {
    if (edit.start < done) continue;
    text += markdown.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return text + markdown.slice(done);
}
