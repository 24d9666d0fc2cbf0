import type { Span } from '../linking';

/** A line with nothing to see on it, which ends a paragraph. */
const isBlank = (line: string): boolean => line.trim() === '';

/** The lines around a part of a Markdown text up to the next blank ones. */
export function paragraphAround(markdown: string, { start, end }: Span): string {
  const lines = markdown.split('\n');
  const kept: string[] = [];
  let at = 0;
  for (const line of lines) {
    const [from, to] = [at, at + line.length];
    at = to + 1;
    const holds = from <= end && to >= start;
    if (isBlank(line) && !holds) {
      if (from > end) break;
      kept.length = 0;
    } else kept.push(line);
  }
  return kept.join('\n');
}
