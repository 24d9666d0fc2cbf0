import { isTooComplex } from './hostile';
import { withoutHtml } from './without-html';

/** A text as a block of code, which shows it as it is written and is read in one step. */
export function asCode(text: string): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/**
 * A text as people and programs are given it: Markdown without HTML, or a block of code where it is nested deeper, or has more marks,
 * than any text that was written to be read, so that whatever shows it is not held up.
 */
export function givenMarkdown(markdown: string): string {
  if (isTooComplex(markdown)) return asCode(markdown);
  const plain = withoutHtml(markdown);
  return isTooComplex(plain) ? asCode(plain) : plain;
}
