import type { Extension } from 'micromark-util-types';

/** No real text nests deeper than this. Anything below is flattened to text, so that trees can be walked recursively. */
export const MAX_LEVEL = 60;

/** No real text underlines more headings than this. The parser takes time by the square of their number. */
const MAX_UNDERLINES = 200;

const UNDERLINE = /^[ \t>]*(?:=+|-+)[ \t]*$/gm;

/** Whether a text has more underlined lines than any real one. */
function hasManyUnderlines(markdown: string): boolean {
  let count = 0;
  for (const _ of markdown.matchAll(UNDERLINE)) if (++count > MAX_UNDERLINES) return true;
  return false;
}

const MARKER = /[ \t]*(?:>|[-+*](?=[ \t]))/y;

function shallowLine(line: string): string {
  let at = 0;
  for (let level = 0; level < MAX_LEVEL; level++) {
    MARKER.lastIndex = at;
    const match = MARKER.exec(line);
    if (!match) return line;
    at += match[0].length;
  }
  const rest = /^(?:[ \t]*(?:>|[-+*](?=[ \t])))+/.exec(line.slice(at))?.[0] ?? '';
  return line.slice(0, at) + rest.replace(/[>*+-]/g, ' ') + line.slice(at + rest.length);
}

function withoutDepth(markdown: string): string {
  return markdown.includes('>>') || /[-+*>][ \t][-+*>][ \t]/.test(markdown)
    ? markdown.replace(/^.{120,}$/gm, shallowLine)
    : markdown;
}

/**
 * A text that the parser reads in time proportional to its length, and of the same length: lines begin with no more marks of quotations
 * and lists than any real one, and `disable` names the constructs to switch off.
 */
export function tamed(markdown: string): { text: string; disable: Extension } {
  const text = withoutDepth(markdown);
  const off = [
    ...(hasManyUnderlines(text) ? ['setextUnderline'] : []),
    // Spaces are left in place of the marks, and would make code of what follows.
    ...(text === markdown ? [] : ['codeIndented']),
  ];
  return { text, disable: { disable: { null: off } } };
}
