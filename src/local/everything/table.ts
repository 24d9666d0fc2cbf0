/** A line of what happened. */
export interface TableRow {
  kind: string;
  what: string;
  result: string;
  /** In milliseconds; null for what has no time of its own. */
  ms: number | null;
  /** In millionths of a US dollar, and whether it is the most that it can have cost; null for what costs nothing of its own. */
  cost: { micros: number; isMost: boolean } | null;
  lost: number;
  doubled: number;
}

/** The columns of the table. */
export const HEADS: ReadonlyArray<{ name: string; isNumber: boolean }> = [
  { name: 'kind', isNumber: false },
  { name: 'what', isNumber: false },
  { name: 'result', isNumber: false },
  { name: 'time', isNumber: true },
  { name: 'cost', isNumber: true },
  { name: 'lost', isNumber: true },
  { name: 'doubled', isNumber: true },
];

/** Characters of what is longer on a screen. */
const CELL_LENGTH = 44;

const MICROS = 1_000_000;

function costCell({ micros, isMost }: { micros: number; isMost: boolean }): string {
  return `${isMost ? '≤ ' : ''}$${(micros / MICROS).toFixed(4)}`;
}

/** The cells of a row, in the order of {@link HEADS}. */
export function cellsOf({ kind, what, result, ms, cost, lost, doubled }: TableRow): string[] {
  return [
    ...[kind, what, result],
    ms === null ? '–' : `${(ms / 1_000).toFixed(1)} s`,
    cost === null ? '–' : costCell(cost),
    ...[String(lost), String(doubled)],
  ];
}

/** A text on one line, without control characters, that fits into a cell. */
function fit(words: string): string {
  const line = [...words.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')];
  return line.length <= CELL_LENGTH ? line.join('') : `${line.slice(0, CELL_LENGTH - 1).join('')}…`;
}

/** The table as lines of text. */
export function tableText(rows: readonly TableRow[]): string[] {
  const lines = [HEADS.map(({ name }) => name), ...rows.map((row) => cellsOf(row).map(fit))];
  const widths = HEADS.map((_, n) => Math.max(...lines.map((cells) => [...cells[n]!].length)));
  const pad = (words: string, n: number): string => {
    const space = ' '.repeat(widths[n]! - [...words].length);
    return HEADS[n]!.isNumber ? space + words : words + space;
  };
  return lines.map((cells) => cells.map(pad).join('  ').trimEnd());
}
