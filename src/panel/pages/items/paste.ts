import type { MessageId } from '../../messages/en';
import type { PageType } from './api';

/** A page as it is ordered. */
export interface NewPage {
  pageType: PageType;
  targetKeywords: string[];
  language?: string;
  priority?: number;
}

/** What is wrong with a line, counted from 1. */
export interface BadLine {
  line: number;
  problem: Extract<MessageId, `new.bad.${string}`>;
}

/** The kinds of pages. */
export const PAGE_TYPES: readonly PageType[] = ['product', 'category', 'brand', 'inspire', 'engage'];
const MOST_PAGES = 1_000;
const MOST_KEYWORDS = 20;
const LONGEST_KEYWORD = 100;
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i;
const HEAD = /^(?:type|kind|pagetype|art)$/i;

/** The fields of a line; semicolons part them, or, as in most CSV files, commas where quotes hold the keywords together. */
function fieldsOf(line: string): string[] {
  const isQuoted = line.includes('"');
  const separator = line.includes(';') ? ';' : line.includes('\t') ? '\t' : ',';
  const fields: string[] = [];
  let field = '';
  let isInside = false;
  for (let n = 0; n < line.length; n += 1) {
    const sign = line[n]!;
    if (isQuoted && sign === '"') {
      if (isInside && line[n + 1] === '"') {
        field += '"';
        n += 1;
      } else isInside = !isInside;
    } else if (sign === separator && !isInside) {
      fields.push(field.trim());
      field = '';
    } else field += sign;
  }
  return [...fields, field.trim()];
}

function pageOf(fields: readonly string[]): NewPage | BadLine['problem'] {
  const [type = '', words = '', language = '', priority = ''] = fields;
  const pageType = PAGE_TYPES.find((name) => name === type.toLowerCase());
  if (!pageType) return 'new.bad.type';
  const targetKeywords = words.split(',').map((word) => word.trim());
  const isFit = targetKeywords.every((word) => word.length > 0 && word.length <= LONGEST_KEYWORD);
  if (!isFit || targetKeywords.length > MOST_KEYWORDS) return 'new.bad.keywords';
  if (new Set(targetKeywords.map((word) => word.toLowerCase())).size < targetKeywords.length)
    return 'new.bad.twice';
  if (language !== '' && !LANGUAGE.test(language)) return 'new.bad.language';
  if (priority !== '' && !/^(?:[1-9]|10)$/.test(priority)) return 'new.bad.priority';
  return {
    pageType,
    targetKeywords,
    ...(language === '' ? {} : { language }),
    ...(priority === '' ? {} : { priority: Number(priority) }),
  };
}

/**
 * Reads pages from lines of `type; keyword1, keyword2; language; priority`, or a CSV with these columns. Empty lines and a head
 * are passed over. `lines` says from which line each page came.
 */
export function readPages(text: string): { pages: NewPage[]; lines: number[]; bad: BadLine[] } {
  const pages: NewPage[] = [];
  const lines: number[] = [];
  const bad: BadLine[] = [];
  for (const [index, row] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (row.trim() === '') continue;
    const fields = fieldsOf(row);
    if (pages.length + bad.length === 0 && HEAD.test(fields[0]!)) continue;
    const line = index + 1;
    const page = pageOf(fields);
    if (typeof page === 'string') bad.push({ line, problem: page });
    else if (pages.length === MOST_PAGES) bad.push({ line, problem: 'new.bad.most' });
    else {
      pages.push(page);
      lines.push(line);
    }
  }
  return { pages, lines, bad };
}

/** The line that a problem of the API is about, by the name of a field such as `body.items.3.language`. */
export function lineOfField(field: string, lines: readonly number[]): number | undefined {
  const match = /^body\.items\.(\d+)/.exec(field);
  return match ? lines[Number(match[1])] : undefined;
}
