/** What parts cells, whatever program reads a table: not each of them passes over quotation marks within a line. */
const SEPARATOR = /([,;\t\r\n])/;

/**
 * The beginning of a formula, also behind blanks, invisible characters and quotation marks, which programs pass over. Programs for
 * East Asian languages read full-width signs like narrow ones.
 */
const FORMULA = /^[\s"'\p{Default_Ignorable_Code_Point}\p{Cc}]*[=+\-@＝＋－＠﹢﹣﹦﹫−]/u;

/** The parts of a text that one program or another may take for cells, and what is between them at every second place. */
function changed(text: string, change: (part: string) => string): string {
  return text
    .split(SEPARATOR)
    .map((part, at) => (at % 2 === 0 ? change(part) : part))
    .join('');
}

/** A text that no spreadsheet runs, whether it parts cells by commas, semicolons or tabs: an apostrophe makes text of each formula. */
export function safeCell(text: string): string {
  const safe = changed(text, (part) => (FORMULA.test(part) ? `'${part}` : part));
  // A tab or line break at the beginning would hide what follows.
  return /^'*[\t\r\n]/.test(safe) ? `'${safe}` : safe;
}

/** The text of a cell that {@link safeCell} has made; any other text as it is. */
export function plainCell(cell: string): string {
  const rest = /^'+[\t\r\n]/.test(cell) ? cell.slice(1) : cell;
  return changed(rest, (part) => (part.startsWith("'") && FORMULA.test(part) ? part.slice(1) : part));
}
