import { diffArrays, diffWordsWithSpace } from 'diff';

/** A piece of a line, and whether the other text has it as well. */
export interface Piece {
  text: string;
  isChanged: boolean;
}

/** A line of both texts: the same in both, changed, or in only one of them. */
export type Row =
  | { kind: 'same'; text: string }
  | { kind: 'changed'; before: Piece[]; after: Piece[] }
  | { kind: 'removed'; text: string }
  | { kind: 'added'; text: string };

/** Rows that are shown, or so many equal ones that they are shown when asked for. */
export interface Block {
  isFolded: boolean;
  rows: Row[];
}

/** A comparison that takes longer than this is given up, in milliseconds; then everything counts as changed. */
const MOST_MS = 1_000;

/** Lines that share fewer of their words than this are not the same line. */
const LEAST_SHARED = 0.3;

/** Pairs of lines that are looked at within a stretch of changes; of more, each counts for itself. */
const MOST_PAIRS = 10_000;

/** Equal lines that are shown before and after each change. */
const CONTEXT = 3;

const wordsOf = (line: string): string[] => line.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** The share of the words of two lines that both have, from 0 to 1. */
function shared(one: string[], other: string[]): number {
  const left = new Map<string, number>();
  for (const word of one) left.set(word, (left.get(word) ?? 0) + 1);
  let count = 0;
  for (const word of other) {
    const there = left.get(word) ?? 0;
    if (there > 0) count += 1;
    left.set(word, there - 1);
  }
  return (2 * count) / Math.max(1, one.length + other.length);
}

/** The lines of a change that are the same line in another wording, as pairs of places, in order; those that share the most words. */
function pairsOf(removed: readonly string[], added: readonly string[]): Array<[number, number]> {
  if (removed.length * added.length > MOST_PAIRS) return [];
  const [ours, theirs] = [removed.map(wordsOf), added.map(wordsOf)];
  // best[i][j]: the most that can be shared by the lines from i and from j on.
  const best = Array.from({ length: removed.length + 1 }, () => new Array<number>(added.length + 1).fill(0));
  const shares = ours.map((one) => theirs.map((other) => shared(one, other)));
  const worth = (i: number, j: number): number => {
    const share = shares[i]![j]!;
    return share < LEAST_SHARED ? 0 : share + best[i + 1]![j + 1]!;
  };
  for (let i = removed.length - 1; i >= 0; i -= 1)
    for (let j = added.length - 1; j >= 0; j -= 1)
      best[i]![j] = Math.max(best[i + 1]![j]!, best[i]![j + 1]!, worth(i, j));
  const pairs: Array<[number, number]> = [];
  let [i, j] = [0, 0];
  while (i < removed.length && j < added.length) {
    if (best[i]![j] === best[i + 1]![j]) i += 1;
    else if (best[i]![j] === best[i]![j + 1]) j += 1;
    else pairs.push([i++, j++]);
  }
  return pairs;
}

/** A changed line, by words. */
function changed(before: string, after: string): Row {
  const parts = diffWordsWithSpace(before, after, { timeout: MOST_MS });
  if (!parts)
    return {
      kind: 'changed',
      before: [{ text: before, isChanged: true }],
      after: [{ text: after, isChanged: true }],
    };
  const piecesOf = (without: 'added' | 'removed', own: 'added' | 'removed'): Piece[] =>
    parts.filter((part) => !part[without]).map((part) => ({ text: part.value, isChanged: part[own] }));
  return { kind: 'changed', before: piecesOf('added', 'removed'), after: piecesOf('removed', 'added') };
}

/** The rows of a stretch in which lines were replaced by others. */
function replaced(removed: readonly string[], added: readonly string[]): Row[] {
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  const upTo = (toI: number, toJ: number): void => {
    while (i < toI) rows.push({ kind: 'removed', text: removed[i++]! });
    while (j < toJ) rows.push({ kind: 'added', text: added[j++]! });
  };
  for (const [atI, atJ] of pairsOf(removed, added)) {
    upTo(atI, atJ);
    rows.push(changed(removed[i++]!, added[j++]!));
  }
  upTo(removed.length, added.length);
  return rows;
}

const linesOf = (text: string): string[] => text.split(/\r\n|[\n\r]/);

/** How one text became another: by lines, and within changed lines by words. */
export function differenceOf(before: string, after: string): Row[] {
  const [ours, theirs] = [linesOf(before), linesOf(after)];
  const parts = diffArrays(ours, theirs, { timeout: MOST_MS });
  if (!parts) return replaced(ours, theirs);
  const rows: Row[] = [];
  for (let n = 0; n < parts.length; n += 1) {
    const [part, next] = [parts[n]!, parts[n + 1]];
    if (!part.added && !part.removed) rows.push(...part.value.map((text): Row => ({ kind: 'same', text })));
    else if (next && (part.removed ? next.added : next.removed)) {
      rows.push(...(part.removed ? replaced(part.value, next.value) : replaced(next.value, part.value)));
      n += 1;
    } else rows.push(...(part.removed ? replaced(part.value, []) : replaced([], part.value)));
  }
  return rows;
}

/** Puts long stretches of equal lines aside, but for a few next to each change. */
export function folded(rows: readonly Row[]): Block[] {
  const blocks: Block[] = [];
  const add = (isFolded: boolean, some: readonly Row[]): void => {
    const last = blocks.at(-1);
    if (some.length === 0) return;
    if (last && last.isFolded === isFolded) last.rows.push(...some);
    else blocks.push({ isFolded, rows: [...some] });
  };
  for (let from = 0; from < rows.length;) {
    let to = from;
    while (to < rows.length && rows[to]!.kind === 'same') to += 1;
    if (to === from) {
      add(false, [rows[from]!]);
      from += 1;
      continue;
    }
    const head = from === 0 ? 0 : CONTEXT;
    const tail = to === rows.length ? 0 : CONTEXT;
    // To fold a single line saves nothing.
    if (to - from <= head + tail + 1) add(false, rows.slice(from, to));
    else {
      add(false, rows.slice(from, from + head));
      add(true, rows.slice(from + head, to - tail));
      add(false, rows.slice(to - tail, to));
    }
    from = to;
  }
  return blocks;
}
