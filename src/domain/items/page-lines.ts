import { MOST_BATCH_ITEMS, PAGE_TYPES } from '../../contract/items';
import type { PageType } from '../../contract/items';
import { comparable, distinctTexts } from '../text/compare';
import { csvRows, lineOfCell, plainTable } from '../text/csv-rows';
import type { CsvRow } from '../text/csv-rows';

/** A page as it is ordered. */
export interface PageLine {
  pageType: PageType;
  targetKeywords: string[];
  language?: string;
  priority?: number;
}

/** What is wrong with a line. */
export type LineProblem =
  'type' | 'keywords' | 'twice' | 'language' | 'priority' | 'columns' | 'quotes' | 'most';

/** A line that is no page, counted from 1. */
export interface BadLine {
  line: number;
  problem: LineProblem;
}

/** Rows that are read, empty ones included: several times as many as can be ordered at once. */
const MOST_ROWS = 5_000;

const MOST_KEYWORDS = 20;
const LONGEST_KEYWORD = 100;
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i;
const HEAD = /^(?:(?:page|seiten)[ _-]?typ(?:e)?|type?|kind|art)$/i;

/** The sign after the first column, which is always one word. */
const SEPARATOR = /^[ \n"]*[^\s";,]+"?[ ]*([;\t,])/;

/** The rows of a table whose columns are parted by semicolons, tabs or commas. */
function rowsOf(text: string): CsvRow[] {
  const lines = plainTable(text);
  const delimiter = SEPARATOR.exec(lines)?.[1] ?? ';';
  // People put a blank after a separator, also before a quotation mark.
  const table = lines.replaceAll(new RegExp(`${delimiter} +(?=")`, 'g'), delimiter);
  const rows = csvRows(table, { delimiter, most: MOST_ROWS + 1 });
  return rows.map((row) => ({ ...row, cells: row.cells.map(lineOfCell) }));
}

function pageOf({ cells, isWhole }: CsvRow): PageLine | LineProblem {
  if (!isWhole) return 'quotes';
  const [type = '', words = '', language = '', priority = '', ...more] = cells;
  const pageType = PAGE_TYPES.find((name) => name === comparable(type));
  if (!pageType) return 'type';
  if (more.some((field) => field !== '')) return 'columns';
  const targetKeywords = words.split(',').map((word) => word.trim());
  const isFit = targetKeywords.every((word) => word.length > 0 && word.length <= LONGEST_KEYWORD);
  if (!isFit || targetKeywords.length > MOST_KEYWORDS) return 'keywords';
  if (distinctTexts(targetKeywords).length < targetKeywords.length) return 'twice';
  if (language !== '' && !LANGUAGE.test(language)) return 'language';
  if (priority !== '' && !/^(?:[1-9]|10)$/.test(priority)) return 'priority';
  return {
    pageType,
    targetKeywords,
    ...(language === '' ? {} : { language }),
    ...(priority === '' ? {} : { priority: Number(priority) }),
  };
}

/**
 * Reads pages from a table with the columns type, keywords (parted by commas), language and priority, of which the last two may be
 * missing: lines that a person typed (`product; red shoes, light shoes; en; 5`), cells of a spreadsheet, or a CSV file. Empty rows and a
 * head are passed over. `lines` says on which line each page begins.
 */
export function readPageLines(text: string): { pages: PageLine[]; lines: number[]; bad: BadLine[] } {
  const pages: PageLine[] = [];
  const lines: number[] = [];
  const bad: BadLine[] = [];
  let isFirst = true;
  for (const [at, row] of rowsOf(text).entries()) {
    if (at === MOST_ROWS) {
      bad.push({ line: row.line, problem: 'most' });
      break;
    }
    if (row.cells.every((cell) => cell === '')) continue;
    const isHead = isFirst && HEAD.test(row.cells[0]!);
    isFirst = false;
    if (isHead) continue;
    const page = pageOf(row);
    if (typeof page === 'string') bad.push({ line: row.line, problem: page });
    else if (pages.length === MOST_BATCH_ITEMS) bad.push({ line: row.line, problem: 'most' });
    else {
      pages.push(page);
      lines.push(row.line);
    }
  }
  return { pages, lines, bad };
}
