import { SPANS } from './demo-timeline';
import type { Span, SpanName, Timeline } from './demo-timeline';

/** A row of the demo's table. */
export interface DemoRow {
  label: string;
  status: string;
  timeline: Timeline;
}

const MARKS: Readonly<Record<SpanName, string>> = {
  ideas: 'i',
  pick: '.',
  content: 'c',
  image: 'm',
  publishing: 'p',
};
const GANTT_COLUMNS = 50;

/** Formats a table of stage durations in seconds; running stages count up to `now`. */
export function tableLines({ rows, now }: { rows: readonly DemoRow[]; now: number }): string[] {
  const width = Math.max(5, ...rows.map(({ label }) => label.length));
  const head = SPANS.map((name) => name.padStart(columnWidth(name)));
  return [
    ['order'.padEnd(width), ...head, 'done'.padStart(7), ' status'].join(' '),
    ...rows.map(({ label, status, timeline }) => {
      const cells = SPANS.map((name) => {
        const span = timeline.spans.find((one) => one.name === name);
        return cell(span, now).padStart(columnWidth(name));
      });
      return [label.padEnd(width), ...cells, doneCell(timeline).padStart(7), ` ${status}`].join(' ');
    }),
  ];
}

// Wide enough for the name and for "123.4 …".
function columnWidth(name: SpanName): number {
  return Math.max(name.length, 7);
}

function cell(span: Span | undefined, now: number): string {
  if (!span) return '-';
  return span.end === undefined ? `${seconds(now - span.start)} …` : seconds(span.end - span.start);
}

function doneCell({ start, done }: Timeline): string {
  return start === undefined || done === undefined ? '-' : seconds(done - start);
}

/** Formats a chart with one bar per order, all on one scale. */
export function ganttLines({ rows }: { rows: readonly DemoRow[] }): string[] {
  const starts = rows.flatMap(({ timeline }) => timeline.start ?? []);
  const ends = rows.flatMap(({ timeline }) =>
    [timeline.done ?? [], timeline.spans.map(({ end }) => end ?? [])].flat(2),
  );
  if (starts.length === 0 || ends.length === 0) return [];
  const from = Math.min(...starts);
  const scale = Math.max(1, Math.max(...ends) - from) / GANTT_COLUMNS;
  const column = (time: number): number => Math.round((time - from) / scale);
  const width = Math.max(...rows.map(({ label }) => label.length));
  const bars = rows.map(({ label, timeline }) => {
    const bar = Array.from({ length: GANTT_COLUMNS }, () => ' ');
    for (const { name, start, end } of timeline.spans) {
      if (end === undefined) continue;
      // A stage that is too short for the scale still gets one column.
      bar.fill(
        MARKS[name],
        Math.min(column(start), GANTT_COLUMNS - 1),
        Math.max(column(end), column(start) + 1),
      );
    }
    return `${label.padEnd(width)} |${bar.join('').slice(0, GANTT_COLUMNS)}|`;
  });
  const total = `${seconds(scale * GANTT_COLUMNS)} s`;
  const legend = SPANS.map((name) => `${MARKS[name]} ${name}`).join('   ');
  return [
    ...bars,
    `${' '.repeat(width)}  0 s${total.padStart(GANTT_COLUMNS - 3)}`,
    `${' '.repeat(width)}  ${legend}`,
  ];
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(1);
}
