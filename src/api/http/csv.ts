import { stringify } from 'csv-stringify/sync';

/**
 * A table as CSV after RFC 4180, its first row the header. Texts that a spreadsheet would run as a formula get a quotation mark in
 * front, as names are whatever their owners chose.
 */
export function csvOf(rows: ReadonlyArray<ReadonlyArray<string | number | null>>): string {
  return stringify([...rows], {
    record_delimiter: 'windows',
    // Off by default once a delimiter is set, and a lone line feed would then split a cell.
    quote_record_delimiter: true,
    escape_formulas: true,
  });
}
