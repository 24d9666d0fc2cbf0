import type { Extension } from 'micromark-util-types';
import { costsOf } from './costs';

/** No real text nests deeper than this. Anything below is flattened to text, so that trees can be walked recursively. */
export const MAX_LEVEL = 60;

/** No real text underlines more headings than this. The parser takes time by the square of their number. */
const MAX_UNDERLINES = 200;

/** What the steps of {@link costsOf} may come to. Real texts stay below a tenth; each bound is well under a second of parsing. */
const MAX_COSTS = { containers: 20_000_000, lazy: 2_000_000, marks: 500_000, openers: 200_000 } as const;

const CONTAINERS = ['blockQuote', 'list', 'gfmFootnoteDefinition'];
const MARKS = [
  ...['attention', 'strikethrough', 'labelStartLink', 'labelStartImage', 'labelEnd'],
  ...['gfmFootnoteCall', 'gfmPotentialFootnoteCall'],
];
const BARE_ADDRESSES = ['wwwAutolink', 'protocolAutolink', 'emailAutolink'];

/** A run of punctuation longer than any real one, after which a bare address might end. */
const LONG_PUNCTUATION = /[!"&'),*.:;<>?\]_}~]{100}/;

const UNDERLINE = /^[ \t>]*(?:=+|-+)[ \t]*$/gm;

/** Whether a text has more underlined lines than any real one. */
function hasManyUnderlines(markdown: string): boolean {
  let count = 0;
  for (const _ of markdown.matchAll(UNDERLINE)) if (++count > MAX_UNDERLINES) return true;
  return false;
}

const MARKER = /[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])|\[\^[^\s\]]{1,100}\]:)/y;

function shallowLine(line: string): string {
  let at = 0;
  for (let level = 0; level < MAX_LEVEL; level++) {
    MARKER.lastIndex = at;
    const match = MARKER.exec(line);
    if (!match) return line;
    at += match[0].length;
  }
  const rest = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])))+/.exec(line.slice(at))?.[0] ?? '';
  return line.slice(0, at) + rest.replace(/[^ \t]/g, ' ') + line.slice(at + rest.length);
}

function withoutDepth(markdown: string): string {
  return markdown.replace(/^.{120,}$/gm, shallowLine);
}

/** Names of the constructs that a text has too many of, as the parser would take time by the square of their number. */
function tooMany(text: string): string[] {
  const costs = costsOf(text);
  const hasContainers = costs.containers <= MAX_COSTS.containers && costs.lazy <= MAX_COSTS.lazy;
  // Without lists, their items are one paragraph.
  const marks = hasContainers ? costs.marks : costs.marksInOneList;
  return [
    ...(hasManyUnderlines(text) ? ['setextUnderline'] : []),
    ...(hasContainers ? [] : CONTAINERS),
    ...(marks <= MAX_COSTS.marks ? [] : MARKS),
    ...(costs.openers <= MAX_COSTS.openers ? [] : ['htmlText']),
    ...(LONG_PUNCTUATION.test(text) ? BARE_ADDRESSES : []),
  ];
}

/**
 * A text that the parser reads in time proportional to its length, and of the same length: lines begin with no more marks of quotations
 * and lists than any real one, and `off` names the constructs to switch off.
 */
export function tamed(markdown: string): { text: string; off: string[] } {
  const text = withoutDepth(markdown);
  // Spaces are left in place of the marks, and would make code of what follows.
  return { text, off: [...tooMany(text), ...(text === markdown ? [] : ['codeIndented'])] };
}

/** Whether bare addresses are read as links. */
export function readsAddresses(off: readonly string[]): boolean {
  return !off.includes(BARE_ADDRESSES[0]!);
}

/** The extension that switches constructs off. */
export function without(off: string[]): Extension {
  return { disable: { null: off } };
}

/**
 * Whether a text is nested deeper, or has more marks, than any that was written to be read. Found in one pass, before anything is
 * parsed; what is parsed all the same shows such marks as text.
 */
export function isTooComplex(markdown: string): boolean {
  const { off } = tamed(markdown);
  return off.some((name) => !BARE_ADDRESSES.includes(name));
}
