import { tableLines } from './demo-view';
import type { DemoRow } from './demo-view';

/** The table's output. A terminal is redrawn; anything else gets a line per change. */
export interface TableOutput {
  isTTY?: boolean;
  /** Width of the terminal; longer lines are truncated, because a wrapped line cannot be redrawn. */
  columns?: number;
  write(text: string): unknown;
}

/** A table that is updated as orders progress. */
export interface LiveTable {
  update(rows: readonly DemoRow[]): void;
  /** Leaves the last table on the screen. */
  finish(): void;
}

/** Creates a table on an output; drawn on the first update. */
export function liveTable({ output }: { output: TableOutput }): LiveTable {
  let last: readonly DemoRow[] = [];
  let drawn = 0;
  const statuses = new Map<string, string>();
  const draw = (): void => {
    if (last.length === 0) return;
    const lines = tableLines({ rows: last, now: Date.now() }).map((line) =>
      output.isTTY && output.columns ? line.slice(0, output.columns - 1) : line,
    );
    const up = drawn > 0 ? `\u001b[${drawn}A` : '';
    output.write(`${up}${lines.map((line) => `${output.isTTY ? '\u001b[2K' : ''}${line}\n`).join('')}`);
    drawn = output.isTTY ? lines.length : 0;
  };
  const tellChanges = (): void => {
    for (const { label, status, timeline } of last) {
      if (statuses.get(label) === status || timeline.start === undefined) continue;
      statuses.set(label, status);
      output.write(`${label}: ${status} at ${((Date.now() - timeline.start) / 1000).toFixed(1)} s\n`);
    }
  };
  return {
    update: (rows) => {
      last = [...rows];
      if (output.isTTY) draw();
      else tellChanges();
    },
    finish: draw,
  };
}
