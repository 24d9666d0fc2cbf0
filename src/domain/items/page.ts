import type { Heading } from 'mdast';
import { frontMatterLength, parseMarkdown, walk } from '../text/markdown/parse';
import { inlineText } from '../text/markdown/plain-text';
import { slugOf } from '../prompts/post';
import { normaliseWhitespace } from '../text/text';

/** A part of a page, as it was written. */
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
  /** Markdown of all parts, each under a heading of the second level. */
  body: string;
  components: PagePart[];
}

/** Headings within a part begin below the part's own. */
const FIRST_LEVEL_WITHIN = 3;
const LAST_LEVEL = 6;

/** What ends a block of HTML that would swallow all that follows: a comment, a declaration, or a tag with text of its own. */
const HTML_ENDS = ['-->', '?>', ']]>', '>', '</pre>'];

/** What a heading of one line would take for its closing marks is its text. */
function withLastMarks(text: string): string {
  return text.replace(/#(?=#*$)/, String.raw`\#`);
}

/** A heading on another level; one that is underlined becomes one with marks before it. */
function onLevel(source: string, level: number): string {
  const marks = '#'.repeat(level);
  if (/^#{1,6}(?=\s|$)/.test(source)) return source.replace(/^#+/, marks);
  const text = source.replace(/\r?\n[ \t>]*(?:=+|-+)[ \t]*$/, '').replace(/\\?[ \t]*\r?\n[ \t>]*/g, ' ');
  return `${marks} ${withLastMarks(text)}`;
}

/** Puts the headings of a part's text below the part's own; all else stays byte for byte. */
function lowered(part: PagePart): string {
  const source = part.bodyMarkdown.slice(frontMatterLength(part.bodyMarkdown));
  const root = parseMarkdown(source);
  const headings: Heading[] = [];
  walk(root, (node) => {
    if (node.type === 'heading') headings.push(node);
  });
  const [first] = root.children;
  const repeatsName =
    first?.type === 'heading' &&
    normaliseWhitespace(inlineText(first.children)) === normaliseWhitespace(part.heading);
  const kept = headings.filter((heading) => !(repeatsName && heading === first));
  const shift = Math.max(0, FIRST_LEVEL_WITHIN - Math.min(LAST_LEVEL, ...kept.map(({ depth }) => depth)));
  let text = source;
  // From the end, so that places before stay where they are.
  for (const heading of [...headings].reverse()) {
    const start = heading.position!.start.offset!;
    const end = heading.position!.end.offset!;
    if (!kept.includes(heading)) {
      text = text.slice(0, start) + text.slice(end);
      continue;
    }
    const level = Math.min(LAST_LEVEL, heading.depth + shift);
    text = text.slice(0, start) + onLevel(source.slice(start, end), level) + text.slice(end);
  }
  return ended(text.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd());
}

/** Whether a heading after the text would be read as one. */
function isEnded(markdown: string): boolean {
  const last = parseMarkdown(`${markdown}\n\n## End`).children.at(-1);
  return last?.type === 'heading';
}

/** The text with its last block ended, so that the next part does not become one with it: a fence may stand open. */
function ended(markdown: string): string {
  if (isEnded(markdown)) return markdown;
  const last = parseMarkdown(markdown).children.at(-1);
  const fence = /^(?:`{3,}|~{3,})/.exec(markdown.slice(last?.position?.start.offset ?? 0))?.[0];
  const ends = [...(fence === undefined ? [] : [fence]), ...HTML_ENDS].map((end) => `${markdown}\n${end}`);
  return ends.find(isEnded) ?? markdown;
}

/** A line that is one heading, whatever it holds: what would be read as Markdown is shown as it stands. */
function headingLine(level: number, text: string): string {
  const plain = normaliseWhitespace(text)
    .replace(/^#+\s+/, '')
    .replace(/[\\`*_[\]<~]/g, String.raw`\$&`)
    .replace(/&(?=#?\w+;)/g, String.raw`\&`);
  return `${'#'.repeat(level)} ${withLastMarks(plain)}`;
}

/** The page that its parts make; a slug that is not usable gives way to one from the title. */
export function assemblePage(page: Omit<Page, 'body'>): Page {
  return {
    ...page,
    slug: slugOf(page, 'page'),
    body: page.components.map((part) => `${headingLine(2, part.heading)}\n\n${lowered(part)}`).join('\n\n'),
  };
}

/** A whole Markdown document: the title as its first heading, then the body. */
export function pageMarkdown(page: Page): string {
  return `${headingLine(1, page.title)}\n\n${page.body}\n`;
}
