import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Pieces that parsers and patterns tend to read again and again. A text is one of them, repeated, and an end that fits none. */
export const PIECES: Readonly<Record<string, string>> = {
  'less-than signs': '<',
  'underlined lines': 'a\n=\n',
  'quotation markers': '>',
  blanks: ' ',
  'line ends': '\n',
  brackets: '(',
  'nested JSON': '{"a":',
  'quotation marks': '"',
  'combining marks': '\u0301\u0323',
  'joined emoji': '👩‍👩‍👧',
  'one long word': 'a',
  figures: '7%',
  'a mixture': '*a _b [c](d "e" `f` <g h="i" ~~j &k; ',
  'emphasis of two kinds': '*_a',
  'square brackets': '[a][b]',
  'open comments': 'a<!--',
  'full stops': '.',
  quotations: '> a\n\n',
  lists: '1. a\n\nb\n\n',
  'lazy lines': '> a\nb\nc\n',
  cells: '| a |\n',
  definitions: '[a]: b\n\n',
  'bare addresses': 'www.a!!!',
  headings: '#',
  escapes: '\\',
  apostrophes: "'",
  separators: ';" ',
  'character references': '&#x26;',
  tags: '<b c="d">',
  'table tags': '<table><tr><td>',
  'spoken claims': "here's the article ",
  limits: 'retry after context limit ',
};

/** A text of about `length` UTF-16 units. */
export function textOf(piece: string, length: number): string {
  return `${piece.repeat(Math.ceil(length / piece.length))}x`;
}

/** Processor time of a call, in milliseconds: other processes count little in it. */
function costOf(call: () => unknown): number {
  const begun = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
}

function least(runs: number, call: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) best = Math.min(best, costOf(call));
  return best;
}

/**
 * The least cost of a call that has been made often enough: to be compiled, if it is a quick one, and five times at least unless it is slow.
 * What is taken for too much here would hide a square.
 */
function settled(call: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0, total = 0; run < 30 && (total < 15 || (run < 5 && total < SURE_MS)); run++) {
    const cost = costOf(call);
    best = Math.min(best, cost);
    total += cost;
  }
  return best;
}

/** Four times the text may take four times as long; the rest is for noise. A square would be sixteen. */
const MAX_RATIO = 4 * 2.2;

/** Below this, in milliseconds, clocks and collections of garbage decide. */
const FLOOR_MS = 4;

/** What is timed: a call for a text, made ready outside of the time. */
export type Timed = (text: string) => () => unknown;

/** Up to this, in milliseconds, a steep step is measured once more, at another length. */
const SURE_MS = 150;

/** Processor time for a text and for a part of it (a quarter unless `span` says otherwise), in milliseconds. Each is as fast as it ever was. */
function costs(
  timed: Timed,
  piece: string,
  length: number,
  { first, span = 4, most = MAX_RATIO }: { first?: number; span?: number; most?: number } = {},
): { large: number; small: number } {
  const [large, small] = [timed(textOf(piece, length)), timed(textOf(piece, length / span))];
  const found = { large: first ?? costOf(large), small: settled(small) };
  // What comes between, such as a collection of garbage, only makes a call slower.
  for (let round = 0; ratioOf(found) > most && round < 5; round++) {
    found.large = Math.min(found.large, least(2, large));
    found.small = Math.min(found.small, least(3, small));
  }
  return found;
}

const ratioOf = ({ large, small }: { large: number; small: number }): number => large / Math.max(small, 0.05);

/**
 * How much longer a call takes for four times the text, at the first of the lengths where it takes long enough to be measured;
 * undefined where it never does. At most a few runs, fewer for what is slow.
 *
 * A square is steep at every length. A step between two lengths is not one: a loop that was compiled after the long text and
 * before the short one, or a text that no longer fits into a cache. So what is steep and quick is looked at again, longer
 * where the lengths allow it, or else shorter.
 */
export function growth(timed: Timed, piece: string, lengths: readonly number[]): number | undefined {
  let found: number | undefined;
  for (const length of lengths) {
    const first = costOf(timed(textOf(piece, length)));
    if (first < FLOOR_MS) continue;
    const cost = costs(timed, piece, length, { first });
    if (cost.large < FLOOR_MS) continue;
    let ratio = ratioOf(cost);
    if (ratio > MAX_RATIO && cost.large < SURE_MS) {
      const other = length * 4 <= Math.max(...lengths) ? length * 4 : length / 2;
      ratio = Math.min(ratio, ratioOf(costs(timed, piece, other)));
    }
    found = Math.max(found ?? 0, ratio);
    if (ratio > MAX_RATIO || first > 6) break;
  }
  return found;
}

/** Collects garbage, so that what others left behind is not collected while something is timed. */
const collectGarbage = ((): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

/** A span of four times four, with the same growth allowed for each of them. */
const WIDE = { span: 16, most: MAX_RATIO ** 2 } as const;

/**
 * Whether a steep growth is still there when it is looked at again, with the garbage collected and over a wider span, at longer texts while
 * that is quick. A square is 256 times as slow there. What makes one length steep, such as a text that no longer fits into a cache that
 * others use as well, or a collection of garbage, counts once in a span, however wide.
 */
function isSteepAgain(timed: Timed, piece: string, lengths: readonly number[]): boolean {
  const longest = Math.max(...lengths);
  for (const length of [longest, longest * 2, longest]) {
    collectGarbage();
    const cost = costs(timed, piece, length, WIDE);
    if (cost.large >= FLOOR_MS && ratioOf(cost) <= WIDE.most) return false;
    if (cost.large > 4 * SURE_MS) break;
  }
  return true;
}

/** The pieces for which a call takes time by more than the length of its text, with the factor for four times the length. */
export function tooSteep(timed: Timed, lengths: readonly number[], pieces = PIECES): string[] {
  return Object.entries(pieces).flatMap(([name, piece]) => {
    const factor = growth(timed, piece, lengths);
    if (factor === undefined || factor <= MAX_RATIO) return [];
    return isSteepAgain(timed, piece, lengths) ? [`${name}: × ${factor.toFixed(1)}`] : [];
  });
}
