import { tests } from 'commonmark-spec';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { insertLink, offeredPlaces } from '../../../src/domain/linking';
import type { InsertedLink, LinkProposal, OrderedLink } from '../../../src/domain/linking';
import { expectOriginal, SHOP_URL } from './splicing';

const OPTIONS = {
  allowDangerousHtml: true,
  extensions: [gfm({ singleTilde: false })],
  htmlExtensions: [gfmHtml()],
};

/** What somebody else's program makes of a text. */
const rendered = (markdown: string): string => micromark(markdown, OPTIONS);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The number of places in which a text holds another one. */
const count = (text: string, part: string): number => text.split(part).length - 1;

const SENTENCE = 'We like a coffee grinder & *such.';

/** Words that no example has. */
const ADDED = 'coffee grinder';

/** That another program shows one link more than in `was`, and nothing else. */
function expectShown(was: string, { markdown, kind }: InsertedLink, link: OrderedLink): void {
  const anchor = `<a href="${SHOP_URL}">${escaped(link.anchorText)}</a>`;
  const is = rendered(markdown);
  expect([markdown, count(is, anchor)]).toEqual([markdown, count(was, anchor) + 1]);
  const without = is.replace(anchor, escaped(link.anchorText));
  const sentence = escaped(SENTENCE);
  if (kind === 'sentence')
    expect([without.replace(` ${sentence}`, ''), without.replace(sentence, '')]).toContain(was);
  else expect(without.replace(/\s+/g, ' ')).toBe(was.replace(/\s+/g, ' '));
}

/** What is tried with a text: words to link, and of the paragraphs that a sentence can be added to, those to take. */
interface Attempts {
  words: readonly string[];
  chosen: (ends: readonly string[]) => readonly string[];
}

/** Carries out what is tried with a text; what is refused has to say why. */
function linkInto(before: string, { words, chosen }: Attempts): void {
  const was = rendered(before);
  const attempt = (anchorText: string, proposal: LinkProposal): void => {
    const link = { anchorText, targetUrl: SHOP_URL };
    const result = insertLink({ markdown: before, link, proposal });
    if (!result.ok) return expect(result.finding).not.toBe('');
    expectOriginal(before, result, link);
    if (result.kind !== 'spelling') expectShown(was, result, link);
  };
  for (const word of words) attempt(word, { how: 'words', quote: '' });
  for (const quote of chosen(offeredPlaces(before, ADDED).ends))
    attempt(ADDED, { how: 'sentence', quote, sentence: SENTENCE });
}

/** Of the CommonMark specification: the sections, and all examples. */
export const SECTIONS = [...new Set(tests.map(({ section }) => section))];
export const EXAMPLES = tests;

const isAny = (): boolean => true;
const isAtEdge = (_: string, at: number, all: readonly string[]): boolean =>
  at === 0 || at === all.length - 1;

/**
 * Links words of each example of a section, where it stands alone and where it is amid other paragraphs, and adds sentences: all that there
 * are, or one word in each, and sentences to its own first paragraph and to those before and behind it.
 */
export function linkIntoSection(section: string, { all }: { all: boolean }): void {
  for (const { markdown, section: name } of EXAMPLES) {
    if (name !== section) continue;
    const text = markdown.replaceAll('→', '\t');
    const words = [...new Set(text.match(/\p{L}{2,}/gu) ?? ['none'])];
    const chosen = (ends: readonly string[]) => ends.filter(all ? isAny : isAtEdge);
    linkInto(text, {
      words: all ? words : words.slice(0, 1),
      chosen: (ends) => (all ? ends : ends.slice(0, 1)),
    });
    linkInto(`A paragraph. It ends.\n\n${text}\nAnother one.`, {
      words: all ? words : words.slice(-1),
      chosen,
    });
  }
}
