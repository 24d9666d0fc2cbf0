import type { Phase } from '../contract/orders';
import type { Row } from './kinds';
import { hasEnded } from './kinds';
import { duration, statusWords } from './output';
import type { Colours } from './output';
import { cutToWidth, fitToWidth, plainLine } from './text';

/** What the screen of `watch` shows. */
export interface Screen {
  rows: readonly Row[];
  /** A line above all, such as that the connection is lost. */
  notice?: string | undefined;
  columns: number;
  lines: number;
  colours: Colours;
  unicode: boolean;
}

/** Order in which rows are shown where not all have room: first what somebody has to do something about. */
const RANK: Record<Phase, number> = {
  failed: 0,
  waiting_person: 1,
  running: 2,
  queued: 3,
  accepted: 4,
  cancelled: 5,
  done: 6,
};

const WORDS: Record<Phase, string> = {
  failed: 'failed',
  waiting_person: 'need a person',
  running: 'running',
  queued: 'queued',
  accepted: 'accepted',
  cancelled: 'cancelled',
  done: 'done',
};

const MARKS: Record<Phase, [unicode: string, ascii: string]> = {
  failed: ['✗', 'x'],
  waiting_person: ['?', '?'],
  running: ['•', '*'],
  queued: ['·', '.'],
  accepted: ['·', '.'],
  cancelled: ['-', '-'],
  done: ['✓', '+'],
};

function paint(colours: Colours, phase: Phase, text: string): string {
  switch (phase) {
    case 'failed':
      return colours.red(text);
    case 'waiting_person':
      return colours.yellow(text);
    case 'running':
      return colours.cyan(text);
    case 'done':
      return colours.green(text);
    default:
      return colours.dim(text);
  }
}

function barOf(percent: number | null, width: number, unicode: boolean): string {
  const [full, empty] = unicode ? ['█', '░'] : ['#', '-'];
  const filled = percent === null ? 0 : Math.floor((Math.min(100, Math.max(0, percent)) / 100) * width);
  return full.repeat(filled) + empty.repeat(width - filled);
}

/** Columns of each part of a row; what there is no room for has none. */
function layout(columns: number): {
  title: number;
  bar: number;
  percent: number;
  status: number;
  eta: number;
} {
  const wanted =
    columns >= 76
      ? { bar: 16, percent: 5, status: 20, eta: 9 }
      : columns >= 52
        ? { bar: 8, percent: 5, status: 19, eta: 0 }
        : { bar: 0, percent: 5, status: columns >= 36 ? 14 : 0, eta: 0 };
  const gaps = 2 + [wanted.bar, wanted.status, wanted.eta].filter((width) => width > 0).length;
  const rest = columns - gaps - wanted.bar - wanted.percent - wanted.status - wanted.eta;
  return { title: Math.max(4, rest), ...wanted };
}

function rowLine(row: Row, { columns, colours, unicode }: Screen): string {
  const { title, bar, percent, status, eta } = layout(columns);
  const mark = MARKS[row.phase][unicode ? 0 : 1];
  const isOpen = !hasEnded(row) && row.phase !== 'waiting_person';
  const parts = [
    `${paint(colours, row.phase, mark)} ${fitToWidth(plainLine(row.title), title)}`,
    ...(bar > 0 ? [paint(colours, row.phase, barOf(row.percent, bar, unicode))] : []),
  ];
  const percentText = row.percent === null ? '' : `${row.percent}%`;
  const tail = [
    fitToWidth(percentText, percent, 'right'),
    ...(status > 0 ? [` ${paint(colours, row.phase, fitToWidth(statusWords(row.status), status))}`] : []),
    ...(eta > 0
      ? [` ${fitToWidth(isOpen && row.etaMs !== null ? duration(row.etaMs) : '', eta, 'right')}`]
      : []),
  ];
  return (parts.join(' ') + tail.join('')).trimEnd();
}

/** How many rows are in which phase, such as `2 failed · 5 running`. */
export function countsOf(rows: readonly Row[], dot = '·'): string {
  const phases = (Object.keys(RANK) as Phase[]).sort((a, b) => RANK[a] - RANK[b]);
  return phases
    .map((phase) => [rows.filter((row) => row.phase === phase).length, WORDS[phase]] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(` ${dot} `);
}

/** The lines of the screen: none is wider than the terminal, and they leave its last line free. */
export function drawScreen(screen: Screen): string[] {
  const { rows, notice, columns, lines, colours, unicode } = screen;
  const dot = unicode ? '·' : '-';
  const ended = rows.filter(hasEnded).length;
  const left = rows.filter((row) => !hasEnded(row) && row.etaMs !== null).map(({ etaMs }) => etaMs!);
  const eta = left.length > 0 ? ` ${dot} about ${duration(Math.max(...left))} left` : '';
  const head = `${ended} of ${rows.length} ended ${dot} ${countsOf(rows, dot)}${eta}`;
  const above = [
    ...(notice === undefined ? [] : [colours.yellow(cutToWidth(plainLine(notice), columns))]),
    colours.bold(cutToWidth(head, columns)),
  ];
  const room = Math.max(1, lines - above.length - 1);
  if (rows.length <= room) return [...above, ...rows.map((row) => rowLine(row, screen))];
  const shown = new Set([...rows].sort((a, b) => RANK[a.phase] - RANK[b.phase]).slice(0, room - 1));
  const hidden = rows.filter((row) => !shown.has(row));
  return [
    ...above,
    // Each stays at its place, so that lines do not jump.
    ...rows.filter((row) => shown.has(row)).map((row) => rowLine(row, screen)),
    colours.dim(cutToWidth(`and ${hidden.length} more: ${countsOf(hidden, dot)}`, columns)),
  ];
}
