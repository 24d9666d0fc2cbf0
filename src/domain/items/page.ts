import type { Heading } from 'mdast';
import { frontMatterLength, parseMarkdown, walk } from '../text/markdown/parse';
import { isSameText } from '../text/compare';
import { inlineText } from '../text/markdown/plain-text';
import { withoutHtml } from '../text/markdown/without-html';
import { slugOf } from '../prompts/post';
import { normaliseWhitespace, withoutEnd } from '../text/text';

/** A section of a page, as written. */
export interface PagePart {
  id: string;
  name: string;
  heading: string;
  bodyMarkdown: string;
}

/** A finished page. */
export interface Page {
  title: string;
  metaTitle: string;
  metaDescription: string;
  slug: string;
  /** Markdown of all sections, each under a level-two heading. */
  body: string;
  components: PagePart[];
}

/** Headings inside a section start one level below the section's own. */
const FIRST_LEVEL_WITHIN = 3;
const LAST_LEVEL = 6;

/**
 * Terminators for an HTML block that would otherwise swallow the rest of the page: a comment, a declaration, or a
 * raw-text tag.
 */
const HTML_ENDS = ['-->', '?>', ']]>', '>', '</pre>'];

/** Escapes trailing `#` characters, which a one-line heading would take for its closing sequence. */
function withLastMarks(text: string): string {
  const before = withoutEnd(text, /#/);
  return before.length === text.length ? text : `${before}\\${text.slice(before.length)}`;
}

/** Changes a heading's level; setext headings (underlined) become ATX headings (`#`). */
function onLevel(source: string, level: number): string {
  const marks = '#'.repeat(level);
  if (/^#{1,6}(?=\s|$)/.test(source)) return source.replace(/^#+/, marks);
  const lines = source.split(/\r?\n/);
  const underlined = /^[ \t>]*(?:=+|-+)[ \t]*$/.test(lines.at(-1)!) ? lines.slice(0, -1) : lines;
  const text = underlined
    .map((line, at) => (at === 0 ? line : line.replace(/^[ \t>]+/, '')))
    .map((line, at) => (at < underlined.length - 1 ? withoutEnd(line, /[ \t]/).replace(/\\$/, '') : line))
    .join(' ');
  return `${marks} ${withLastMarks(text)}`;
}

/** Moves the headings inside a section below its own heading; everything else stays byte for byte. */
function lowered(part: PagePart): string {
  const source = withoutHtml(part.bodyMarkdown.slice(frontMatterLength(part.bodyMarkdown)));
  const root = parseMarkdown(source);
  const headings: Heading[] = [];
  walk(root, (node) => {
    if (node.type === 'heading') headings.push(node);
  });
  const [first] = root.children;
  const repeatsName = first?.type === 'heading' && isSameText(inlineText(first.children), part.heading);
  const isKept = (heading: Heading): boolean => !(repeatsName && heading === first);
  const least = headings
    .filter(isKept)
    .reduce((min, { depth }) => Math.min(min, depth), LAST_LEVEL as number);
  const shift = Math.max(0, FIRST_LEVEL_WITHIN - least);
  let [text, done] = ['', 0];
  for (const heading of headings) {
    const start = heading.position!.start.offset!;
    const end = heading.position!.end.offset!;
    const level = Math.min(LAST_LEVEL, heading.depth + shift);
    text += source.slice(done, start) + (isKept(heading) ? onLevel(source.slice(start, end), level) : '');
    done = end;
  }
  text += source.slice(done);
  return ended(text.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd());
}

/** Whether a heading after the text would be read as a heading. */
function isEnded(markdown: string): boolean {
  const last = parseMarkdown(`${markdown}\n\n## End`).children.at(-1);
  return last?.type === 'heading';
}

/**
 * Closes the last block of a text (an open fence, for instance), so that the next section does not become part of it.
 */
function ended(markdown: string): string {
  if (isEnded(markdown)) return markdown;
  const last = parseMarkdown(markdown).children.at(-1);
  const fence = /^(?:`{3,}|~{3,})/.exec(markdown.slice(last?.position?.start.offset ?? 0))?.[0];
  const ends = [...(fence === undefined ? [] : [fence]), ...HTML_ENDS].map((end) => `${markdown}\n${end}`);
  return ends.find(isEnded) ?? markdown;
}

/** A single-line heading; Markdown syntax in the text is escaped. */
function headingLine(level: number, text: string): string {
  const plain = normaliseWhitespace(text)
    .replace(/^#+\s+/, '')
    .replace(/[\\`*_[\]<~]/g, String.raw`\$&`)
    .replace(/&(?=#?\w+;)/g, String.raw`\&`);
  return `${'#'.repeat(level)} ${withLastMarks(plain)}`;
}

/** Assembles a page from its sections; an unusable slug is replaced by one made from the title. */
export function assemblePage(page: Omit<Page, 'body'>): Page {
  return {
    ...page,
    slug: slugOf(page, 'page'),
    body: page.components.map((part) => `${headingLine(2, part.heading)}\n\n${lowered(part)}`).join('\n\n'),
  };
}

/** A complete Markdown document: the title as a level-one heading, then the body. */
export function headedMarkdown({ title, body }: { title: string; body: string }): string {
  return `${headingLine(1, title)}\n\n${body}\n`;
}

/** The complete Markdown document of a page. */
export const pageMarkdown = (page: Page): string => headedMarkdown(page);
