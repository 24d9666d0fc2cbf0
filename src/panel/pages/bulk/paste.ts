import type { ContentMode } from '../../../contract/bulk';
import { readItemLines } from '../../../domain/bulk/item-lines';
import type { ItemColumn, ItemLineProblem } from '../../../domain/bulk/item-lines';
import { TEXT_LIMITS } from '../../../domain/content/limits';
import { comparable, distinctTexts } from '../../../domain/text/compare';
import { isDay } from '../../../domain/text/day';
import type { BulkMessageId } from '../../messages/en/bulk';
import { INTENTS } from './limits';
import type { NewItem } from './request';

/** What is wrong with a line, counted from 1. */
export interface BadLine {
  line: number;
  problem: Extract<BulkMessageId, `bad.${string}`>;
}

/** What was typed: the texts, on which line each begins, and lines that are none. `mode` is what a head of columns says. */
export interface Typed {
  items: NewItem[];
  lines: number[];
  bad: BadLine[];
  mode: ContentMode | undefined;
}

/** The columns of lines without a head; all but the first ones, which the mode needs, may be missing. */
const TYPED_COLUMNS: Readonly<Record<ContentMode, readonly ItemColumn[]>> = {
  topic: ['topic', 'word_count', 'tone', 'language'],
  keywords: ['topic', 'keywords', 'search_intent', 'word_count', 'tone', 'language'],
  trends: ['topic', 'trends', 'word_count', 'tone', 'language'],
  spin: ['topic', 'source_md', 'similarity_max', 'word_count', 'tone', 'language'],
};

/** The columns that a CSV file of a mode can name. */
export const columnsOf = (mode: ContentMode): readonly string[] => TYPED_COLUMNS[mode];

const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i;

/** What a table can have wrong, whatever its mode, as lines are told of it. */
const TABLE_PROBLEMS: Readonly<Record<ItemLineProblem, BadLine['problem']>> = {
  head: 'bad.columns',
  column: 'bad.columns',
  twice: 'bad.columns',
  cells: 'bad.columns',
  mode: 'bad.mode',
  modes: 'bad.mode',
  trends: 'bad.trends.form',
  quotes: 'bad.quotes',
  most: 'bad.most',
};

/** Whether a first line names columns. */
const HEAD = /(?:^|[;\t,])[ "]*topic[ "]*(?:$|[;\t,])/i;

type Problem = BadLine['problem'];

const isTextOf = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= longest;

const isWithin = (value: unknown, { least, most }: { least: number; most: number }): boolean =>
  typeof value === 'number' && value >= least && value <= most;

function keywordsProblem({ keywords, search_intent: intent }: NewItem): Problem | undefined {
  const isFit = keywords?.every((word) => isTextOf(word, TEXT_LIMITS.keyword)) === true;
  if (!isFit || !isWithin(keywords.length, TEXT_LIMITS.keywords)) return 'bad.keywords';
  if (distinctTexts(keywords).length < keywords.length) return 'bad.twice';
  return intent === undefined || INTENTS.includes(intent) ? undefined : 'bad.search_intent';
}

function trendsProblem({ trends = [] }: NewItem): Problem | undefined {
  if (trends.length === 0 || !trends.every(({ text }) => isTextOf(text, TEXT_LIMITS.trend)))
    return 'bad.trend';
  if (trends.length > TEXT_LIMITS.trends) return 'bad.trends';
  if (!trends.every(({ date }) => isDay(date))) return 'bad.date';
  const isWeb = trends.every(({ source_url: url }) => url === undefined || /^https?:\/\/\S+$/i.test(url));
  return isWeb ? undefined : 'bad.source_url';
}

function spinProblem({ source_md: source, similarity_max: most }: NewItem): Problem | undefined {
  if (!isTextOf(source, TEXT_LIMITS.source)) return 'bad.source_md';
  return most === undefined || isWithin(most, TEXT_LIMITS.similarity) ? undefined : 'bad.similarity_max';
}

/** What each mode finds wrong with what is its own. */
const OWN: Readonly<Record<ContentMode, (item: NewItem) => Problem | undefined>> = {
  topic: () => undefined,
  keywords: keywordsProblem,
  trends: trendsProblem,
  spin: spinProblem,
};

