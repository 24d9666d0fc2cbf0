import { stringify } from 'csv-stringify/sync';
import { safeCell } from './csv-cell';

/**
 * A table as CSV after RFC 4180, its first row the header. Texts that a spreadsheet would run as a formula get an apostrophe in front, as
 * names are whatever their owners chose; so does what would be a cell of its own where semicolons or tabs part cells. Numbers are ours,
 * and stay numbers.
 */
export function csvOf(rows: ReadonlyArray<ReadonlyArray<string | number | null>>): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? safeCell(cell) : cell)));
  return stringify(cells, {
    record_delimiter: 'windows',
    quoted_match: /[;\t]/,
    // Off by default once a delimiter is set, and a lone line feed would then split a cell.
    quote_record_delimiter: true,
  });
}
