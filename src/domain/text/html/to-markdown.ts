import { withoutEnd } from '../text';
import { readHtml } from './read';
import { isInline } from './tags';
import { createTableWriter } from './table';

/** Lists deeper than this are written on the last level, so that lines do not grow with the depth. */
const MAX_LEVELS = 8;

/** Emphasis within emphasis deeper than this is dropped. */
const MAX_MARKS = 20;

const MARKS: Readonly<Record<string, string>> = { b: '**', strong: '**', del: '~~', s: '~~', strike: '~~' };

/** An address that can stand in Markdown as it is. */
const PLAIN_ADDRESS = /^(?:https?:\/\/|mailto:)[^\s()<>\\]+$/i;

/** A list that is open: what its next item begins with. */
interface OpenList {
  marker: string;
  next: number | undefined;
}

/** A place at which emphasis or a link began: the name of its element, and how much had been written. */
interface OpenMark {
  name: string;
  at: number;
  end: string;
  start: string;
}

/** A text with something in place of its line breaks and the blanks around them. */
function withLines(text: string, between: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.length - 1;
  return lines
    .map((line, at) => (at === 0 ? line : line.replace(/^[ \t]+/, '')))
    .map((line, at) => (at === last ? line : withoutEnd(line, /[ \t]/)))
    .join(between);
}

/**
 * Writes the shown text of a piece of HTML as Markdown: paragraphs, headings, lists, tables, strong text, links and pictures; of all
 * other elements, the words. Markdown within the HTML stays Markdown. Undefined where not all of the text could be read.
 */
export function htmlToMarkdown(html: string): string | undefined {
  const written: string[] = [];
  const lists: OpenList[] = [];
  const marks: OpenMark[] = [];
  const table = createTableWriter();
  let indent = '';

  const block = (): void => {
    if (table.isInCell()) table.text(' ');
    else written.push(`\n\n${indent}`);
  };
  const text = (value: string): void => {
    if (table.isInCell()) table.text(value);
    // A line that begins further right would become part of something else.
    else written.push(withLines(value, lists.length > 0 ? ' ' : '\n'));
  };
  const openMark = (name: string, start: string, end: string): void => {
    if (!table.isInCell() && marks.length < MAX_MARKS) marks.push({ name, at: written.length, start, end });
  };
  const closeMark = (name: string): void => {
    const nth = marks.findLastIndex((mark) => mark.name === name);
    const mark = marks[nth];
    if (!mark) return;
    marks.length = nth;
    const inner = written.slice(mark.at).join('');
    const core = inner.trim();
    // Marks that hold a break, or others like them, would be read differently.
    if (core === '' || /\n\n|[[\]]/.test(core) || core.includes(mark.start)) return;
    // Within a word, Markdown has no emphasis that begins.
    const before =
      written
        .slice(Math.max(0, mark.at - 2), mark.at)
        .join('')
        .at(-1) ?? '';
    if (/[\p{Lu}\p{Ll}\p{Lt}\p{N}*_~\\]/u.test(before)) return;
    written.length = mark.at;
    written.push(inner.replace(core, () => mark.start + core + mark.end));
  };
  const item = (): void => {
    const list = lists.at(-1) ?? { marker: '- ', next: undefined };
    const level = Math.min(lists.length, MAX_LEVELS);
    const marker = list.next === undefined ? list.marker : `${list.next++}. `;
    const before = '   '.repeat(Math.max(0, level - 1));
    indent = `${before}${' '.repeat(marker.length)}`;
    written.push(`\n\n${before}${marker}`);
  };

  const open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (table.open(name)) return;
    const mark = MARKS[name];
    const { href = '', src = '', alt = '' } = attributes;
    if (mark) openMark(name, mark, mark);
    else if (name === 'a' && PLAIN_ADDRESS.test(href)) openMark(name, '[', `](${href})`);
    else if (name === 'img') text(PLAIN_ADDRESS.test(src) ? `![${alt.replace(/[[\]]/g, '')}](${src})` : alt);
    else if (name === 'br' && table.isInCell()) table.text('<br>');
    else if (name === 'br') written.push(`  \n${indent}`);
    else if (name === 'hr') written.push('\n\n---\n\n');
    else if (/^h[1-6]$/.test(name) && lists.length === 0 && !table.isInCell())
      written.push(`\n\n${'#'.repeat(Number(name[1]))} `);
    else if (table.isInCell()) table.text(isInline(name) ? '' : ' ');
    else if (name === 'ul') lists.push({ marker: '- ', next: undefined });
    else if (name === 'ol')
      lists.push({ marker: '', next: Number.parseInt(attributes['start'] ?? '', 10) || 1 });
    else if (name === 'li') item();
    else if (!isInline(name)) block();
  };
  const close = (name: string): void => {
    const rows = table.close(name);
    if (rows !== undefined) written.push(`\n\n${rows.map((row) => `${indent}${row}\n`).join('')}\n${indent}`);
    else if (MARKS[name] || name === 'a') closeMark(name);
    else if ((name === 'ul' || name === 'ol') && !table.isInCell()) {
      lists.pop();
      indent = '   '.repeat(Math.min(lists.length, MAX_LEVELS));
      written.push(`\n\n${indent}`);
    } else if (name === 'li' && !table.isInCell())
      indent = '   '.repeat(Math.max(0, Math.min(lists.length - 1, MAX_LEVELS)));
    else if (!isInline(name)) block();
  };

  const isWhole = readHtml(html, { decode: false }, { text, open, close });
  const rest = table.close('table');
  if (rest) written.push(`\n\n${rest.join('\n')}`);
  if (!isWhole) return undefined;
  return written
    .join('')
    .replace(/^[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd();
}