/** The first thing that is wrong with a text, which comes from a table and may be anything; the server looks at the rest. */
function problemOf(mode: ContentMode, item: NewItem): Problem | undefined {
  const { topic, word_count: words, tone, language } = item;
  if (!isTextOf(topic, TEXT_LIMITS.topic)) return 'bad.topic';
  const own = OWN[mode](item);
  if (own) return own;
  if (words !== undefined && !(isWithin(words, TEXT_LIMITS.words) && Number.isInteger(words)))
    return 'bad.word_count';
  if (tone !== undefined && !isTextOf(tone, TEXT_LIMITS.tone)) return 'bad.tone';
  if (language !== undefined && !LANGUAGE.test(language)) return 'bad.language';
  return undefined;
}

/** What was typed with a line above it that names its columns, and how many lines were added. */
function withHead(text: string, mode: ContentMode): { table: string; added: number } {
  const [first = ''] = text.trimStart().split('\n', 1);
  if (HEAD.test(first.trim())) return { table: text, added: 0 };
  const separator = first.includes('\t') ? '\t' : ';';
  // People put a blank after a separator, also before a quotation mark.
  const table = separator === ';' ? text.replaceAll('; "', ';"') : text;
  return { table: `${TYPED_COLUMNS[mode].join(separator)}\n${table}`, added: 1 };
}

/** Reads texts of a mode from lines that a person typed, cells of a spreadsheet, or a CSV file whose first line names its columns. */
export function readTexts(typed: string, mode: ContentMode): Typed {
  const text = typed.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  if (text.trim() === '') return { items: [], lines: [], bad: [], mode: undefined };
  const { table, added } = withHead(text, mode);
  const read = readItemLines(table);
  const bad: BadLine[] = read.bad.map(({ line, problem }) => ({
    line: Math.max(1, line - added),
    problem: TABLE_PROBLEMS[problem],
  }));
  const items: NewItem[] = [];
  const lines: number[] = [];
  const named = added === 0 ? read.mode : undefined;
  if (named !== undefined && named !== mode)
    return { items, lines, bad: [{ line: 1, problem: 'bad.mode' }], mode: named };
  for (const [n, found] of read.items.entries()) {
    const line = read.lines[n]! - added;
    const item = found as unknown as NewItem;
    // A blank after the separator belongs to no text.
    if (typeof item.source_md === 'string') item.source_md = item.source_md.trim();
    if (typeof item.search_intent === 'string')
      item.search_intent = comparable(item.search_intent) as NonNullable<NewItem['search_intent']>;
    const problem = problemOf(mode, item);
    if (problem) bad.push({ line, problem });
    else {
      items.push(item);
      lines.push(line);
    }
  }
  bad.sort((a, b) => a.line - b.line);
  return { items, lines, bad, mode: named };
}

const quoted = (cell: string): string =>
  /[;"\n\t]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;

/** What a table has in the cells of a text. */
function cellsOf({ keywords, trends, ...item }: NewItem): Partial<Record<ItemColumn, string>> {
  const cells: Partial<Record<ItemColumn, string>> = {};
  for (const [name, value] of Object.entries(item))
    if (value !== undefined) cells[name as ItemColumn] = String(value);
  if (keywords) cells.keywords = keywords.join(', ');
  if (trends)
    cells.trends = trends
      .map(({ text, date, source_url: url }) => [text, date, ...(url ? [url] : [])].join(' | '))
      .join(' || ');
  return cells;
}

/** Texts as lines that are read as the same texts; with a head only where they need one. */
export function writeTexts(items: readonly NewItem[], mode: ContentMode): string {
  const own = TYPED_COLUMNS[mode];
  const rows = items.map(cellsOf);
  const used = own.filter((column) => rows.some((cells) => cells[column] !== undefined));
  const lineOf = (cells: Partial<Record<ItemColumn, string>>, separator: string): string => {
    const last = used.findLastIndex((column) => cells[column] !== undefined);
    return used
      .slice(0, last + 1)
      .map((column) => quoted(cells[column] ?? ''))
      .join(separator);
  };
  const isInOrder = used.every((column, n) => own[n] === column);
  const lines = rows.map((cells) => lineOf(cells, '; '));
  const typed = lines.join('\n');
  const isPlain =
    isInOrder && rows.every((cells) => !Object.values(cells).some((cell) => /["\t\n]/.test(cell)));
  if (isPlain && !HEAD.test(lines[0] ?? '')) return typed;
  return [used.join(';'), ...rows.map((cells) => lineOf(cells, ';'))].join('\n');
}
