import type { DemoEvent } from './demo-api';

/** The stages of an order that the demo shows, in order; `pick` is the wait for a person. */
export const SPANS = ['ideas', 'pick', 'content', 'image', 'publishing'] as const;

/** A stage of an order. */
export type SpanName = (typeof SPANS)[number];

/** Start and end of a stage, in milliseconds since 1970; `end` is missing while the stage is running. */
export interface Span {
  name: SpanName;
  start: number;
  end?: number;
}

/** The progress of an order. */
export interface Timeline {
  spans: Span[];
  /** When the order was accepted; undefined until its first event is read. */
  start?: number;
  /** When it was done. */
  done?: number;
}

/** Derives an order's progress from its events; a retried stage lasts from its first start to its last end. */
export function timelineOf({ events }: { events: readonly DemoEvent[] }): Timeline {
  const spans: Span[] = [];
  const spanNamed = (name: SpanName): Span | undefined => spans.find((span) => span.name === name);
  for (const event of [...events].sort((one, other) => one.at - other.at)) {
    const stage = SPANS.find((name) => name === event.stage);
    if (event.type === 'stage.started' && stage && !spanNamed(stage))
      spans.push({ name: stage, start: event.at });
    if (event.type === 'stage.completed' && stage) {
      const span = spanNamed(stage);
      if (span) span.end = event.at;
      if (stage === 'ideas' && !spanNamed('pick')) spans.push({ name: 'pick', start: event.at });
    }
    const pick = spanNamed('pick');
    if (event.type === 'idea.picked' && pick && pick.end === undefined) pick.end = event.at;
  }
  const times = events.map(({ at }) => at);
  return {
    spans,
    start: times.length ? Math.min(...times) : undefined,
    done: events.find(({ type }) => type === 'order.done')?.at,
  };
}

/** The time from the first acceptance to the last end, in milliseconds; undefined while an order is unfinished. */
export function makespan({ timelines }: { timelines: readonly Timeline[] }): number | undefined {
  const starts = timelines.map(({ start }) => start);
  const ends = timelines.map(({ done }) => done);
  if (!isComplete(starts) || !isComplete(ends) || timelines.length === 0) return undefined;
  return Math.max(...ends) - Math.min(...starts);
}

function isComplete(times: (number | undefined)[]): times is number[] {
  return times.every((time) => time !== undefined);
}
