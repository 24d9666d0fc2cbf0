import { stringify } from 'csv-stringify/sync';

/**
 * The beginning of a formula, also behind blanks, invisible characters and quotation marks, which programs pass over. Programs for
 * East Asian languages read full-width signs like narrow ones; a tab or line break at the beginning hides what follows.
 */
const FORMULA = /^(?:[\t\r\n]|[\s"'\p{Default_Ignorable_Code_Point}\p{Cc}]*[=+\-@＝＋－＠﹢﹣−])/u;

/** A text that no spreadsheet runs: an apostrophe in front makes it text. */
function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/**
 * A table as CSV after RFC 4180, its first row the header. Texts that a spreadsheet would run as a formula get an apostrophe in front, as
 * names are whatever their owners chose. Texts with semicolons are quoted, so that no program that parts cells there finds a formula
 * within one. Numbers are ours, and stay numbers.
 */
export function csvOf(rows: ReadonlyArray<ReadonlyArray<string | number | null>>): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? harmless(cell) : cell)));
  return stringify(cells, {
    record_delimiter: 'windows',
    quoted_match: /;/,
    // Off by default once a delimiter is set, and a lone line feed would then split a cell.
    quote_record_delimiter: true,
  });
}
