import { CONTENT_MODES } from '../../contract/bulk';
import type { ContentMode } from '../../contract/bulk';
import { comparable } from '../text/compare';
import { csvRows, lineOfCell, plainTable } from '../text/csv-rows';
import type { CsvRow } from '../text/csv-rows';

/** The columns that a table of items can have, named as in the API. */
export const ITEM_COLUMNS = [
  'mode',
  'topic',
  'word_count',
  'tone',
  'language',
  'keywords',
  'search_intent',
  'trends',
  'source_md',
  'similarity_max',
] as const;
export type ItemColumn = (typeof ITEM_COLUMNS)[number];

/** What is wrong with a row, whatever its mode; the values of its cells are for the caller to check. */
export type ItemLineProblem =
  'head' | 'column' | 'twice' | 'mode' | 'modes' | 'trends' | 'cells' | 'quotes' | 'most';

/** A row that is no item, by the line on which it begins, counted from 1. */
export interface BadItemLine {
  line: number;
  problem: ItemLineProblem;
}

/** What a table orders: items as a JSON body lists them, unchecked, with the line on which each begins. */
export interface ItemLines {
  mode: ContentMode | undefined;
  items: Array<Record<string, unknown>>;
  lines: number[];
  bad: BadItemLine[];
}

/** Rows that are read, empty ones included: many times as many as can be ordered at once. */
const MOST_ROWS = 2_000;

/** The mode of a table that does not say it, by the column that no other mode has. */
const MODE_OF_COLUMN: Partial<Record<ItemColumn, ContentMode>> = {
  keywords: 'keywords',
  trends: 'trends',
  source_md: 'spin',
};

/** The rows of a table whose columns are parted by what parts those of its first row: semicolons, tabs or commas. */
function rowsOf(text: string): CsvRow[] {
  const table = plainTable(text);
  const delimiter = /[;\t,]/.exec(/^\s*[^\n]*/.exec(table)![0])?.[0] ?? ',';
  return csvRows(table, { delimiter, most: MOST_ROWS + 1 });
}

const isEmpty = ({ cells }: CsvRow): boolean => cells.every((cell) => cell.trim() === '');

/** The columns that the first row names, or what is wrong with it. */
function columnsOf({ cells }: CsvRow): ItemColumn[] | ItemLineProblem {
  const names = cells.map((cell) => comparable(lineOfCell(cell)).replace(/[\s-]+/g, '_'));
  const columns = names.flatMap((name) => ITEM_COLUMNS.filter((column) => column === name));
  if (!columns.includes('topic')) return 'head';
  if (columns.length < names.length) return 'column';
  return new Set(columns).size < columns.length ? 'twice' : columns;
}

/** The trends of a cell: `text|date|address` each, the address may be missing, parted by `||` or on lines of their own. */
function trendsOf(cell: string): Array<Record<string, string>> | undefined {
  const parts = cell.split(/\|\||\n/).map((trend) => trend.split('|').map(lineOfCell));
  const filled = parts.filter((part) => part.some((word) => word !== ''));
  if (filled.some(({ length }) => length < 2 || length > 3)) return undefined;
  return filled.map(([text = '', date = '', url = '']) => ({
    text,
    date,
    ...(url === '' ? {} : { source_url: url }),
  }));
}

/** A number as people and spreadsheets write it; any other text as it is, for whoever checks it. */
const numberOf = (cell: string): number | string =>
  /^\d{1,9}(?:[.,]\d{1,9})?$/.test(cell) ? Number(cell.replace(',', '.')) : cell;

/** A cell as the value that a JSON body has; undefined where trends are not written as they should be. */
const VALUE_OF: Partial<Record<ItemColumn, (cell: string) => unknown>> = {
  word_count: (cell) => numberOf(lineOfCell(cell)),
  similarity_max: (cell) => numberOf(lineOfCell(cell)),
  keywords: (cell) =>
    lineOfCell(cell)
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  trends: trendsOf,
  source_md: (cell) => cell,
};

/** A row as an item, with the mode that it says, or what is wrong with it. */
function itemOf(
  row: CsvRow,
  columns: readonly ItemColumn[],
): { mode: string; item: Record<string, unknown> } | ItemLineProblem {
  if (!row.isWhole) return 'quotes';
  if (row.cells.slice(columns.length).some((cell) => cell.trim() !== '')) return 'cells';
  const item: Record<string, unknown> = {};
  let mode = '';
  for (const [at, column] of columns.entries()) {
    const cell = row.cells[at] ?? '';
    if (cell.trim() === '') continue;
    if (column === 'mode') mode = comparable(lineOfCell(cell));
    else item[column] = (VALUE_OF[column] ?? lineOfCell)(cell);
  }
  return 'trends' in item && item['trends'] === undefined ? 'trends' : { mode, item };
}

/** The mode of a table by what its rows say, or else by its columns; or what is wrong with it. */
function modeOf(
  said: ReadonlySet<string>,
  columns: readonly ItemColumn[],
): ContentMode | Extract<ItemLineProblem, 'mode' | 'modes'> {
  if (said.size > 1) return 'modes';
  const [word = ''] = said;
  if (word !== '') return CONTENT_MODES.find((mode) => mode === word) ?? 'mode';
  const byColumn = columns.flatMap((column) => MODE_OF_COLUMN[column] ?? []);
  return byColumn.length > 1 ? 'mode' : (byColumn[0] ?? 'topic');
}

/**
 * Reads the items of a bulk job from a table whose first row names its columns, one item a row. A table without a `mode` column is of the
 * mode to which its columns belong. Empty rows and cells are passed over.
 */
export function readItemLines(text: string): ItemLines {
  const rows = rowsOf(text);
  const read: ItemLines = { mode: undefined, items: [], lines: [], bad: [] };
  const at = rows.findIndex((row) => !isEmpty(row));
  const head = rows[at];
  if (!head) return read;
  const columns = columnsOf(head);
  if (typeof columns === 'string') return { ...read, bad: [{ line: head.line, problem: columns }] };
  const said = new Set<string>();
  for (const row of rows.slice(at + 1, MOST_ROWS)) {
    if (isEmpty(row)) continue;
    const found = itemOf(row, columns);
    if (typeof found === 'string') {
      read.bad.push({ line: row.line, problem: found });
      continue;
    }
    said.add(found.mode);
    read.items.push(found.item);
    read.lines.push(row.line);
  }
  const beyond = rows[MOST_ROWS];
  if (beyond) read.bad.push({ line: beyond.line, problem: 'most' });
  const mode = modeOf(said, columns);
  if (mode === 'mode' || mode === 'modes') read.bad.push({ line: head.line, problem: mode });
  else read.mode = mode;
  return read;
}
