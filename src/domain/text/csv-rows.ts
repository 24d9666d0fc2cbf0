import Papa from 'papaparse';
import { plainCell } from './csv-cell';

/** A row of a table, with the line on which it begins, counted from 1. `isWhole`: all of its quotation marks are closed. */
export interface CsvRow {
  line: number;
  cells: string[];
  isWhole: boolean;
}

/** A table without a byte-order mark, with one sign for the ends of its lines. */
export const plainTable = (text: string): string => text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');

/** The first rows of a plain table (RFC 4180), as many as `most`. */
export function csvRows(table: string, { delimiter, most }: { delimiter: string; most: number }): CsvRow[] {
  const { data, errors } = Papa.parse<string[]>(table, { delimiter, newline: '\n', preview: most });
  const broken = new Set(errors.filter(({ type }) => type === 'Quotes').map(({ row }) => row));
  let line = 1;
  return data.map((cells, at) => {
    const row = { line, cells, isWhole: !broken.has(at) };
    line += cells.join('').split('\n').length;
    return row;
  });
}

/** What a cell says on one line; a cell of an export without the apostrophe that kept it from being run. */
export const lineOfCell = (cell: string): string => plainCell(cell.replace(/\s+/gu, ' ').trim());
