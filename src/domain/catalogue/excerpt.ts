import { cutAtGrapheme, normaliseWhitespace } from '../text/text';

/** The longest excerpt, in UTF-16 units. */
const LONGEST_EXCERPT = 220;

/** How an article begins, from the opening of its visible text. */
export function excerptOf(opening: string): string {
  const line = normaliseWhitespace(opening);
  if (line.length <= LONGEST_EXCERPT) return line;
  const cut = cutAtGrapheme(line, LONGEST_EXCERPT - 1);
  // Scripts without spaces are cut between characters.
  const space = cut.lastIndexOf(' ');
  return `${space > LONGEST_EXCERPT / 2 ? cut.slice(0, space) : cut}…`;
}
