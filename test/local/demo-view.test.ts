import { makespan, timelineOf } from '../../src/local/demo-timeline';
import { ganttLines, tableLines } from '../../src/local/demo-view';
import { liveTable } from '../../src/local/live-table';

const event = (at: number, type: string, stage: string | null = null) => ({ at, type, stage });

const EVENTS = [
  event(1_000, 'order.accepted'),
  event(1_200, 'stage.started', 'ideas'),
  event(2_200, 'stage.completed', 'ideas'),
  event(3_200, 'idea.picked'),
  event(3_300, 'stage.started', 'content'),
  event(5_000, 'stage.rejected', 'content'),
  event(5_100, 'stage.started', 'content'),
  event(7_300, 'stage.completed', 'content'),
  event(7_300, 'stage.started', 'image'),
  event(9_300, 'stage.completed', 'image'),
  event(9_300, 'stage.started', 'publishing'),
  event(10_800, 'stage.completed', 'publishing'),
  event(11_000, 'order.done'),
];

describe('an order in the demo', () => {
  test('a stage lasts from its first start to its last end, whatever the order of events', () => {
    const { spans, start, done } = timelineOf({ events: [...EVENTS].reverse() });
    expect({ start, done }).toEqual({ start: 1_000, done: 11_000 });
    expect(spans).toEqual([
      { name: 'ideas', start: 1_200, end: 2_200 },
      { name: 'pick', start: 2_200, end: 3_200 },
      { name: 'content', start: 3_300, end: 7_300 },
      { name: 'image', start: 7_300, end: 9_300 },
      { name: 'publishing', start: 9_300, end: 10_800 },
    ]);
  });

  test('the makespan lasts from the first start to the last end, and is unknown while an order is unfinished', () => {
    const one = { spans: [], start: 1_000, done: 5_000 };
    expect(makespan({ timelines: [one, { spans: [], start: 2_000, done: 9_000 }] })).toBe(8_000);
    expect(makespan({ timelines: [one, { spans: [], start: 2_000 }] })).toBeUndefined();
    expect(makespan({ timelines: [] })).toBeUndefined();
  });

  test('the table shows durations in seconds, running stages, and stages not yet started', () => {
    const running = timelineOf({ events: EVENTS.slice(0, 5) });
    const [head, done, open] = tableLines({
      rows: [
        { label: 'first', status: 'DONE', timeline: timelineOf({ events: EVENTS }) },
        { label: 'second', status: 'GENERATING_CONTENT', timeline: running },
      ],
      now: 4_300,
    });
    expect(head?.split(/ +/)).toEqual([
      'order',
      'ideas',
      'pick',
      'content',
      'image',
      'publishing',
      'done',
      'status',
    ]);
    expect(done?.split(/ +/)).toEqual(['first', '1.0', '1.0', '4.0', '2.0', '1.5', '10.0', 'DONE']);
    expect(open?.split(/ {2,}/)).toEqual([
      'second',
      '1.0',
      '1.0',
      '1.0 …',
      '-',
      '-',
      '-',
      'GENERATING_CONTENT',
    ]);
  });

  test('the chart shows all orders on one scale', () => {
    const late = EVENTS.map(({ at, ...rest }) => ({ ...rest, at: at + 10_000 }));
    const [first, second, scale] = ganttLines({
      rows: [
        { label: 'a', status: 'DONE', timeline: timelineOf({ events: EVENTS }) },
        { label: 'b', status: 'DONE', timeline: timelineOf({ events: late }) },
      ],
    });
    expect(first).toHaveLength(second?.length ?? 0);
    expect(first).toMatch(/^a \| i+\.+c+m+p+ +\|$/);
    expect(second).toMatch(/^b \| +i+\.+c+m+p+ *\|$/);
    expect(scale).toMatch(/ 0 s +20\.0 s$/);
    expect(ganttLines({ rows: [] })).toEqual([]);
  });

  test('without a terminal, only changes are printed, then the table once', () => {
    const written: string[] = [];
    const table = liveTable({ output: { write: (text) => written.push(text) } });
    const row = { label: 'first', status: 'GENERATING_IDEAS', timeline: { spans: [], start: Date.now() } };
    table.update([{ ...row, timeline: { spans: [] } }]);
    table.update([row]);
    table.update([row]);
    table.update([{ ...row, status: 'DONE', timeline: timelineOf({ events: EVENTS }) }]);
    expect(written).toHaveLength(2);
    expect(written[0]).toMatch(/^first: GENERATING_IDEAS at 0\.\d s\n$/);
    table.finish();
    expect(written).toHaveLength(3);
    expect(written.join('')).not.toContain('\u001b');
  });
});
