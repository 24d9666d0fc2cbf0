import type { Nodes } from 'mdast';
import type { ReactNode } from 'react';
import { alignText } from '../../domain/linking/align';

/** A stretch of a text in Markdown, in UTF-16 units of its source. */
export interface Stretch {
  start: number;
  end: number;
}

/** A text with the stretch of it that is to be seen. */
export interface Marking {
  source: string;
  stretch: Stretch;
}

function offsetsOf(node: Nodes): Stretch | undefined {
  const [start, end] = [node.position?.start.offset, node.position?.end.offset];
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** Whether a node is one of those that a stretch holds, at least in part. */
export function isMarked(node: Nodes, { stretch }: Marking): boolean {
  const own = offsetsOf(node);
  return own !== undefined && own.start < stretch.end && own.end > stretch.start;
}

/** The parts of a text node's value before, within and after a stretch of the source. */
export function cutAt(
  node: Nodes & { value: string },
  { source, stretch }: Marking,
): [before: string, within: string, after: string] {
  const own = offsetsOf(node);
  if (!own || own.start >= stretch.end || own.end <= stretch.start) return [node.value, '', ''];
  if (own.start >= stretch.start && own.end <= stretch.end) return ['', node.value, ''];
  const places = alignText(node.value, source.slice(own.start, own.end));
  const isFrom = (n: number): boolean => own.start + (places[n]?.start ?? Infinity) >= stretch.start;
  const isPast = (n: number): boolean => own.start + (places[n]?.start ?? Infinity) >= stretch.end;
  let from = 0;
  while (from < places.length && !isFrom(from)) from += 1;
  let to = from;
  while (to < places.length && !isPast(to)) to += 1;
  return [node.value.slice(0, from), node.value.slice(from, to), node.value.slice(to)];
}

/** A text with what is marked of it. */
export function Cut({
  parts: [before, within, after],
}: {
  parts: readonly [string, string, string];
}): ReactNode {
  return (
    <>
      {before}
      {within && <mark>{within}</mark>}
      {after}
    </>
  );
}
