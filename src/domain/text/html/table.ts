/** Collects the cells of a table and writes it in Markdown. A table within a table becomes text of its cell. */
export interface TableWriter {
  isInCell(): boolean;
  text(text: string): void;
  /** Whether the element belongs to a table. */
  open(name: string): boolean;
  /** The lines of the table that this ends; undefined if it ends none. */
  close(name: string): string[] | undefined;
}

const CELLS: ReadonlySet<string> = new Set(['td', 'th']);

/** Columns of a table; what a row has beyond them stands in its last cell. */
const MOST_COLUMNS = 50;

function lineOf(cells: readonly string[], columns: number): string {
  const filled = Array.from({ length: columns }, (_, at) =>
    at < columns - 1 ? (cells[at] ?? '') : cells.slice(at).join(' '),
  );
  return `| ${filled.join(' | ')} |`;
}

/** A writer for tables, one after the other. */
export function createTableWriter(): TableWriter {
  let rows: string[][] = [];
  let cell: string[] | undefined;
  let within = 0;

  const endCell = (): void => {
    if (!cell) return;
    const text = cell
      .join('')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/(?<!\\)\|/g, '\\|');
    rows.at(-1)?.push(text);
    cell = undefined;
  };

  return {
    isInCell: () => cell !== undefined,
    text: (text) => cell?.push(text),
    open(name) {
      if (cell && within > 0) {
        if (name === 'table') within++;
        if (CELLS.has(name) || name === 'tr' || name === 'table') cell.push(' ');
        return CELLS.has(name) || name === 'tr' || name === 'table';
      }
      if (name === 'table') {
        if (cell) within++;
        return true;
      }
      if (name === 'tr') {
        endCell();
        rows.push([]);
        return true;
      }
      if (!CELLS.has(name)) return ['thead', 'tbody', 'tfoot', 'colgroup', 'col'].includes(name);
      endCell();
      if (rows.length === 0) rows.push([]);
      cell = [];
      return true;
    },
    close(name) {
      if (within > 0) {
        if (name === 'table') within--;
        return undefined;
      }
      if (CELLS.has(name) || name === 'tr' || name === 'table') endCell();
      if (name !== 'table') return undefined;
      const filled = rows.filter((cells) => cells.some((text) => text !== ''));
      rows = [];
      if (filled.length === 0) return undefined;
      const most = filled.reduce((max, cells) => Math.max(max, cells.length), 0);
      // A few wide rows among many would fill the others with cells that nobody wrote.
      const columns = Math.min(most, MOST_COLUMNS);
      const [head = [], ...body] = filled;
      return [head, Array.from({ length: columns }, () => '---'), ...body].map((cells) =>
        lineOf(cells, columns),
      );
    },
  };
}
